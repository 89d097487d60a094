"""Entering by hand: checked as a loaded row, kept as a source, told with its place, and nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.collect import load
from contrared.collect.entering import Entry, Named, Said, checked, enter_by_hand
from contrared.collect.entering.form import parse, render
from contrared.collect.entering.goods import with_commodities
from contrared.collect.original import excerpt
from contrared.govern import Desk, enter
from contrared.govern.oversight.lake import altered
from contrared.govern.record import entries
from contrared.model import EvidentialStatus, Grade, Handling, InputError, Locator
from contrared.store import Node

AT = "2026-03-04T05:06:07+00:00"


def said(by: str = "ana", note: str = "", grade: str = "B2", handling: str = "TLP:AMBER", at: str = AT) -> Said:
    return Said(
        by=by,
        at=at,
        source="Interview 12/2026",
        locator="p. 3",
        grade=Grade.parse(grade),
        handling=Handling.parse(handling),
        as_of="2026-03-01",
        note=note,
    )


def entry(schema: str, *values: tuple[str, str], about: Said | None = None) -> Entry:
    return Entry(about or said(), tuple(with_commodities([Named(schema, values)])))


ANA = ("Person", ("name", "Ana  Ríos"), ("birth-date", "1971-03"), ("nationality", "Colombia"))


def told(desk: Desk, entity: str) -> dict[str, tuple[str, str | None]]:
    rows = desk.statements(entity_ids=[entity]).to_pylist()
    return {row["prop"]: (row["value"], row["original_value"]) for row in rows}


def test_a_fact_becomes_statements_with_a_source_of_its_own(node: Node, desk: Desk) -> None:
    kept = enter_by_hand(desk, entry(*ANA))
    (named,) = kept.entry.entities
    assert named.id == kept.entry.id
    assert told(desk, named.id) == {
        "name": ("Ana Ríos", None),
        "birthDate": ("1971-03", None),
        "nationality": ("co", "Colombia"),
    }
    source = desk.sources()[kept.source.id]
    assert (str(source.grade), source.handling.banner, source.as_of) == ("B2", "TLP:AMBER", "2026-03-01")
    assert (source.publisher, source.evidential_status) == ("Interview 12/2026", EvidentialStatus.INTELLIGENCE)
    assert (kept.version.dataset, kept.version.rejects) == ("entered_2026_03_04", 0)
    assert [line.what["source"] for line in entries(node.ledger) if line.action == "entry"] == [source.id]


def test_every_value_is_followed_to_its_line(desk: Desk) -> None:
    kept = enter_by_hand(desk, entry(*ANA))
    path = desk.original(kept.source.sha256)
    rows = desk.statements(entity_ids=[kept.entry.id]).to_pylist()
    for row in rows:
        (place,) = desk.evidence([row["id"]]).to_pylist()
        assert place["source_id"] == kept.source.id
        written = row["original_value"] or row["value"]
        shown = excerpt(path, Locator.parse(place["locator"]), filename=kept.source.filename, value=written)
        assert written in shown.text[shown.highlight_start : shown.highlight_end]
    assert 'locator = "p. 3"' in path.read_text("utf-8")


def test_the_entries_of_a_day_stand_together_each_with_its_own_grade(desk: Desk) -> None:
    first = enter_by_hand(desk, entry(*ANA))
    second = enter_by_hand(
        desk,
        entry("Company", ("name", "Minera X"), about=said(grade="C4", handling="TLP:RED", at=AT[:11] + "09:00:00")),
    )
    assert second.before is not None
    assert second.before.version == first.version.version
    assert {str(each.grade) for each in desk.sources().values()} == {"B2", "C4"}
    owns = enter_by_hand(desk, entry("Ownership", ("owner", first.entry.id), ("asset", second.entry.id)))
    assert told(desk, owns.entry.id)["owner"] == (first.entry.id, None)
    assert told(desk, first.entry.id)["name"][0] == "Ana Ríos"
    assert desk.current() == [desk.version("entered_2026_03_04")]


def test_the_same_entered_twice_is_refused_and_a_note_tells_two_apart(desk: Desk) -> None:
    first = enter_by_hand(desk, entry(*ANA))
    before = desk.versions()
    with pytest.raises(InputError, match=f"as {first.entry.id}"):
        enter_by_hand(desk, entry(*ANA))
    assert desk.versions() == before
    assert enter_by_hand(desk, entry(*ANA, about=said(note="her cousin"))).entry.id != first.entry.id


@pytest.mark.parametrize(
    ("schema", "values", "says"),
    [
        ("Persom", [("name", "A")], "'Persom' is no schema"),
        ("Thing", [("name", "A")], "'Thing' is no schema"),
        ("Person", [], "nothing is said|needs name"),
        ("Person", [("nme", "A")], "no property 'nme'"),
        ("Person", [("name", " ")], "empty"),
        ("Person", [("name", "A\x1b[2J")], "control characters"),
        ("Person", [("name", "A"), ("birthDate", "31/02/1971")], "not a valid date"),
        ("Person", [("name", "A"), ("birthDate", "1971-02-31")], "not a valid date"),
        ("Person", [("name", "A"), ("nationality", "Atlantis")], "not a valid country"),
        ("Person", [("name", "A"), ("religion", "any")], "not entered about anybody"),
        ("Ownership", [("owner", "nobody")], "nothing about 'nobody'"),
        ("Seizure", [("commodity", "cocaine"), ("kind", "drugs"), ("quantity", "3 kg")], "no kind of commodity"),
        ("Seizure", [("commodity", "cocaine"), ("kind", "drug"), ("quantity", "3")], "names no unit"),
        ("Seizure", [("quantity", "3 kg")], "needs commodity"),
        ("Commodity", [("name", "acetone"), ("casNumber", "67-64-2")], "check digit would be 1"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(
    node: Node, desk: Desk, schema: str, values: list[tuple[str, str]], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        enter_by_hand(desk, entry(schema, *values))
    assert node.lake.versions() == []
    assert list(node.archive.holdings()) == []


def test_an_edge_needs_both_its_ends_and_ends_that_fit(desk: Desk) -> None:
    ana = enter_by_hand(desk, entry(*ANA)).entry.id
    with pytest.raises(InputError, match="Ownership needs asset"):
        enter_by_hand(desk, entry("Ownership", ("owner", ana)))
    with pytest.raises(InputError, match="is a Person, and a Asset is needed"):
        enter_by_hand(desk, entry("Ownership", ("owner", ana), ("asset", ana)))


def test_a_seizure_brings_its_commodity_and_keeps_what_was_written(desk: Desk) -> None:
    values = [("commodity", "Cocaine"), ("kind", "drug"), ("quantity", "412 500 g"), ("date", "2026-02")]
    kept = enter_by_hand(desk, entry("Seizure", *values, ("location", "Puerto X")))
    commodity, seizure = kept.entry.entities
    found = told(desk, seizure.id)
    assert found["quantity"] == ("412.5", "412 500 g")
    assert found["unit"] == ("kg", "412 500 g")
    assert found["commodity"][0] == commodity.id
    again = enter_by_hand(desk, entry("Seizure", ("commodity", "cocaine"), ("kind", "drug"), ("quantity", "1 kg")))
    assert again.entry.entities[0].id == commodity.id


def test_the_archived_file_can_be_loaded_elsewhere(desk: Desk, tmp_path: Path) -> None:
    kept = enter_by_hand(desk, entry(*ANA))
    copy = tmp_path / kept.source.filename
    copy.write_bytes(desk.original(kept.source.sha256).read_bytes())
    other = Node.init(tmp_path / "other", unencrypted="a test")
    there = enter(other, purpose="test")
    assert load(there, copy).version.dataset == kept.version.dataset
    assert told(there, kept.entry.id) == told(desk, kept.entry.id)
    other.close()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["name", "alias", "notes"]), st.text(max_size=20)), min_size=1, max_size=5))
def test_a_file_reads_back_as_it_was_written(values: list[tuple[str, str]]) -> None:
    grouped = tuple(sorted(values, key=lambda each: ["name", "alias", "notes"].index(each[0])))
    order = list(dict.fromkeys(prop for prop, _ in values))
    made = Entry(said(), (Named("Person", tuple(sorted(values, key=lambda each: order.index(each[0]))), "x"),))
    assert len(grouped) == len(values)
    found, lines = parse(render(made), "x.toml")
    assert found == made
    assert render(made).splitlines()[lines[0] - 1] == "[[entity]]"


def test_an_entry_changed_behind_the_record_is_seen(node: Node, desk: Desk) -> None:
    kept = enter_by_hand(desk, entry(*ANA))
    assert altered(node) == []
    file = node.lake.folder(kept.version) / sorted(kept.version.files)[0]
    file.chmod(0o600)
    file.write_bytes(file.read_bytes() + b" ")
    assert [each.kind for each in altered(node)] == ["list altered"]


@pytest.mark.parametrize(
    "text", ["", "x = [", 'format = "entry/2"\n', 'format = "entry/1"\n', 'format = "entry/1"\n[[entity]]\n']
)
def test_a_damaged_file_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(InputError, match=r"broken\.toml"):
        parse(text, "broken.toml")


def test_properties_may_be_written_as_options() -> None:
    found = checked(Named("person", (("first-name", "Ana"), ("NAME", "Ana Ríos"))), lambda _: frozenset())
    assert found == Named("Person", (("firstName", "Ana"), ("name", "Ana Ríos")))
