"""The port for partners as a process of its own: it answers, delivers, and ends when asked to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contrared.share.peers import fingerprint

from ..share.alerts.nodes import PURPOSE, Post, known, meet

NADIA = known("Nadia Farouk", "1980-02-11", "AX123456")


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(post: Post, port: int) -> Iterator[subprocess.Popen[str]]:
    """The node of a post served by another process."""
    told = ["exchange", "serve", "--port", port, "--node", post.folder, "--user", "ana", "--purpose", PURPOSE, "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "contrared.cli", *map(str, told)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    lines = []
    while (line := process.stdout.readline()) not in ("}\n", ""):
        lines.append(line)
    shown = json.loads("".join([*lines, line]) or "{}")
    assert shown["address"] == f"127.0.0.1:{port}"
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 143, said
        assert "Traceback" not in said


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Post, Post]]:
    co, pa = Post(tmp_path / "co", "co"), Post(tmp_path / "pa", "pa")
    meet(co, pa)
    yield co, pa
    co.close()
    pa.close()


def test_a_process_answers_and_delivers(two: tuple[Post, Post]) -> None:
    co, pa = two
    pa.watch("darien", NADIA)
    pa.lets_ask(co, "darien")
    pa.server.close()
    port, data = free(), pa.at()[1].keys().introduction
    assert data is not None
    co.at()[1].accept(data, fingerprint(data), address=f"127.0.0.1:{port}", private=True)
    co.approved_beforehand(pa)
    with serving(pa, port):
        (asked,) = co.meets(NADIA)
        assert (asked.state, len(asked.opened)) == ("hit", 1)
        (request,) = pa.at()[0].inbox()
        # Another process decides; the one that serves delivers what it decided.
        from contrared.share.exchange import Refusal

        pa.at()[0].refuse(request["id"], Refusal.OPERATIONAL)
        exchange = co.at()[0]
        for _ in range(600):
            (hit,) = exchange.openings()
            if hit["state"] == "refused":
                break
            co.server._closed.wait(0.05)
        assert (hit["state"], hit["code"]) == ("refused", "operational")
