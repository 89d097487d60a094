"""Group commit: many lines, few transactions, none lost, errors told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from contrared.govern import Desk, record
from contrared.govern.group import GroupRecord
from contrared.model import NodeError


def test_a_line_is_on_disk_when_its_future_is_done(desk: Desk) -> None:
    group = GroupRecord(desk)
    group.append("screen", {"n": 1}).result(timeout=10)
    assert [entry.what for entry in record.entries(desk.node.ledger) if entry.action == "screen"] == [{"n": 1}]
    group.close()


def test_many_at_once_share_transactions_and_none_is_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = 0
    begin = desk.node.ledger.begin

    @contextmanager
    def counted() -> Any:
        nonlocal begun
        begun += 1
        with begin() as connection:
            yield connection

    monkeypatch.setattr(desk.node.ledger, "begin", counted)
    group = GroupRecord(desk)
    with ThreadPoolExecutor(16) as pool:
        futures = list(pool.map(lambda n: group.append("screen", {"n": n}), range(500)))
    for future in futures:
        future.result(timeout=30)
    group.close()
    found = [entry for entry in record.entries(desk.node.ledger) if entry.action == "screen"]
    assert sorted(entry.what["n"] for entry in found) == list(range(500))
    assert begun < 500


def test_closing_writes_what_waits(desk: Desk) -> None:
    group = GroupRecord(desk)
    futures = [group.append("screen", {"n": n}) for n in range(50)]
    group.close()
    assert all(future.done() for future in futures)


def test_a_ledger_that_cannot_be_written_is_told_to_everybody_and_the_next_line_is_tried(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = GroupRecord(desk)
    with monkeypatch.context() as broken:

        @contextmanager
        def failing() -> Any:
            raise NodeError("the disk is full")
            yield

        broken.setattr(desk.node.ledger, "begin", failing)
        with pytest.raises(NodeError, match="disk is full"):
            group.append("screen", {}).result(timeout=10)
    group.append("screen", {}).result(timeout=10)
    group.close()


def test_who_no_longer_waits_does_not_stop_the_others(desk: Desk) -> None:
    group = GroupRecord(desk)
    left = group.append("screen", {"n": 1})
    assert not left.cancel(), "what was read stays on record"
    group.append("screen", {"n": 2}).result(timeout=10)
    group.close()
    found = [entry.what["n"] for entry in record.entries(desk.node.ledger) if entry.action == "screen"]
    assert found == [1, 2]


def test_a_closed_record_says_so(desk: Desk) -> None:
    group = GroupRecord(desk)
    group.close()
    group.close()
    with pytest.raises(NodeError, match="closed"):
        group.append("screen", {})
