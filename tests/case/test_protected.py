"""A protected person is in nothing that a case gives out."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.case import CaseRun, investigate
from contrared.case.export import Format, export
from contrared.govern import Desk, enter
from contrared.model import Protection
from contrared.network import NoPath, PathsFound
from contrared.store import Node

from . import small

SHOWN = {".html", ".csv", ".json", ".graphml", ".svg"}


def run(node: Node, folder: Path, name: str) -> tuple[CaseRun, dict[str, str]]:
    """The run, and every text it wrote by file name; the PDF is made of the same content as the HTML."""
    done = investigate(node, small.write(folder), folder / name)
    files = {path.name: path for path in (folder / name).iterdir()}
    assert set(files) >= {"brief.html", "brief.pdf", "findings.json", "claims.csv", "nodes.csv", "network.graphml"}
    return done, {name: path.read_text(encoding="utf-8") for name, path in files.items() if path.suffix in SHOWN}


def names(files: dict[str, str], said: str) -> list[str]:
    return sorted(name for name, text in files.items() if said in text)


@pytest.mark.parametrize("entry", ["carl", "h-carl"], ids=["marked on the list", "marked in the hearing"])
@pytest.mark.parametrize("mark", list(Protection))
def test_who_joined_the_groups_is_nowhere(node: Node, tmp_path: Path, entry: str, mark: Protection) -> None:
    before, shown = run(node, tmp_path, "before")
    assert {"brief.html", "claims.csv", "findings.json", "nodes.csv", "picture.svg"} <= set(names(shown, "Carl Middle"))
    assert any(isinstance(item, PathsFound) and item.hops == 2 for item in before.analysis.paths.findings)
    enter(node, purpose="test").write().protect(entry, mark, "heard in court")
    after, left = run(node, tmp_path, "after")
    assert names(left, "Carl Middle") == []
    for key in ("carl", "h-carl", before.prepared.resolution.canonical["carl"]):
        assert names(left, f'"{key}"') == []
    assert all(isinstance(item, NoPath) for item in after.analysis.paths.findings), "no path runs through the person"
    assert not [item for item in after.brief.counter if "Cousins" in item.text]
    # A count would tell a reader that knows the network whom to look for.
    said = "Persons marked as protected are left out of this brief; it does not say whether there are any."
    assert said in before.brief.method
    assert said in after.brief.method


def test_a_protected_person_listed_for_both_is_not_named_as_such(node: Node, tmp_path: Path) -> None:
    enter(node, purpose="test").write().protect("both", Protection.MINOR, "born 2010")
    done, left = run(node, tmp_path, "out")
    assert done.analysis.dual.found == ()
    assert names(left, "Ann Bridge") == []
    assert names(left, "AB123456") == []


def test_a_mark_that_was_lifted_protects_no_longer(node: Node, tmp_path: Path) -> None:
    pen = enter(node, purpose="test").write()
    pen.protect("both", Protection.MINOR, "born 2010")
    pen.unprotect("both", Protection.MINOR, "born 1980 in truth")
    _, shown = run(node, tmp_path, "out")
    assert "brief.html" in names(shown, "Ann Bridge")


@pytest.mark.parametrize(("fmt", "out"), [(Format.FTM, "all.json"), (Format.CSV, "tables"), (Format.GRAPHML, "g.xml")])
def test_exports_leave_them_out_and_say_how_many(node: Node, tmp_path: Path, fmt: Format, out: str) -> None:
    run(node, tmp_path, "out")
    desk: Desk = enter(node, purpose="test")
    desk.write().protect("both", Protection.WITNESS, "heard in court")
    written = export(desk, fmt, tmp_path / out)
    assert written.withheld == 1
    for path in written.files:
        text = path.read_text(encoding="utf-8")
        assert text
        assert "Ann Bridge" not in text
        assert "AB123456" not in text
    assert any("South Cartel" in path.read_text(encoding="utf-8") for path in written.files)
