"""Killed at any moment, or out of disk at any step: nothing acknowledged is lost, nothing is released twice."""

from __future__ import annotations

import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from contrared.govern.exchange import IN, OUT, Book, pen
from contrared.govern.verify import verify
from contrared.model import NodeError
from contrared.share.envelope import Kind
from contrared.store import durable, keyring
from contrared.store.ledger import Ledger

from .driven import drive, opened
from .nodes import Post, carry, side

KILLS = int(os.environ.get("CONTRARED_KILLS", "20"))
ROOT = Path(__file__).parents[3]


def published(root: Path) -> tuple[Post, Post]:
    br, pa = opened(root)
    pa.at().publish(br.id, purpose="search", legal_basis="treaty")
    assert carry(pa, br) == [(Kind.MANIFEST, ""), (Kind.FILTER, "")]
    return br, pa


def whole(br: Post, pa: Post, acknowledged: list[str]) -> None:
    """What must hold however it was interrupted."""
    with side(br).pen.reading() as read:
        got = read.many(Book.RELEASES, direction=IN)
        sent = read.many(Book.MESSAGES, direction=OUT)
        chain = read.chain(pa.id, OUT), read.chain(pa.id, IN)
    with side(pa).pen.reading() as read:
        given = read.many(Book.RELEASES, direction=OUT)
        messages = read.many(Book.MESSAGES, direction=OUT)
        taken = read.many(Book.MESSAGES, direction=IN)
        spent = read.spent(br.id, "search", "2026-11-26")
        assert chain == (read.chain(br.id, IN), read.chain(br.id, OUT))
        requests = read.many(Book.REQUESTS)
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= {row["id"] for row in got} <= {row["id"] for row in given}
    for rows in (got, given):
        assert Counter(row["thread"] for row in rows).most_common(1)[0][1] == 1
    releases = [row for row in messages if row["kind"] == "release"]
    assert len(releases) == len(given) == len([row for row in requests if row["state"] == "released"])
    assert {row["id"]: row["digest"] for row in sent} == {row["id"]: row["digest"] for row in taken}
    assert spent == 40 * len([row for row in taken if row["kind"] == "ask" and not row["fault"]])
    assert {row["fault"] for row in [*sent, *messages]} == {""}
    assert side(br).pen.vault.names() == []
    assert verify(br.node).ok
    assert verify(pa.node).ok


def test_killed_at_any_moment(tmp_path: Path, kind_of_ledger: str) -> None:
    # SQLite is in the process that is killed; a server outlives it, and there is less to go wrong.
    kills = KILLS if kind_of_ledger == "sqlite" else KILLS // 4
    br, pa = published(tmp_path)
    br.node.close()
    pa.node.close()
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    command = [sys.executable, "-m", "tests.share.exchange.driven", str(tmp_path)]
    drawn = random.Random(7)
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as zygote:
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        for _ in range(kills):
            zygote.stdin.write("\n")
            zygote.stdin.flush()
            child = int(zygote.stdout.readline())
            threading.Event().wait(drawn.uniform(0.05, 1.2))
            os.kill(child, signal.SIGKILL)
        zygote.stdin.close()
    told = acknowledged.read_text().split()
    br, pa = opened(tmp_path)
    last = drive(br, pa, len(told))
    br.at().tidy()
    whole(br, pa, [*told, last])
    br.node.close()
    pa.node.close()


class Full:
    """A disk that is full at one write, counted from the last rewind: transactions, files, the log."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = -1
        self.met = 0
        begin, write, keep_up = Ledger.begin, durable.write_bytes, pen.keep_up

        @contextmanager
        def transaction(ledger: Ledger) -> Iterator[Connection]:
            with begin(ledger) as connection:
                yield connection
                if self.now():
                    raise OperationalError("COMMIT", None, sqlite3.OperationalError("database or disk is full"))

        def written(path: Path, data: bytes, *, mode: int = 0o644) -> None:
            if self.now():
                raise NodeError("the disk is full") from OSError(errno.ENOSPC, "No space left on device")
            write(path, data, mode=mode)

        def kept_up(node: Any) -> int | None:
            if self.now():
                raise NodeError("the disk is full")
            return keep_up(node)

        monkeypatch.setattr(Ledger, "begin", transaction)
        monkeypatch.setattr(pen, "write_bytes", written)
        monkeypatch.setattr(keyring, "write_bytes", written)
        monkeypatch.setattr(pen, "keep_up", kept_up)

    def rewind(self, after: int) -> None:
        """Be full at the write after so many."""
        self.left, self.met = after, 0

    def now(self) -> bool:
        """Whether this write is the one."""
        self.left -= 1
        self.met += self.left == -1
        return self.left == -1


def until_done(act: Callable[[], str]) -> tuple[str, int]:
    """Do something again until the disk has room; how often it had none."""
    for failed in range(100):
        try:
            return act(), failed
        except NodeError as exc:
            if "full" not in exc.what:
                raise
    raise AssertionError("it never came to an end")


@pytest.mark.slow
def test_a_full_disk_at_each_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    br, pa = published(tmp_path)
    full = Full(monkeypatch)
    done, at = [], 0
    while True:
        full.rewind(at)
        release_id, failed = until_done(lambda number=at: drive(br, pa, number))  # type: ignore[misc]
        done.append(release_id)
        if not full.met:
            break
        assert failed == 1
        at += 1
    full.rewind(1 << 40)
    assert at > 25
    br.at().tidy()
    whole(br, pa, done)
    br.node.close()
    pa.node.close()
