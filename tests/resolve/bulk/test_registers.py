"""Registers linked in bulk: what is found, what people decide, ids that stay, the same result under any threads."""

from __future__ import annotations

import duckdb
import pytest

from contrared.model import InputError
from contrared.resolve import Judgement, Verdict
from contrared.resolve.bulk.gather import gather
from contrared.resolve.bulk.linking import Linkage, link
from contrared.resolve.bulk.model import LinkageModel
from contrared.resolve.bulk.registers import Registered, registers_among, resolve_registers
from tests.resolve.bulk.people import BEGINNINGS, ENDINGS, Row, register, statements


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return register()


@pytest.fixture(scope="module")
def linked(rows: list[Row]) -> Registered:
    return resolve_registers(statements(rows), ["clients"])


def _pairs(canonical: dict[str, str]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for entity, identity in canonical.items():
        groups.setdefault(identity, set()).add(entity)
    return {frozenset(group) for group in groups.values()}


def test_finds_the_second_entries_and_nothing_else(rows: list[Row], linked: Registered) -> None:
    true = {frozenset({row["id"], row["id"][:-1] + "a"}) for row in rows if row["id"].endswith("b")}
    found = _pairs(linked.resolution.canonical)
    assert len(found & true) >= 0.97 * len(true)
    assert not found - true


def test_the_model_is_readable_and_can_be_kept(linked: Registered) -> None:
    (linkage,) = linked.linkages
    assert linkage.model.of("born")[0].bits > 5
    assert linkage.model.of("born")[-1].bits < 0
    assert LinkageModel.from_dict(linkage.model.to_dict()) == linkage.model


def test_drafts_say_what_agrees_and_are_no_judgement(linked: Registered) -> None:
    draft = linked.resolution.automatic[0]
    assert draft.kind == "auto"
    assert {reason.feature for reason in draft.comparison.reasons} >= {"given", "family", "born"}


def test_different_splits_and_same_joins(rows: list[Row], linked: Registered) -> None:
    apart = sorted(sorted(group) for group in _pairs(linked.resolution.canonical))[0]
    alone = [row["id"] for row in rows if row["id"] not in linked.resolution.canonical][:2]
    judged = [
        Judgement(apart[0], apart[1], Verdict.DIFFERENT, "ana", "2026-11-01", "two cousins"),
        Judgement(alone[0], alone[1], Verdict.SAME, "ana", "2026-11-01", "she changed her name"),
    ]
    canonical = resolve_registers(statements(rows), ["clients"], judged).resolution.canonical
    assert apart[0] not in canonical
    assert canonical[alone[0]] == canonical[alone[1]]


def test_rows_added_change_no_id_of_a_cluster_that_stays(rows: list[Row], linked: Registered) -> None:
    before = linked.resolution.canonical
    more = [*rows, *(row for row in register(60, seed=9, dataset="new"))]
    after = resolve_registers(statements(more), ["clients"], (), before).resolution.canonical
    kept = _pairs(before) & _pairs(after)
    assert len(kept) >= 0.9 * len(_pairs(before))
    assert all(before[entity] == after[entity] for group in kept for entity in group)


def test_the_same_under_other_threads(rows: list[Row], linked: Registered) -> None:
    again = resolve_registers(statements(rows), ["clients"], threads=1)
    assert again.resolution == linked.resolution
    assert again.linkages == linked.linkages


def test_names_alone_link_nobody() -> None:
    bare = [{key: row[key] for key in ("id", "firstName", "lastName")} for row in register(20)]
    with pytest.raises(InputError, match="nothing by which namesakes"):
        link(statements(bare), ["clients"], "person")


def test_constant_fields_and_wrong_drafts_are_told(rows: list[Row], linked: Registered) -> None:
    (linkage,) = linked.linkages
    judged = [(*item.pair, Verdict.DIFFERENT) for item in linkage.links if item.kind == "auto"][:6]
    found = link(statements([{**row, "birthPlace": "Lima"} for row in rows]), ["clients"], "person", judged=judged)
    assert found is not None
    assert [alarm.field for alarm in found.warnings if alarm.kind == "constant"] == ["birthplace"]
    assert [alarm.measured for alarm in found.warnings if alarm.kind == "precision"] == [0.0]


def test_companies_are_linked_by_name_and_number() -> None:
    rows = [
        {"id": f"c{n:03}{copy}", "name": f"{name} {n % 7} {legal}", "registrationNumber": f"B{n * 7919:08}"}
        for n, name in enumerate(f"{a}{b}" for a in BEGINNINGS for b in ENDINGS)
        for copy, legal in (("a", "S.A."), ("b", "SA"))
        if copy == "a" or n < 12
    ]
    found = link(statements(rows, schema="Company"), ["clients"], "organisation")
    assert isinstance(found, Linkage)
    drafts = {item.pair for item in found.links if item.kind == "auto"}
    assert drafts == {(f"c{n:03}a", f"c{n:03}b") for n in range(12)}


def test_one_entry_is_no_register() -> None:
    assert link(statements(register(1)[:1]), ["clients"], "person") is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [(None, ["big", "own"]), (["list"], ["list"]), ([], [])],
)
def test_which_datasets_are_registers(wanted: list[str] | None, expected: list[str]) -> None:
    readers = {"own": "map", "big": "ftm", "list": "ofac"}
    assert registers_among(readers, {"own": 10, "big": 60_000, "list": 18_000}, wanted) == expected


def test_an_unknown_register_is_an_error() -> None:
    with pytest.raises(InputError, match="no dataset 'x'"):
        registers_among({"own": "map"}, {"own": 10}, ["x"])


def test_what_could_not_be_cleaned_still_speaks() -> None:
    row = {"id": "clients-k1", "firstName": "Elena", "lastName": "Quintal", "birthDate": "1961-02-03"}
    broken = {"id": "clients-k2", "firstName": "Elena", "lastName": "Quintal", "notes": "birthDate: 1961-20-03"}
    mail = {
        "id": "clients-k3",
        "firstName": "Elena",
        "lastName": "Quintal",
        "notes": "email: elena@quintal@post.example",
    }
    rows = [*register(), {**row, "email": "elena.quintal@post.example"}, broken, mail]
    with duckdb.connect() as connection:
        connection.register("statements", statements(rows))
        gather(connection, "person", ["clients"])
        told = connection.execute(
            "select date_text, email_text from gathered where entity_id like 'clients-k%' order by entity_id"
        ).fetchall()
    assert told == [
        ("1961-02-03", "elena.quintal@post.example"),
        ("1961-20-03", None),
        (None, "elena@quintal@post.example"),
    ]
