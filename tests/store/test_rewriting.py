"""Sources are taken out of a dataset in one step; killed anywhere and done again, the end is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from contrared.collect import About, Draft, LoadOptions, Reject, load, registry
from contrared.govern import Desk
from contrared.govern.verify import verify
from contrared.store.lake import FILES
from contrared.store.rewriting import take_out

DELETION = {"id": "del-1", "at": "2026-11-26T10:00:00+00:00", "legal_basis": "Law 7, art. 2"}


class TwoFiles:
    """A dataset of all ``.lines`` files of a folder, each a source of its own."""

    name, version, summary = "folder", "1", "a folder of lines"
    carries: frozenset[str] = frozenset()

    def recognise(self, path: Path) -> bool:
        return path.is_dir()

    def files(self, path: Path) -> Mapping[str, Path]:
        return {each.name: each for each in sorted(path.glob("*.lines"))}

    def about(self, files: Mapping[str, Path]) -> About:
        return About("folder", "A test", "CC0", "", carries=self.carries, grade="B3")

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        drafts: dict[str, Draft] = {}
        for name, path in files.items():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                cells = line.split("|")
                if len(cells) != 4:
                    yield Reject(name, f"line={number}", "not four cells", line)
                    continue
                draft = drafts.setdefault(cells[0], Draft(cells[0], cells[1], name))
                draft.add(cells[2], cells[3], f"line={number}", file=name)
        yield from drafts.values()


@pytest.fixture
def two(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(registry, "known_readers", lambda: {"folder": TwoFiles()})
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.lines").write_text("p-1|Person|name|Ana Solano\np-1|Person|birthDate|1980\nbad row of a\n")
    (folder / "b.lines").write_text("p-1|Person|name|Ana Solano\np-2|Person|name|Beto Rivas\nbad row of b\n")
    load(desk, folder, LoadOptions(as_of="2021-06"))
    (folder / "b.lines").write_text("p-1|Person|name|Ana Solano\np-2|Person|name|Beto Rivas\np-3|Person|name|Cleo\n")
    load(desk, folder, LoadOptions(as_of="2022-06"))
    return desk


def of(desk: Desk, filename: str) -> set[str]:
    return {key for key, source in desk.sources().items() if source.filename == filename}


def rows(desk: Desk) -> list[list[tuple[str, str, str]]]:
    found = []
    for version in desk.versions():
        table = pq.read_table(desk.node.lake.folder(version) / "statements.parquet").to_pylist()
        assert {row["version"] for row in table} == {version.version}
        found.append([(row["entity_id"], row["prop"], row["value"]) for row in table if row["prop"] != "id"])
    return found


def test_what_another_source_states_stays_with_its_evidence(two: Desk) -> None:
    lake = two.node.lake
    before = lake.versions("folder")
    gone = of(two, "a.lines")
    done = take_out(lake, "folder", gone, DELETION, two.node.settings.engine)
    after = lake.versions("folder")
    assert [each.before for each in done] == before
    assert [each.after for each in done] == after
    assert [version.formerly for version in after] == [(version.version,) for version in before]
    assert all(version.taken[0]["deletion"] == "del-1" and version.taken[0]["statements"] == 1 for version in after)
    stays = [("p-1", "name", "Ana Solano"), ("p-2", "name", "Beto Rivas")]
    assert rows(two) == [stays, [*stays, ("p-3", "name", "Cleo")]]
    assert set(two.evidence(None)["source_id"].to_pylist()) == of(two, "b.lines")
    assert [version.rejects for version in after] == [1, 0]
    assert "bad row of a" not in (lake.folder(after[0]) / "rejects.csv").read_text()
    assert lake.find("folder", before[0].version) == after[0], "the old id leads to the successor"
    folders = {path.name for path in (lake.root / "folder").iterdir() if path.is_dir()}
    assert folders == {version.version for version in after}


def test_the_last_source_takes_the_dataset_with_it(two: Desk) -> None:
    lake = two.node.lake
    done = take_out(lake, "folder", of(two, "a.lines") | of(two, "b.lines"), DELETION, two.node.settings.engine)
    assert [each.after for each in done] == [None, None]
    assert not (lake.root / "folder").exists()
    assert lake.datasets() == []
    assert take_out(lake, "folder", {"src-x"}, DELETION, two.node.settings.engine) == []


class KilledError(Exception):
    pass


@pytest.mark.parametrize("step", ["staged", "moved", "swapped", "swept"])
@pytest.mark.parametrize("files", [["a.lines"], ["a.lines", "b.lines"]])
def test_stopped_at_any_step_and_done_again(two: Desk, step: str, files: list[str]) -> None:
    lake, gone = two.node.lake, set().union(*(of(two, name) for name in files))

    def stop(at: str) -> None:
        if at == step:
            raise KilledError

    with pytest.raises(KilledError):
        take_out(lake, "folder", gone, DELETION, two.node.settings.engine, stop)
    for version in lake.versions():
        assert all((lake.folder(version) / name).exists() for name in FILES), "a reader finds whole versions"
    take_out(lake, "folder", gone, DELETION, two.node.settings.engine)
    assert all(not gone.intersection(version.sources) for version in lake.versions())
    assert lake.datasets() == (["folder"] if len(files) == 1 else [])
    if len(files) == 1:
        assert not [what for where, what in verify(two.node).problems if where.startswith("lake")]
        listing = json.loads((lake.root / "folder" / "versions.json").read_text())
        assert len(listing) == 2
