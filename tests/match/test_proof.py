"""Proof that a screening took place: for travellers and customers too, hit or no hit, and on this node only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, enter, record
from contrared.match.counter import screen
from contrared.match.encounter import Met
from contrared.match.encounter import record as meet
from contrared.match.proof import commitment, proven, result_hash
from contrared.match.question import Known
from contrared.match.segments import refresh
from contrared.match.subjects import subjects
from contrared.match.watching import look
from contrared.model import NodeError
from contrared.store import Node

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    load(desk, lines("list", "l-3|Person|name|Nadia Farouk\n"), LoadOptions(as_of="2021", dataset="list"))
    refresh(desk)
    return desk


def queries(*names: str) -> list[dict[str, Any]]:
    return Known(names=names, schema="Person", born="1980").queries()


def test_a_traveller_who_was_no_hit_was_screened_provably(listed: Desk) -> None:
    met = Met(queries("Nobody Special"), at="2026-03-01T08:00-05:00", place="Capurganá", country="co")
    assert look(listed, [meet(listed, met)]) == []
    (shown,) = proven(listed, queries("Nobody Special"))
    assert (shown.candidates, shown.versions) == (0, (f"list@{listed.version('list').version}",))
    assert list(proven(listed, queries("Nobody Else"))) == []


def test_each_customer_of_a_watchlist_was_screened_provably(listed: Desk) -> None:
    names = ["Nobody Special", "Nadia Farouk", "Somebody Other"]
    listed.memory.watch("bank", [(name, queries(name)) for name in names])
    look(listed, subjects(listed))
    assert [[p.candidates for p in proven(listed, queries(name))] for name in names] == [[0], [1], [0]]
    said = json.dumps([entry.what for entry in record.entries(listed.node.ledger)])
    assert not any(name.split()[1] in said for name in names)


def test_the_commitment_is_to_the_facts_not_to_their_order(desk: Desk) -> None:
    one = [{"id": "a", "schema": "Person", "properties": {"name": ["A", "B"], "birthDate": ["1980"]}}]
    other = [{"id": "b", "schema": "Person", "properties": {"birthDate": ["1980"], "name": ["B", "A"], "alias": []}}]
    assert commitment(desk, one, "s") == commitment(desk, other, "s")
    assert commitment(desk, one, "s") != commitment(desk, one, "t")
    assert commitment(desk, [{**one[0], "schema": "Company"}], "s") != commitment(desk, one, "s")


def test_another_node_cannot_make_or_check_it(listed: Desk, tmp_path: Path) -> None:
    other = Node.init(tmp_path / "other", unencrypted="a test")
    elsewhere = enter(other, purpose="test")
    assert commitment(listed, queries("A B"), "s") != commitment(elsewhere, queries("A B"), "s")
    other.close()


def test_a_lost_key_is_said(tmp_path: Path) -> None:
    node = Node.init(tmp_path / "keyless", unencrypted="a test")
    desk = enter(node, purpose="test")
    (node.root / "keys" / "node.key").unlink()
    with pytest.raises(NodeError, match="key is missing"):
        commitment(desk, queries("A B"), "s")
    node.close()


def test_the_hash_tells_one_result_from_another(listed: Desk) -> None:
    hit, again, none = (screen(listed, queries(name)) for name in ("Nadia Farouk", "Nadia Farouk", "Nobody Special"))
    assert result_hash(hit) == result_hash(again)
    assert result_hash(hit) != result_hash(none)
