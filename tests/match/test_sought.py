"""The missing are found apart from all screening; an officer is told whom to call, an authority what is released."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from contrared.govern import Desk, enter, record
from contrared.govern.rights.channel import Channel, Sought
from contrared.govern.rights.marks import marks
from contrared.match.encounter import Met
from contrared.match.encounter import record as record_encounter
from contrared.match.question import Known
from contrared.match.sought import looked_for, met
from contrared.match.subjects import Subject
from contrared.match.watching import look
from contrared.model import InputError, Mark, PolicyError, Protection
from contrared.store import Node
from contrared.store.tables import users

KILLA = Known(names=("Killa Huanca Mamani",), schema="Person", born="1994-05-01")
ASKED = {"contact": "victims desk, 155", "country": "pe", "legal_basis": "Ley 28950"}


def person(node: Node, name: str, agency: str) -> Desk:
    with node.ledger.begin() as connection:
        row = {"id": name, "name": name, "role": "owner", "agency": agency, "country": "", "created_at": "2026"}
        connection.execute(insert(users).values(**row))
    return enter(node, name, purpose="protection")


@pytest.fixture
def victims(node: Node) -> Desk:
    return person(node, "vera", "Victims' office")


@pytest.fixture
def border(node: Node) -> Desk:
    return person(node, "otto", "Border police")


def encounter(desk: Desk, name: str, born: str = "1994-05-01") -> Subject:
    queries = Known(names=(name,), schema="Person", born=born).queries()
    at = "2026-11-26T08:00-05:00"
    return record_encounter(desk, Met(queries=queries, at=at, place="Puente Internacional", country="co"))


def sought(desk: Desk) -> dict[str, object]:
    return Channel(desk).seek(Sought.MISSING, "Killa", KILLA.queries(), **ASKED)


def test_an_officer_is_told_whom_to_call_and_nothing_else(victims: Desk, border: Desk) -> None:
    sought(victims)
    subject = encounter(border, "Killa Huanca Mamani")
    assert met(border, subject) == ["victims desk, 155"]
    assert met(border, encounter(border, "Rumi Apaza", "1971")) == []
    assert look(border, [subject]) == [], "no list was asked, so no screening finds her"
    assert border.memory.alerts(everything=True) == []
    assert border.memory.hits() == []
    assert border.memory.watched() == []


def test_the_authority_learns_where_only_by_a_named_release(victims: Desk, border: Desk) -> None:
    sought(victims)
    met(border, encounter(border, "Killa Huanca Mamani"))
    (row,) = Channel(victims).all()
    (seen,) = row["sightings"]
    assert seen["encounter"] == {}
    assert Channel(border).all() == [], "another desk does not see whom an authority looks for"
    (waits,) = Channel(border).waiting()
    assert "Killa" not in str(waits)
    with pytest.raises(PolicyError, match="does not release to themselves"):
        Channel(victims).release(seen["id"], "I want to know")
    with pytest.raises(InputError, match="reason"):
        Channel(border).release(seen["id"], " ")
    told = Channel(border).release(seen["id"], "request 9/2026")
    assert told["authority"] == "Victims' office"
    (row,) = Channel(victims).all()
    assert row["sightings"][0]["encounter"]["place"] == "Puente Internacional"
    assert row["sightings"][0]["released_by"] == "otto"
    with pytest.raises(InputError, match="no sighting"):
        Channel(border).release(seen["id"], "again")
    acts = [entry.action for entry in record.entries(victims.node.ledger)]
    assert {"sought", "sighting", "sighting released"} <= set(acts)
    assert "Killa" not in str([e.what for e in record.entries(victims.node.ledger) if e.action.startswith("sought")])


def test_who_was_met_before_is_found_when_looked_for(victims: Desk, border: Desk) -> None:
    encounter(border, "Killa Huanca Mamani")
    encounter(border, "Rumi Apaza", "1971")
    row = sought(victims)
    assert looked_for(victims, row) == 1
    assert looked_for(victims, row) == 0, "known already"


def test_nothing_goes_to_the_country_an_asylum_seeker_fled(victims: Desk, border: Desk) -> None:
    first = encounter(border, "Killa Huanca Mamani")
    border.write().protect(first.id, Protection.ASYLUM_SEEKER, "asked for asylum", "pe")
    sought(victims)
    assert met(border, first) == []
    assert Channel(border).waiting() == []
    later = encounter(border, "Killa Huanca Mamani")
    met(border, later)
    border.write().protect(later.id, Protection.ASYLUM_SEEKER, "asked for asylum", "pe")
    (waits,) = Channel(border).waiting()
    with pytest.raises(PolicyError, match="country they fled"):
        Channel(border).release(waits["id"], "request")
    assert Channel(victims).all()[0]["sightings"][0]["encounter"] == {}


def test_a_search_that_ended_finds_nobody(victims: Desk, border: Desk) -> None:
    row = sought(victims)
    with pytest.raises(InputError, match="nobody is looked for"):
        Channel(border).end(str(row["id"]), "not mine")
    Channel(victims).end(str(row["id"]), "found")
    assert met(border, encounter(border, "Killa Huanca Mamani")) == []


@pytest.mark.parametrize("missing", ["contact", "country", "legal_basis"])
def test_looking_for_somebody_says_on_what_basis(victims: Desk, missing: str) -> None:
    with pytest.raises(InputError):
        Channel(victims).seek(Sought.MISSING, "Killa", KILLA.queries(), **{**ASKED, missing: ""})
    with pytest.raises(InputError, match="tells the person"):
        Channel(victims).seek(Sought.MISSING, "Killa", [], **ASKED)


def test_marks_hold_for_everybody_merged(desk: Desk) -> None:
    pen = desk.write()
    pen.resolution({"a": "a", "b": "a"}, [])
    pen.protect("b", Protection.ASYLUM_SEEKER, "asked for asylum", "VE")
    assert marks(desk.node) == {key: (Mark(Protection.ASYLUM_SEEKER, "ve"),) for key in ("a", "b")}
    with pytest.raises(InputError, match="fled"):
        pen.protect("c", Protection.WITNESS, "heard", "ve")
    with pytest.raises(InputError, match="fled"):
        pen.protect("c", Protection.ASYLUM_SEEKER, "heard", "Venezuela")
