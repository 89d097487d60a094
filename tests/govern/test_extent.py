"""How much of a lake is open: versions in part, views of who is the same, and marks that reach further than sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Decision, Desk, OwnerPolicy, Person, SourceClass, enter
from contrared.model import Handling, InputError, Protection, Source, Tlp

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]


class NoRed(OwnerPolicy):
    """Permits everything but TLP:RED."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        return Decision(about is None or about.handling.tlp is not Tlp.RED, "no red")


@pytest.fixture
def two(lines_reader: LinesReader, lines: Lines, desk: Desk) -> tuple[Desk, Desk]:
    """The owner's desk, and one at which red is closed."""
    load(desk, lines("open", "l-1|Person|name|Ana\nl-2|Person|name|Bo\n"), LoadOptions(as_of="2021", dataset="open"))
    load(
        desk,
        lines("closed", "l-1|Person|name|Ana\nl-3|Person|name|Cy\n"),
        LoadOptions(as_of="2022", dataset="closed", handling="TLP:RED"),
    )
    return desk, enter(desk.node, purpose="test", policy=NoRed())


def test_entities_of_which_something_or_all_is_closed(two: tuple[Desk, Desk]) -> None:
    owner, limited = two
    assert (limited.extent.touched, limited.extent.hidden) == (frozenset({"l-1", "l-3"}), frozenset({"l-3"}))
    assert (owner.extent.touched, owner.extent.hidden) == (frozenset(), frozenset())


def test_the_extent_is_looked_at_again_when_the_lake_changes(two: tuple[Desk, Desk], lines: Lines) -> None:
    owner, limited = two
    before = limited.extent
    assert limited.extent is before
    load(owner, lines("more", "l-9|Person|name|Di\n"), LoadOptions(as_of="2023", dataset="more"))
    assert {version.dataset for version in limited.versions()} == {"open", "more"}


def test_a_newer_version_that_is_closed_leaves_the_older_one_current(two: tuple[Desk, Desk], lines: Lines) -> None:
    owner, limited = two
    red = LoadOptions(as_of="2024", dataset="open", handling="TLP:RED")
    load(owner, lines("later", "l-1|Person|name|Ana\nl-8|Person|name|Eve\n"), red)
    assert owner.version("open").as_of == "2024"
    assert limited.version("open").as_of == "2021"
    with pytest.raises(InputError, match="no version of 'open' fits '2024' → choose one of: 2021") as told:
        limited.version("open", "2024")
    assert "2024." not in str(told.value), "closed versions are not offered"
    every = limited.statements(versions=limited.node.lake.versions())
    assert {(row["entity_id"], row["version"][:4]) for row in every.to_pylist()} == {("l-1", "2021"), ("l-2", "2021")}


def test_a_version_open_in_part_has_the_figures_of_that_part(two: tuple[Desk, Desk]) -> None:
    owner, limited = two
    lake = owner.node.lake
    whole = lake.current("open")
    (source,) = (Source.from_dict(data) for data in whole.sources.values())
    red = replace(source, filename="second.lines", handling=Handling(Tlp.RED))
    with lake.staging("open") as folder:
        for name in ("statements.parquet", "rejects.csv"):
            (folder / name).write_bytes((lake.folder(whole) / name).read_bytes())
        evidence = pq.read_table(lake.folder(whole) / "evidence.parquet").to_pylist()
        statements = {row["id"]: row["entity_id"] for row in pq.read_table(folder / "statements.parquet").to_pylist()}
        for row in evidence:
            row["source_id"] = red.id if statements[row["statement_id"]] == "l-2" else source.id
        table = pa.Table.from_pylist(evidence, pq.read_schema(lake.folder(whole) / "evidence.parquet"))
        pq.write_table(table, folder / "evidence.parquet")
        sources = {each.id: each.to_dict() for each in (source, red)}
        lake.commit(folder, replace(whole, version="2021.parted", as_of="2025", sources=sources, rejects=7))
    shown = limited.version("open")
    assert (shown.statements, shown.evidence, shown.entities, shown.rejects, shown.files) == (1, 1, 1, 0, {})
    assert set(shown.sources) == {source.id}
    assert limited.statements(versions=[shown])["entity_id"].to_pylist() == ["l-1"]
    assert set(limited.evidence(None, versions=[shown])["source_id"].to_pylist()) == {source.id}
    assert owner.version("open").statements == 2
    assert not limited.extent.shows("open", shown.version, "l-2")
    assert limited.extent.shows("open", shown.version, "l-1")


def test_a_resolution_is_seen_by_whoever_may_read_all_it_was_made_from(two: tuple[Desk, Desk]) -> None:
    owner, limited = two
    owner.write().resolution({"l-1": "ctr-1", "l-3": "ctr-1"}, [])
    assert (owner.canonical(), limited.canonical()) == ({"l-1": "ctr-1", "l-3": "ctr-1"}, {})
    limited.write().resolution({"l-1": "ctr-2", "l-2": "ctr-2"}, [])
    assert limited.canonical() == {"l-1": "ctr-2", "l-2": "ctr-2"}
    assert owner.canonical() == {"l-1": "ctr-1", "l-3": "ctr-1"}, "the wider one counts"


def test_a_mark_reaches_further_than_sight(two: tuple[Desk, Desk]) -> None:
    owner, limited = two
    owner.write().protect("l-3", Protection.WITNESS, "heard in court")
    assert limited.protected() == {}, "nothing is open of whom it stands on"
    owner.write().resolution({"l-1": "ctr-1", "l-3": "ctr-1"}, [])
    assert limited.protected() == {"l-1": frozenset({Protection.WITNESS})}
    assert owner.protected() == {"l-3": frozenset({Protection.WITNESS})}
