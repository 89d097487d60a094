"""A protected person on a list is a candidate like others, and nobody who need not see learns who it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Decision, Desk, OwnerPolicy, Person, SourceClass, enter
from contrared.govern.sight import SEE_PROTECTED
from contrared.match.question import Known
from contrared.match.screening import opened
from contrared.match.segments import refresh
from contrared.match.subjects import Subject
from contrared.match.watching import look
from contrared.model import Protection
from contrared.model.protection import MASKED

from ..conftest import LinesReader

LINES = "l-4|Person|name|Ramiro Salcedo Quintana\nl-4|Person|birthDate|1971-04-02\nl-5|Person|name|Ramiro Saldaña\n"
QUERY = Known(names=("Ramiro Salcedo Quintana",), born="1971-04-02").queries()[0]


class NeedNotSee(OwnerPolicy):
    """Permits all but seeing who is protected."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        return Decision(action != SEE_PROTECTED, "need not see")


@pytest.fixture
def marked(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Desk:
    load(desk, lines("l", LINES), LoadOptions(as_of="2021", dataset="l"))
    desk.write().protect("l-4", Protection.WITNESS, "heard in court")
    refresh(desk)
    return desk


def test_a_candidate_without_name_properties_or_reasons(marked: Desk) -> None:
    whole = opened(marked).ask(QUERY).candidates[0]
    shown = opened(enter(marked.node, purpose="test", policy=NeedNotSee())).ask(QUERY).candidates[0]
    assert whole.entity["properties"]["birthDate"] == ["1971-04-02"]
    assert whole.reasons
    assert (shown.entity_id, shown.score) == ("l-4", whole.score)
    assert (shown.entity["properties"], shown.reasons) == ({"name": [MASKED]}, ())


def test_neither_suggested_nor_found_by_id(marked: Desk) -> None:
    whole, limited = opened(marked), opened(enter(marked.node, purpose="test", policy=NeedNotSee()))
    assert {entity["id"] for _, entity in whole.begin("ramiro sal")} == {"l-4", "l-5"}
    assert {entity["id"] for _, entity in limited.begin("ramiro sal", 1)} == {"l-5"}
    assert (limited.find("l-4") or {})["properties"] == {"name": [MASKED]}


def test_the_node_remembers_what_it_does_not_show(marked: Desk) -> None:
    limited = enter(marked.node, purpose="test", policy=NeedNotSee())
    rows = limited.memory.watch("customers", [("Ramiro Salcedo Quintana", [QUERY])])
    [shown] = look(limited, [Subject(row["id"], "watched", row["label"], tuple(row["queries"]), "") for row in rows])
    assert (shown["entity_id"], shown["facts"], shown["reasons"]) == ("l-4", {}, [])
    [whole] = marked.memory.alerts()
    assert whole["id"] == shown["id"]
    assert whole["facts"]
    assert whole["reasons"]
