"""`contrared serve` as a process: its token, its port, its workers, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from contrared.govern import Desk, record
from contrared.govern.accounts.service_keys import ServiceKeys

from ..collect.damaged import run

COMMAND = [sys.executable, "-m", "contrared.cli", "serve"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(told: Callable[[], bool], *, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end
        time.sleep(0.05)


def ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            return bool(answer.status == 200)
    except HTTPError as exc:
        exc.close()
        return False
    except (URLError, ConnectionError):
        return False


@contextmanager
def serving(lists: Desk, port: int, *further: str) -> Iterator[subprocess.Popen[str]]:
    command = [*COMMAND, "--node", str(lists.node.root), "--port", str(port), "--purpose", "test", *further]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: process.poll() is not None or ready(port))
        assert process.poll() is None, process.communicate()
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.slow
def test_it_serves_in_several_processes_and_ends_when_told_to(lists: Desk, tmp_path: Path) -> None:
    port, token_file = free_port(), tmp_path / "token"
    token_file.write_text("an older one")
    token_file.chmod(0o644)
    with serving(lists, port, "--workers", "2", "--json", "--token-file", str(token_file)) as process:
        assert process.stdout is not None
        told = json.loads("".join(iter(process.stdout.readline, "}\n")) + "}")
        assert told["address"] == f"http://127.0.0.1:{port}"
        assert token_file.read_text().strip() == told["token"]
        assert stat.S_IMODE(token_file.stat().st_mode) == 0o600

        def answered() -> bool:
            asking = Request(
                f"{told['address']}/screen?note=Unmistakable",
                data=b'{"name": "Assad Barakat Unmistakable"}',
                headers={"authorization": f"Bearer {told['token']}", "content-type": "application/json"},
            )
            try:
                with urlopen(asking) as answer:
                    return bool(json.load(answer)["versions"])
            except HTTPError as exc:  # that process has not opened the lists yet
                exc.close()
                if exc.code != 503:
                    raise
                return False

        for _ in range(10):
            until(answered)
        second = [*COMMAND, "--node", str(lists.node.root), "--port", str(port)]
        refused = subprocess.run(second, capture_output=True, text=True, check=False)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "cannot listen" in refused.stderr
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 128 + signal.SIGTERM
        assert "Unmistakable" not in out + err
        assert "Traceback" not in err
    assert not ready(port)
    assert sum(entry.action == "screen" for entry in record.entries(lists.node.ledger)) == 10


def test_no_process_outlives_the_one_that_started_it(lists: Desk) -> None:
    port = free_port()
    with serving(lists, port, "--workers", "2") as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
        until(lambda: not ready(port))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "192.0.2.1"), "--behind-proxy"),
        (("--host", "192.0.2.1", "--behind-proxy"), "cannot listen"),
        (("--host", "no-such-host", "--behind-proxy"), "cannot listen"),
        (("--allow-origin", "*"), "no single site"),
        (("--token-file", "no-such-folder/token"), "cannot be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_served_is_one_line(lists: Desk, arguments: tuple[str, ...], said: str) -> None:
    ended = run("serve", "--node", lists.node.root, "--port", free_port(), *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_nobody_on_this_machine_says_to_come_from_elsewhere(lists: Desk) -> None:
    port = free_port()
    held = ServiceKeys(lists)
    _, here = held.add("owner", ["read"], 1, "test", ["127.0.0.0/8"])
    _, elsewhere = held.add("owner", ["read"], 1, "test", ["203.0.113.0/24"])

    def asked(secret: str) -> int:
        headers = {"authorization": f"Bearer {secret}", "x-forwarded-for": "203.0.113.7"}
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/versions", headers=headers)) as answer:
                return int(answer.status)
        except HTTPError as exc:
            exc.close()
            return exc.code

    with serving(lists, port):
        assert (asked(here), asked(elsewhere)) == (200, 403)
    with serving(lists, port, "--behind-proxy"):
        assert (asked(here), asked(elsewhere)) == (403, 200), "the proxy is believed"
