"""Encounters and parties off a watchlist end on time too, whole, hidden at once, and kept by a hold."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from contrared.govern import Desk, record
from contrared.govern.log.keeping import keep_up, signer_of
from contrared.govern.rights.certificate import certify, checked
from contrared.govern.rights.deletion import Deletion
from contrared.govern.rights.holds import Holds
from contrared.govern.rights.subjects import ENCOUNTERS, WATCHLISTS, due_subjects, kept_subjects
from contrared.govern.verify import verify
from contrared.match.encounter import Met
from contrared.match.encounter import record as record_encounter
from contrared.match.question import Known
from contrared.match.subjects import Subject
from contrared.match.watching import look
from contrared.model import Protection
from contrared.store.ledger import now
from contrared.store.tables import access_log, alerts, clearances, encounters, protection, watched

from .conftest import Kept, found_in

LAW = "Ley 1581, art. 11"
#: Two years and a day after an encounter of the first day; what was met since, and every list, stays.
BEGUN, LATER = "2027-03-01T10:00:00+00:00", date(2029, 3, 2)
ORDER = {"why": "trial", "legal_basis": "CPP 205", "order": "Court 3, 12/2030"}


def met(desk: Desk, name: str, **more: object) -> Subject:
    queries = Known(names=(name,), schema="Person", born="1984").queries()
    return record_encounter(desk, Met(queries, at=BEGUN, place="Paso Escondido", country="CO", **more))  # type: ignore[arg-type]


@pytest.fixture
def two(kept: Kept) -> tuple[Kept, str, str]:
    """One met long ago, who travelled with one met now; the first has an alert, cleared since, and a mark."""
    old = met(kept.desk, "Ximena Quispe Vargas")
    look(kept.desk, [old])
    (raised,) = [row for row in kept.desk.memory.alerts() if row["subject_id"] == old.id and row["entity_id"] == "s-1"]
    kept.desk.memory.dismiss(raised["id"], "another person, Paso Escondido")
    new = met(kept.desk, "Nieves Mamani Rojas", companions=(old.id,))
    with kept.node.ledger.begin() as connection:
        for key, at in ((old.id, "2027-03-01T10:00:00+00:00"), (new.id, "2029-03-01T10:00:00+00:00")):
            connection.execute(update(encounters).where(encounters.c.id == key).values(recorded_at=at))
        mark = {"entity_id": old.id, "mark": Protection.WITNESS.value, "by": "owner", "at": now(), "why": "testifies"}
        connection.execute(protection.insert().values(**mark))
    return kept, old.id, new.id


def test_each_has_a_term(two: tuple[Kept, str, str]) -> None:
    kept, old, new = two
    assert [(item.id, item.kind, item.term.until) for item in kept_subjects(kept.node)] == [
        (old, ENCOUNTERS, date(2029, 3, 1)),
        (new, ENCOUNTERS, date(2031, 3, 1)),
    ], "who is on a watchlist has none"
    assert due_subjects(kept.node, date(2029, 3, 1)) == []
    assert [item.id for item in due_subjects(kept.node, date(2029, 3, 1), within=1)] == [old]


def test_nothing_of_an_encounter_is_left(two: tuple[Kept, str, str]) -> None:
    kept, old, new = two
    done = Deletion(kept.desk).run(LATER, LAW)
    assert [row["source_id"] for row in done.content["sources"]] == [old]
    gone = done.content["gone"][ENCOUNTERS]
    assert gone["entities"] == 1
    assert gone["copies"] == {
        "alerts": 2, "clearances": 1, "companions": 1, "encounters": 1, "hits": 2, "marks": 1,
    }  # fmt: skip
    (left,) = kept.desk.memory.encounters()
    assert (left["id"], left["companions"]) == (new, [])
    with kept.node.ledger.reading() as connection:
        (cleared,) = connection.execute(select(clearances)).mappings()
        assert connection.execute(select(alerts).where(alerts.c.subject_id == old)).all() == []
    assert (cleared["label"], cleared["queries"], cleared["facts"], cleared["fingerprint"]) == ("", [], {}, "")
    assert cleared["withdrawn_at"]
    keep_up(kept.node)
    assert verify(kept.node).ok
    where = found_in(kept.node.root, (old,))
    assert {line.split(":")[0].removesuffix("-wal") for line in where} == {"ledger.sqlite"}, "the deletion says its id"
    assert found_in(kept.node.root, ("another person",)) == []
    assert Deletion(kept.desk).run(LATER, LAW).id == "", "done once"


def test_it_is_hidden_from_the_first_step_and_a_hold_brings_it_back(two: tuple[Kept, str, str]) -> None:
    kept, old, new = two

    def kill(at: str) -> None:
        if at == "begun":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        Deletion(kept.desk, kill).run(LATER, LAW)
    assert [row["id"] for row in kept.desk.memory.encounters()] == [new]
    hold = Holds(kept.desk).add(old, **ORDER)
    assert (hold["kind"], hold["sources"], hold["subjects"]) == ("subject", [], [old])
    assert {row["id"] for row in kept.desk.memory.encounters()} == {old, new}
    assert Deletion(kept.desk).run(LATER, LAW).held == (old,)
    assert {row["id"] for row in kept.desk.memory.encounters()} == {old, new}


@pytest.mark.parametrize("target", ["s-1", "case-9"])
def test_a_hold_on_whom_it_hit_or_the_case_it_was_met_for_keeps_it(two: tuple[Kept, str, str], target: str) -> None:
    kept, old, _ = two
    if target == "case-9":
        kept.desk.write().case("case-9", "Another", {})
        with kept.node.ledger.begin() as connection:
            row = record.line(user="owner", purpose="p", case="case-9", action="encounter", what={"id": old})
            connection.execute(access_log.insert().values(**row))
    Holds(kept.desk).add(target, **ORDER)
    assert Deletion(kept.desk).run(LATER, LAW).id == ""
    assert [item.holds != () for item in due_subjects(kept.node, LATER)] == [True]


def test_a_party_off_its_list_ends_too(kept: Kept) -> None:
    (row,) = kept.desk.memory.watched()
    assert kept.desk.memory.unwatch([row["id"]], "cleared by the court")
    assert [item["id"] for item in kept.desk.memory.unwatched()] == [row["id"]]
    with kept.node.ledger.begin() as connection:
        connection.execute(update(watched).values(removed_at="2027-03-01T10:00:00+00:00"))
    assert [item.kind for item in due_subjects(kept.node, date(2028, 3, 2))] == [WATCHLISTS]
    done = Deletion(kept.desk).run(date(2028, 3, 2), LAW)
    assert done.content["gone"][WATCHLISTS]["copies"]["watched"] == 1
    assert kept.desk.memory.unwatched() == []
    keep_up(kept.node)
    told = checked(certify(kept.node, done.id, done.salts), signer_of(kept.node).verifier)
    assert [row["dataset"] for row in told.content["sources"]] == [WATCHLISTS]
