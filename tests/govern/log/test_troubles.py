"""A clock that goes back, and a disk that is full at any write of a turn."""

from __future__ import annotations

import errno
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import event, insert

from contrared.govern import Desk, enter, record
from contrared.govern.log import entry
from contrared.govern.log.inspection import inspect
from contrared.govern.log.keeping import keep_up, keys_of, sealed_of, tree_of
from contrared.govern.log.sequencer import CLOCK
from contrared.govern.oversight import clock_back
from contrared.model import NodeError
from contrared.store import Node, config
from contrared.store.tables import access_log

PUBLIC = X25519PrivateKey.generate().public_key().public_bytes_raw()


def write(node: Node, *times: str) -> None:
    for at in times:
        frame = {"at": at, "user_id": "owner", "purpose": "", "case_id": "", "action": "read", "what": {}}
        with node.ledger.begin() as connection:
            connection.execute(insert(access_log).values(**entry.sealed(frame)))


def told(node: Node) -> list[tuple[Any, ...]]:
    lines = [found for found in record.entries(node.ledger) if found.action == CLOCK]
    return [(line.what["line"], line.what["before"][11:19], line.what["at"][11:19]) for line in lines]


@pytest.mark.parametrize("apart", [True, False])
def test_a_clock_that_goes_back_is_a_line_of_its_own(node: Node, apart: bool) -> None:
    day = "2026-11-26T"
    for times in (["10:00:00", "10:00:30"], ["10:00:20", "09:59:00"], ["09:59:10", "12:00:00"], ["09:00:00"]):
        write(node, *(f"{day}{time}+00:00" for time in times))
        if apart:
            keep_up(node)
    keep_up(node)
    assert told(node)[:2] == [(4, "10:00:20", "09:59:00"), (4 + 3 + apart, "12:00:00", "09:00:00")]
    keep_up(node)
    assert len(told(node)) == 2
    assert [found.what for found in clock_back(node.ledger)] == ["line 4", f"line {7 + apart}"]
    assert inspect(node.ledger, tree_of(node), keys_of(node)[0]).problems == ()


def test_lines_some_seconds_out_of_order_are_no_step(node: Node) -> None:
    write(node, "2026-11-26T10:00:59+00:00", "2026-11-26T10:00:00+00:00", "2026-11-26T10:00:58+00:00")
    keep_up(node)
    assert told(node) == []


def full_turn(node: Node, monkeypatch: pytest.MonkeyPatch, full_from: int) -> bool:
    """Run a turn on a disk that is full from a write on; whether it came to an end all the same."""
    count, real = 0, os.fsync

    def fsync(handle: int) -> None:
        nonlocal count
        count += 1
        if count >= full_from:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fsync)
        try:
            keep_up(node)
        except NodeError as exc:
            told = str(exc)
        else:
            return True
    assert "the disk is full" in told
    return False


def test_on_a_full_disk_at_any_write_nothing_acknowledged_is_lost(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    config.put(node.root / "node.toml", "log", "escrow", f"court {PUBLIC.hex()}")
    node = Node.open(node.root)
    desk = enter(node)
    for number in range(240):
        desk.record("read", {"n": number})
    keep_up(node)
    failed, done = 0, False
    while not done:
        for number in range(8):
            desk.record("read", {"n": number})
        size = tree_of(node).checkpoint
        done = full_turn(node, monkeypatch, failed + 1)
        left = inspect(node.ledger, tree_of(node), keys_of(node)[0], escrow=sealed_of(node))
        assert left.problems == ()
        # The very last write makes the rename of the checkpoint durable: it is there already.
        assert (tree_of(node).checkpoint == size) is bool(left.waiting)
        failed += not done
    assert failed >= 8
    found = inspect(node.ledger, tree_of(node), keys_of(node)[0], escrow=sealed_of(node))
    assert (found.problems, found.waiting, found.lines) == ((), 0, 241 + 8 * (failed + 1))
    assert list((node.root / "log").rglob("*.tmp")) == []


def fill(desk: Desk, acknowledged: list[int]) -> None:
    for number in range(1000):
        desk.record("read", {"n": number, "much": "x" * 500})
        acknowledged.append(number)


def test_a_ledger_on_a_full_disk_acknowledges_nothing(node: Node) -> None:
    desk = enter(node)
    with node.ledger.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    node.ledger.engine.dispose()

    def limit(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 3}")

    event.listen(node.ledger.engine, "connect", limit)
    acknowledged: list[int] = []
    with pytest.raises(NodeError, match="the disk is full"):
        fill(desk, acknowledged)
    event.remove(node.ledger.engine, "connect", limit)
    node.ledger.engine.dispose()
    again = Node.open(node.root)
    assert [line.what["n"] for line in record.entries(again.ledger) if line.action == "read"] == acknowledged
    keep_up(again)
    assert inspect(again.ledger, tree_of(again), keys_of(again)[0]).problems == ()
