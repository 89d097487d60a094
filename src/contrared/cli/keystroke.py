"""One key from the terminal, taken at once and not shown."""

from __future__ import annotations

import os
import sys
import termios
import tty


def keystroke() -> str:
    """The next key, as text; empty where the terminal was closed.

    What was typed ahead counts: it is not thrown away as the usual ways of asking for a key do.
    """
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        typed = b""
        while True:
            more = os.read(terminal, 1)
            typed += more
            try:
                return typed.decode("utf-8")
            except UnicodeDecodeError:
                if not more or len(typed) > 4:
                    return "\N{REPLACEMENT CHARACTER}"
    except OSError:
        return ""
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
