"""Loading: idempotent, atomic, nothing dropped in silence, the previous version always whole."""

from __future__ import annotations

import csv
import errno
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from pydoc import locate
from typing import Any

import pyarrow.parquet as pq
import pytest
from followthemoney.statement import Statement

from contrared.collect import LoadOptions, load, registry, staged
from contrared.collect.difference import difference
from contrared.govern import Desk, enter
from contrared.govern.verify import verify
from contrared.model import InputError, NodeError
from contrared.store import Node

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]
AT = LoadOptions(as_of="2021-06")

PEOPLE = """\
l-1|Person|name|Ana Pérez
l-1|Person|birthDate|1970-02
l-1|Person|name|Ana Pérez
l-2|Company|name|Minera Sur S.A.
l-2|Company|country|Peru
l-2|Company|phone|not a phone
l-2|Company|colour|red
broken line
"""


def test_statements_are_ftm_statements_with_evidence(lines_reader: LinesReader, lines: Lines, desk: Desk) -> None:
    report = load(desk, lines("people", PEOPLE), AT)
    table = desk.statements()
    rows = {(r["entity_id"], r["prop"]): r for r in table.to_pylist()}
    name = rows["l-1", "name"]
    assert name["id"] == Statement("l-1", "name", "Person", "Ana Pérez", "lines").id
    assert rows["l-2", "country"]["value"] == "pe"
    assert rows["l-2", "country"]["original_value"] == "Peru"
    assert {r["first_seen"] for r in table.to_pylist()} == {"2021-06"}
    evidence = desk.evidence([name["id"]]).to_pylist()
    assert [e["locator"] for e in evidence] == ["line=1", "line=3"], (
        "two rows that say the same: two pieces of evidence"
    )
    assert {e["source_id"] for e in evidence} == set(desk.sources())
    assert report.version.statements == table.num_rows


def test_nothing_is_dropped_in_silence(lines_reader: LinesReader, lines: Lines, desk: Desk) -> None:
    report = load(desk, lines("people", PEOPLE), AT)
    with report.rejects.open(encoding="utf-8") as stream:
        rejects = list(csv.DictReader(stream))
    assert [r["locator"] for r in rejects] == ["line=6", "line=7", "line=8"]
    assert all(r["file"] == "people.lines" and r["reason"] for r in rejects)
    kept = [r["value"] for r in desk.statements(entity_ids=["l-2"], props=["notes"]).to_pylist()]
    assert kept == ["phone: not a phone"], "a value its type refuses is kept as text"


def test_loading_again_writes_nothing(lines_reader: LinesReader, lines: Lines, desk: Desk) -> None:
    path = lines("people", PEOPLE)
    first = load(desk, path, AT)
    second = load(desk, path, AT)
    assert not first.already
    assert second.already
    assert second.version == first.version
    assert len(desk.versions()) == 1


def test_a_second_version_leaves_the_first_and_the_difference_is_told(
    lines_reader: LinesReader, lines: Lines, desk: Desk
) -> None:
    first = load(desk, lines("a", "l-1|Person|name|Ana\nl-1|Person|alias|Anita\nl-2|Person|name|Bo\n"), AT).version
    lines_reader.carries = frozenset({"name"})
    second = load(
        desk, lines("b", "l-1|Person|name|Ana Maria\nl-3|Person|name|Cy\n"), LoadOptions(as_of="2024-05-03")
    ).version
    assert [v.version for v in desk.current()] == [second.version]
    found = difference(desk, first, second)
    assert [e.entity_id for e in found.removed] == ["l-2"]
    assert [e.entity_id for e in found.added] == ["l-3"]
    assert [(e.entity_id, [c.value for c in e.removed], [c.value for c in e.added]) for e in found.changed] == [
        ("l-1", ["Ana"], ["Ana Maria"])
    ]
    assert found.unknown_properties == ("alias",)
    assert found.unknown == 1, "what the later version cannot carry is unknown, not removed"


def test_grade_handling_and_provenance_are_kept(lines_reader: LinesReader, lines: Lines, desk: Desk) -> None:
    options = LoadOptions(
        as_of="2021",
        dataset="tips",
        reliability="C",
        handling="TLP:AMBER // H1",
        releasable_to=("CO",),
        obtained_from="a bank",
        legal_basis="order 7",
        evidential_status="intelligence",
        expires="2030-01-31",
    )
    load(desk, lines("people", PEOPLE), options)
    (source,) = desk.sources().values()
    assert str(source.grade) == "C3"
    assert source.handling.banner == "TLP:AMBER // H1 // REL TO CO"
    assert (source.obtained_from, source.legal_basis, source.dataset) == ("a bank", "order 7", "tips")
    assert desk.original(source.sha256).read_text(encoding="utf-8") == PEOPLE


BAD_OPTIONS = [
    (LoadOptions(), "--as-of"),
    (LoadOptions(as_of="June 2021"), "is not a date"),
    (LoadOptions(as_of="2021-02-31"), "is not a date"),
    (LoadOptions(as_of="2021", reliability="Q"), "Admiralty"),
    (LoadOptions(as_of="2021", handling="SECRET"), "TLP"),
    (LoadOptions(as_of="2021", dataset="Big List"), "dataset name"),
    (LoadOptions(as_of="2021", expires="soon"), "is not a date"),
    (LoadOptions(as_of="2021", evidential_status="hearsay"), "evidential status"),
]


@pytest.mark.parametrize(("options", "said"), BAD_OPTIONS)
def test_bad_options_leave_the_node_untouched(
    lines_reader: LinesReader, lines: Lines, desk: Desk, options: LoadOptions, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        load(desk, lines("people", PEOPLE), options)
    assert desk.versions() == []
    assert verify(desk.node).ok


BAD_FILES = [("", "empty"), ("only | broken\n", "nothing in it")]


@pytest.mark.parametrize(("content", "said"), BAD_FILES)
def test_bad_files_leave_the_node_untouched(
    lines_reader: LinesReader, lines: Lines, desk: Desk, content: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        load(desk, lines("bad", content), AT)
    assert desk.versions() == []
    assert verify(desk.node).ok


@pytest.mark.parametrize(
    ("name", "reader"), [("gone.lines", None), ("people.unknown", None), ("people.lines", "nosuch")]
)
def test_unknown_path_format_or_reader(
    lines_reader: LinesReader, tmp_path: Path, desk: Desk, name: str, reader: str | None
) -> None:
    (tmp_path / "people.unknown").write_text("x")
    (tmp_path / "people.lines").write_text(PEOPLE)
    with pytest.raises(InputError, match=r"no such file|no reader"):
        load(desk, tmp_path / name, AT, reader=reader)


def test_two_loads_of_a_dataset_at_once(lines_reader: LinesReader, lines: Lines, desk: Desk) -> None:
    path = lines("people", PEOPLE)
    with desk.node.lake.staging("lines"), pytest.raises(NodeError, match="another load of lines is running"):
        load(desk, path, AT)
    assert not load(desk, path, AT).already


def test_a_full_disk_leaves_the_previous_version(
    lines_reader: LinesReader, lines: Lines, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load(desk, lines("people", PEOPLE), AT).version

    def full(self: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(staged.StagedVersion, "finish", full)
    with pytest.raises(NodeError, match="disk is full"):
        load(desk, lines("more", PEOPLE + "l-9|Person|name|New\n"), AT)
    assert desk.versions() == [before]
    assert verify(desk.node).ok


STEPS = [
    "contrared.collect.staged.StagedVersion.take",
    "contrared.collect.staged.StagedVersion.finish",
    "contrared.store.lake.Lake.commit",
    "contrared.store.lake.sync_folder",
    "contrared.store.lake.write_bytes",
]


def _load_and_die(root: Path, path: Path, step: str) -> None:
    reader = LinesReader()
    known = {reader.name: reader}
    registry.known_readers = lambda: known  # type: ignore[assignment]

    def die(*args: Any, **kwargs: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    holder, _, name = step.rpartition(".")
    setattr(locate(holder), name, die)
    load(enter(Node.open(root), purpose="test"), path, AT)


@pytest.mark.parametrize("step", STEPS)
def test_a_load_killed_at_any_step_can_simply_be_run_again(
    lines_reader: LinesReader, lines: Lines, desk: Desk, step: str
) -> None:
    before = load(desk, lines("people", PEOPLE), AT).version
    more = lines("more", PEOPLE + "l-9|Person|name|New\n")
    child = multiprocessing.get_context("spawn").Process(target=_load_and_die, args=(desk.node.root, more, step))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert desk.versions() == [before], "the previous version is whole"
    again = load(desk, more, LoadOptions(as_of="2021-07"))
    assert not again.already
    assert len(desk.versions()) == 2
    assert verify(desk.node).ok


def test_statements_are_sorted_and_unique_on_disk(lines_reader: LinesReader, lines: Lines, desk: Desk) -> None:
    version = load(desk, lines("people", PEOPLE), AT).version
    ids = pq.read_table(desk.node.lake.folder(version) / "statements.parquet")
    keys = list(zip(ids["entity_id"].to_pylist(), ids["prop"].to_pylist(), ids["value"].to_pylist(), strict=True))
    assert keys == sorted(keys)
    assert len(set(ids["id"].to_pylist())) == ids.num_rows
