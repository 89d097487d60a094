"""What was false leaves everything but the record, the court and the defence; everybody who has it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from contrared.case.dossier import dossier
from contrared.case.export import Format, export
from contrared.case.why import why
from contrared.collect import LoadOptions, load
from contrared.govern import Desk, record
from contrared.govern.rights import recipients
from contrared.govern.rights.corrections import WITHDRAWN, Corrections
from contrared.govern.rights.deletion import Deletion
from contrared.match.screening import opened
from contrared.match.segments import refresh
from contrared.match.watching import catch_up
from contrared.model import InputError
from contrared.store.tables import outbox

from .conftest import OVER, TODAY, Kept

SAID = {"false": "it is another man", "why": "fingerprints differ", "ordered_by": "Court 3", "legal_basis": "CPP 2"}


def statement(desk: Desk, entity: str, prop: str) -> str:
    rows = desk.statements(entity_ids=[entity], corrected=True).to_pylist()
    return next(str(row["id"]) for row in rows if row["prop"] == prop)


def asked(desk: Desk, name: str) -> set[str]:
    refresh(desk)
    query = {"id": "", "schema": "Person", "properties": {"name": [name]}}
    return {candidate.entity_id for candidate in opened(desk).ask(query).candidates}


def test_a_corrected_entity_leaves_matching_and_lists(kept: Kept, tmp_path: Path) -> None:
    desk = kept.desk
    assert "o-1" in asked(desk, "Ximena Quispe Vargas")
    Corrections(desk).make("o-1", **SAID)
    assert asked(desk, "Ximena Quispe Vargas") == {"s-1"}
    assert set(desk.statements()["entity_id"].to_pylist()) == {"o-2", "s-1", "s-3"}
    export(desk, Format.CSV, tmp_path / "out")
    assert "Zorzal" not in (tmp_path / "out" / "statements.csv").read_text()
    assert {row["entity_id"] for row in desk.memory.hits()} == {"s-1"}
    first, second = desk.versions("over")[0], desk.versions("stays")[0]
    gone, _ = desk.difference(first, second)
    assert "o-1" not in gone["entity_id"].to_pylist()


def test_it_shows_as_false_to_whoever_must_know(kept: Kept) -> None:
    desk = kept.desk
    alias = statement(desk, "o-1", "alias")
    row = Corrections(desk).make(alias, **SAID)
    told = {item.id: item.corrected for item in dossier(desk, "o-1").statements}
    assert told[alias] == row["id"]
    assert sum(1 for mark in told.values() if mark) == 1
    (ground,) = why(desk, alias).grounds
    assert ground.statement.corrected == row["id"]
    assert "Zorzal Quemado" in ground.excerpt.text, "its evidence is kept"
    assert alias not in desk.statements()["id"].to_pylist()


def test_what_rested_on_it_is_withdrawn_or_flagged(kept: Kept) -> None:
    desk = kept.desk
    (alert,) = [row for row in desk.memory.alerts() if row["entity_id"] == "o-1"]
    row = Corrections(desk).make(statement(desk, "o-1", "alias"), **SAID)
    assert {(flag["kind"], flag["target"]) for flag in row["flags"]} == {
        ("alert", alert["id"]),
        ("judgement", "jdg-1"),
        ("claim", "F-1"),
        ("finding", "N-1"),
    }
    states = {each["id"]: each["state"] for each in desk.memory.alerts(everything=True)}
    assert states[alert["id"]] == WITHDRAWN
    refresh(desk)
    (again,) = catch_up(desk, ["over"])
    assert (again["entity_id"], again["kind"]) == ("o-1", "new"), "the rest of the entry is a hit still"
    assert "Zorzal" not in str(again["facts"])


def test_a_statement_nobody_rested_on_withdraws_nothing(kept: Kept) -> None:
    row = Corrections(kept.desk).make(statement(kept.desk, "s-3", "name"), **SAID)
    assert row["flags"] == []
    assert all(each["state"] == "open" for each in kept.desk.memory.alerts())


def test_everybody_who_received_it_is_told(kept: Kept, tmp_path: Path) -> None:
    desk = kept.desk
    export(desk, Format.CSV, tmp_path / "a", to="Fiscalía 12")
    export(desk, Format.FTM, tmp_path / "b.json", to="PDI, Chile")
    export(desk, Format.CSV, tmp_path / "c", dataset="stays", to="SIS")
    alias = statement(desk, "o-1", "alias")
    assert [row["recipient"] for row in recipients.received(desk.node, [alias])] == ["Fiscalía 12", "PDI, Chile"]
    held = Corrections(desk)
    row = held.make(alias, **SAID)
    assert row["told"] == 2
    with desk.node.ledger.reading() as connection:
        messages = connection.execute(select(outbox).order_by(outbox.c.id)).mappings().all()
    assert [message["body"]["recipient"] for message in messages] == ["Fiscalía 12", "PDI, Chile"]
    assert all(message["topic"] == "correction" and not message["taken_at"] for message in messages)
    assert messages[0]["body"]["received"][0]["statements"] == [alias]
    assert messages[0]["body"]["false"] == SAID["false"]
    first, second = recipients.pending(desk.node)
    with pytest.raises(InputError, match="how"):
        held.told(first["id"], " ")
    held.told(first["id"], "letter 44")
    assert [each["id"] for each in recipients.pending(desk.node)] == [second["id"]]
    with pytest.raises(InputError, match="no notice"):
        held.told(first["id"], "again")


def test_undoing_is_an_act_and_is_told_too(kept: Kept, tmp_path: Path) -> None:
    desk = kept.desk
    export(desk, Format.CSV, tmp_path / "a", to="Fiscalía 12")
    held = Corrections(desk)
    (alert,) = [row for row in desk.memory.alerts() if row["entity_id"] == "o-1"]
    row = held.make("o-1", **SAID)
    with pytest.raises(InputError, match="corrected already"):
        held.make("o-1", **SAID)
    undone = held.undo(row["id"], "the order was quashed")
    assert undone["told"] == 1
    assert "o-1" in asked(desk, "Ximena Quispe Vargas")
    assert {each["id"]: each["state"] for each in desk.memory.alerts()}[alert["id"]] == "open"
    with pytest.raises(InputError, match="no correction"):
        held.undo(row["id"], "again")
    with desk.node.ledger.reading() as connection:
        bodies = connection.execute(select(outbox.c.body).order_by(outbox.c.id)).scalars().all()
    assert [body["undone"] for body in bodies] == [False, True]
    acts = [entry.action for entry in record.entries(desk.node.ledger)]
    assert acts.count("correct") == acts.count("correction undone") == 1


@pytest.mark.parametrize("missing", ["false", "why", "ordered_by", "legal_basis"])
def test_a_correction_says_what_and_on_whose_order(kept: Kept, missing: str) -> None:
    with pytest.raises(InputError, match="correction"):
        Corrections(kept.desk).make("o-1", **{**SAID, missing: ""})
    assert Corrections(kept.desk).all() == []
    with pytest.raises(InputError, match="no statement or entity"):
        Corrections(kept.desk).make("nobody", **SAID)


def test_a_correction_outlives_the_next_version_of_the_list(kept: Kept, lines: Callable[[str, str], Path]) -> None:
    """The list says it again: the statement is the same one, and false still."""
    alias = statement(kept.desk, "o-1", "alias")
    Corrections(kept.desk).make(alias, **SAID)
    newer = lines("newer", OVER + "o-4|Person|name|Dora Inti\n")
    load(kept.desk, newer, LoadOptions(as_of="2022", dataset="over", expires="2040-12-31"))
    now = kept.desk.statements(versions=[kept.desk.version("over")])
    assert "o-4" in now["entity_id"].to_pylist()
    assert "Zorzal Quemado" not in now["value"].to_pylist()
    assert "Zorzal Quemado" not in str(opened_entities(kept.desk))


def opened_entities(desk: Desk) -> list[object]:
    refresh(desk)
    query = {"id": "", "schema": "Person", "properties": {"name": ["Ximena Quispe Vargas"]}}
    return [candidate.entity for candidate in opened(desk).ask(query).candidates]


def test_deletion_tells_recipients_and_forgets_them(kept: Kept, tmp_path: Path) -> None:
    desk = kept.desk
    export(desk, Format.CSV, tmp_path / "a", to="Fiscalía 12")
    alias = statement(desk, "o-1", "alias")
    Deletion(desk).run(TODAY, "Law")
    (notice,) = recipients.pending(desk.node)
    assert (notice["topic"], notice["recipient"]) == ("expired", "Fiscalía 12")
    assert recipients.received(desk.node, [alias]) == []
