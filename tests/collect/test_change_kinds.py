"""A difference says in which way a party changed, over real lists and by a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.collect import LoadOptions, load
from contrared.collect.change_kinds import ChangeKind, changed, counted, renumbered
from contrared.collect.difference import Difference, difference
from contrared.govern import Desk, enter, record
from contrared.model import InputError
from contrared.store import Node

from ..conftest import Demo, LinesReader

BEFORE = "\n".join(
    (
        "p-1|Person|name|Ana Ruiz",
        "p-1|Person|programId|SDGT",
        "p-2|Person|name|Beto Soto",
        "p-2|Person|notes|seen in Lima",
        "p-3|Person|name|Cleo Amaru",
        "p-3|Person|passportNumber|A1234567",
        "p-4|Person|name|Dora Lima",
        "p-4|Person|birthDate|1970-01-02",
        "p-5|Person|name|Elmo Paz",
        "p-5|Person|position|clerk",
        "p-6|Person|name|Fina Rey",
        "p-7|Person|name|Gino Sol",
    )
)
AFTER = "\n".join(
    (
        "p-1|Person|name|Ana Ruiz de Soto",
        "p-1|Person|programId|SDNTK",
        "p-2|Person|name|Beto Soto",
        "p-2|Person|alias|Tito",
        "q-3|Person|name|C. Amaru",
        "q-3|Person|passportNumber|A1234567",
        "q-4|Person|name|Dora Lima",
        "q-4|Person|birthDate|1970-01-02",
        "p-5|Person|name|Elmo Paz",
        "p-5|Person|position|judge",
        "p-6|Person|name|Fina Rey",
        "p-6|Person|birthDate|1981",
        "p-6|Person|address|Calle 1",
        "p-7|Person|name|Gino Sol",
    )
)


@pytest.fixture
def found(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Difference:
    for day, content in (("2021-03-01", BEFORE), ("2022-03-01", AFTER)):
        load(desk, lines("list", content + "\n"), LoadOptions(as_of=day, dataset="list"))
    first, second = desk.versions("list")
    return difference(desk, first, second)


def test_in_which_way_each_changed(found: Difference) -> None:
    assert {entry.entity_id: [str(kind) for kind in changed(entry)] for entry in found.changed} == {
        "p-1": ["renamed", "programme"],
        "p-2": ["alias", "remark"],
        "p-5": ["other"],
        "p-6": ["birth", "address"],
    }
    assert counted(found) == {
        "added": 2, "removed": 2, "renamed": 1, "alias": 1, "programme": 1, "remark": 1, "birth": 1, "address": 1,
        "other": 1,
    }  # fmt: skip


def test_another_id_is_a_candidate_by_a_number_or_by_name_and_day_of_birth(found: Difference) -> None:
    assert [(each.old, each.new, each.why) for each in renumbered(found)] == [
        ("p-3", "q-3", "number"),
        ("p-4", "q-4", "name"),
    ]


def test_over_three_years_of_a_real_list(demo: Demo) -> None:
    desk = enter(demo.node, purpose="test")
    found = difference(desk, desk.version("us_ofac_sdn", "2021-06"), desk.version("us_ofac_sdn", "2024-05-03"))
    told = counted(found)
    assert set(told) <= set(ChangeKind)
    assert told["renamed"] > 20
    assert told["programme"] > 50
    parties = {entry.entity_id: entry for entry in found.changed}
    farc = [c.value for c in parties["ofac-4715"].added] if "ofac-4715" in parties else []
    assert "SDGT" not in farc, "what was listed before is not newly listed"
    assert len(renumbered(found)) < 100


def at(node: Node, as_of: str) -> Desk:
    return enter(node, purpose="test", as_of=as_of)


def test_a_question_as_of_a_date_has_one_answer_whatever_was_loaded_since(
    lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk
) -> None:
    load(desk, lines("list", BEFORE + "\n"), LoadOptions(as_of="2021-03-01", dataset="list"))
    before = at(desk.node, "2021-06").statements()
    load(desk, lines("list", AFTER + "\n"), LoadOptions(as_of="2022-03-01", dataset="list"))
    load(desk, lines("other", "o-1|Person|name|Otro\n"), LoadOptions(as_of="2023", dataset="other"))
    assert at(desk.node, "2021-06").statements().equals(before)
    assert set(at(desk.node, "").statements()["entity_id"].to_pylist()) >= {"q-3", "o-1"}
    assert at(desk.node, "2021-06").unheld() == ["other"]
    assert [v.as_of for v in at(desk.node, "2022-03").current()] == ["2022-03-01"], "a month to its end"
    assert [v.as_of for v in at(desk.node, "2023-01-01").current()] == ["2022-03-01", "2023"], (
        "a year from its beginning"
    )
    assert [v.as_of for v in at(desk.node, "2022-02-28").current()] == ["2021-03-01"]
    assert at(desk.node, "2020").current() == []
    (entry, *_) = [e for e in record.entries(desk.node.ledger) if e.what.get("as_of") == "2020"]
    assert entry.action == "enter"


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("31/12/2020", "no date"), ("2021-13", "no date"), ("2021-6", "no date"), ("21", "no date"), ("2999", "future")],
)
def test_a_date_that_cannot_be_asked_for(node: Node, as_of: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        at(node, as_of)
