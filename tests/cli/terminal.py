"""A pseudo-terminal to drive a command through: what is waited for, and what is typed then."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Sequence

#: Seconds after which a command that shows nothing more is given up.
LONGEST = 30
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def drive(arguments: Sequence[object], script: Sequence[tuple[str, str]]) -> tuple[int, str]:
    """Run a command at a terminal.

    Args:
        arguments: Of the command.
        script: For each step the text that is waited for, and the keys that are typed when it stands there.

    Returns:
        Exit code, and everything that was shown, without colours.
    """
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "160", "TERM": "xterm"}
    command = [sys.executable, "-m", "contrared.cli", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)
    os.close(theirs)
    shown = ""
    try:
        at = 0
        for awaited, typed in script:
            while (found := shown.find(awaited, at)) < 0:
                more = _read(ours)
                assert more, f"{awaited!r} was never shown:\n{shown}"
                shown += more
            at = found + len(awaited)
            os.write(ours, typed.encode())
        while more := _read(ours):
            shown += more
        return process.wait(timeout=LONGEST), shown
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read(terminal: int) -> str:
    if not select.select([terminal], [], [], LONGEST)[0]:
        return ""
    try:
        return _STEERING.sub("", os.read(terminal, 65536).decode("utf-8", "replace")).replace("\r\n", "\n")
    except OSError:  # the other end was closed
        return ""
