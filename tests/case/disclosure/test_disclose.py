"""The defence sees what was used and what spoke against; nobody protected; and the folder proves itself."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.case.disclosure import disclose
from contrared.case.disclosure.disclose import FILES, check
from contrared.collect import LoadOptions, load
from contrared.govern import Desk, OwnerPolicy, enter, record
from contrared.govern.casework import Casework
from contrared.govern.casework.sealed import WITHHELD
from contrared.govern.policy import Decision, Person, SourceClass
from contrared.govern.rights.corrections import Corrections
from contrared.govern.rights.recipients import received
from contrared.model import InputError, PolicyError, Protection

from ...conftest import LinesReader

LIST = """a-1|Person|name|Amaru Quispe
a-1|Person|birthDate|1980
a-1|Person|birthDate|1991
a-1|Person|notes|heard by Wayra Condori
a-10|Person|name|Illari Mamani
w-1|Person|name|Wayra Condori
w-1|Person|phone|+51999888777
k-1|Family|person|a-1
k-1|Family|relative|w-1
"""
WITNESS = ("Wayra Condori", "+51999888777", "w-1")


@pytest.fixture
def worked(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Desk:
    load(desk, lines("list", LIST), LoadOptions(as_of="2021", dataset="list"))
    ids = {(row["entity_id"], row["value"]): row["id"] for row in desk.statements().to_pylist()}
    pen = desk.write()
    pen.case("case-1", "A case", {})
    rests = [ids["a-1", "Amaru Quispe"], ids["a-1", "1980"]]
    against = [ids["a-1", "1991"]]
    tie = [ids["k-1", "w-1"]]
    pen.claims(
        "case-1",
        [
            {"id": "F-1", "kind": "fact", "text": "Amaru was born in 1980", "statements": rests},
            {"id": "C-1", "kind": "counter-evidence", "text": "=1991 elsewhere", "statements": against},
            {"id": "T-1", "kind": "tie", "text": "a relative of Wayra Condori", "statements": tie},
        ],
    )
    pen.claims("case-2", [{"id": "F-9", "kind": "fact", "text": "another case", "statements": rests}])
    judged = {"id": "jdg-1", "left_id": "a-1", "right_id": "a-10", "verdict": "different", "by": "owner", "at": "2021"}
    pen.judgement({**judged, "why": "Wayra Condori says so", "supersedes": None})
    pen.resolution({}, [{"left_id": "a-1", "right_id": "z-9", "kind": "candidate", "score": 0.6, "reasons": []}])
    pen.protect("w-1", Protection.WITNESS, "heard in court")
    said = {"false": "the year", "why": "register", "ordered_by": "Court 3", "legal_basis": "CPP 2"}
    Corrections(desk).make(ids["a-1", "1980"], **said)
    return enter(desk.node, purpose="disclosure", case="case-1")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_for_and_against(worked: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    disclose(worked, "case-1", out, to="defence, 12/2026")
    assert [row["id"] for row in rows(out, "claims")] == ["F-1", "T-1"], "of this case only"
    (counter,) = rows(out, "against")
    assert counter["text"] == "'=1991 elsewhere", "a spreadsheet shows it and runs nothing"
    used = {row["value"]: row["corrected"] for row in rows(out, "statements-used")}
    assert used["1980"].startswith("cor-"), "shown, and shown as false"
    assert used["1991"] == used["Amaru Quispe"] == ""
    assert "a-1" in {row["entity"] for row in rows(out, "statements-not-used")}
    assert {row["value"] for row in rows(out, "contradictions")} >= {"1980", "1991"}
    assert [row["verdict"] for row in rows(out, "judgements")] == ["different"]
    assert [row["state"] for row in rows(out, "candidates")] == ["left open or rejected"]
    assert [row["ordered_by"] for row in rows(out, "corrections")] == ["Court 3"]
    assert {row["grades"] for row in rows(out, "statements-used")} == {"B3"}
    (source,) = rows(out, "sources")
    assert len(source["sha256"]) == 64
    acts = {row["act"] for row in rows(out, "access")}
    assert {"read", "judge", "correct"} <= acts


def test_another_case_that_is_sealed_is_named_nowhere(worked: Desk, tmp_path: Path) -> None:
    mine = Casework(enter(worked.node, purpose="casework"))
    mine.new("case-1", title="One", legal_basis="CPP 1", contact="Ruiz, 555", openness="full")
    mine.subject("case-1", "a-1", "named")
    hidden = Casework(enter(worked.node, purpose="casework of night", case="night-7"))
    hidden.new("night-7", title="Two", legal_basis="CPP 2", contact="Luna, 556", openness="sealed")
    hidden.subject("night-7", "a-1", "named by a source")
    enter(worked.node, purpose="casework of night", case="night-7").statements(entity_ids=["a-1"])
    assert any("night-7" in path.read_text() for path in _disclosed(worked, "night-7", tmp_path)), "its own"
    told = "".join(path.read_text() for path in _disclosed(worked, "case-1", tmp_path))
    assert WITHHELD in told, "that somebody looked is told"
    for word in ("night-7", "casework of night", "Luna"):
        assert word not in told
    events = " ".join(f"{row['act']} {row['about']}" for row in mine.log("case-1"))
    assert "night-7" not in events


def _disclosed(desk: Desk, case_id: str, tmp_path: Path) -> list[Path]:
    desk.write().case(case_id, "A case", {})
    disclose(desk, case_id, tmp_path / case_id, to="defence, 12/2026")
    return sorted(path for path in (tmp_path / case_id).iterdir() if path.is_file())


def test_nobody_protected_is_in_it(worked: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = disclose(worked, "case-1", out, to="defence, 12/2026")
    assert done.masked == 1
    for path in out.iterdir():
        cells = [cell for row in csv.reader(path.read_text(encoding="utf-8").splitlines()) for cell in row]
        assert not [cell for cell in cells for word in WITNESS if word in cell], path.name
    assert rows(out, "judgements")[0]["why"] == "[protected person 1] says so"
    assert "a-10" in rows(out, "judgements")[0]["right_id"], "an id that begins as another does is another"
    (entry,) = received(worked.node, entity_ids=["a-1"])
    assert (entry["recipient"], entry["kind"]) == ("defence, 12/2026", "disclosure")
    assert received(worked.node, entity_ids=["w-1"]) == []


def test_the_manifest_finds_what_was_changed(worked: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = disclose(worked, "case-1", out, to="defence")
    assert check(out) == []
    told = json.loads((out / "manifest.json").read_text())
    assert set(told["files"]) == {f"{name}.csv" for name in FILES}
    (line,) = [entry for entry in record.entries(worked.node.ledger) if entry.action == "disclose"]
    assert line.what["manifest"] == done.manifest
    (out / "against.csv").write_text("")
    (out / "sources.csv").unlink()
    (out / "extra.csv").write_text("")
    assert check(out) == [
        "against.csv is not what was disclosed",
        "sources.csv is missing",
        "extra.csv is not in the manifest",
    ]


def test_bad_input(worked: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no case"):
        disclose(worked, "case-2", tmp_path / "a", to="defence")
    with pytest.raises(InputError, match="on record"):
        disclose(worked, "case-1", tmp_path / "b", to=" ")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "x").write_text("")
    with pytest.raises(InputError, match="not empty"):
        disclose(worked, "case-1", tmp_path / "c", to="defence")
    with pytest.raises(InputError, match="no manifest"):
        check(tmp_path / "c")
    assert not (tmp_path / "b").exists()


class NoDisclosure(OwnerPolicy):
    """Permits everything but to disclose."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        return Decision(action != "disclose", "not you")


def test_not_everybody_discloses(worked: Desk, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="disclose"):
        disclose(enter(worked.node, policy=NoDisclosure()), "case-1", tmp_path / "out", to="defence")
