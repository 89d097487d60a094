"""A pack is whole and proves itself with nothing of ours; whatever is missing, changed or added is named."""

from __future__ import annotations

import csv
import filecmp
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contrared.case.disclosure.masking import Mask
from contrared.case.evidence import Packed, pack, verify
from contrared.case.evidence.contents import contents
from contrared.case.evidence.custody import custody
from contrared.case.evidence.pack import digest, write
from contrared.collect import LoadOptions, load, registry
from contrared.govern import Desk, enter, record
from contrared.govern.casework import Casework
from contrared.govern.casework.sealed import WITHHELD
from contrared.govern.handover import bag
from contrared.govern.log.keeping import signer_of
from contrared.govern.rights.corrections import Corrections
from contrared.govern.rights.recipients import received
from contrared.model import InputError, NodeError, PolicyError, Protection
from contrared.store import Node
from tests.conftest import LinesReader

LIST = """a-1|Person|name|Amaru Quispe
a-1|Person|birthDate|1980
a-1|Person|birthDate|1991
a-1|Person|notes|=HYPERLINK(1)
b-1|Person|name|Amaru Kispe
"""
CLOSED = "w-1|Person|name|Wayra Condori\nk-1|Family|person|a-1\nk-1|Family|relative|w-1\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Path, Packed]]:
    """A worked case on a node of its own, and its pack."""
    folder = tmp_path_factory.mktemp("evidence")
    node = Node.init(folder / "node", unencrypted="a test")
    with pytest.MonkeyPatch.context() as patch:
        reader = LinesReader()
        patch.setattr(registry, "known_readers", lambda: {reader.name: reader})
        desk = enter(node, purpose="casework", case="case-1")
        for name, text in (("list", LIST), ("closed", CLOSED)):
            path = folder / f"{name}.lines"
            path.write_text(text, encoding="utf-8")
            said = {"obtained_from": "Registry 3", "obtained_how": "order", "obtained_at": "2021-02-03"}
            load(desk, path, LoadOptions(as_of="2021", dataset=name, legal_basis="CPP 181", **said))
    ids = {(row["entity_id"], row["value"]): row["id"] for row in desk.statements().to_pylist()}
    pen = desk.write()
    pen.case("case-1", "A case", {})
    pen.claims(
        "case-1",
        [
            {
                "id": "F-1",
                "kind": "fact",
                "text": "Amaru Quispe was born in 1980",
                "statements": [ids["a-1", "Amaru Quispe"], ids["a-1", "1980"]],
            },
            {"id": "C-1", "kind": "counter-evidence", "text": "1991 elsewhere", "statements": [ids["a-1", "1991"]]},
            {"id": "T-1", "kind": "tie", "text": "related to Wayra Condori", "statements": [ids["k-1", "w-1"]]},
        ],
    )
    judged = {"left_id": "a-1", "right_id": "b-1", "by": "owner", "at": "2021", "why": "one spelling"}
    pen.judgement({**judged, "id": "jdg-1", "verdict": "same", "supersedes": None})
    pen.judgement({**judged, "id": "jdg-2", "verdict": "different", "supersedes": "jdg-1", "why": "two numbers"})
    pen.protect("w-1", Protection.WITNESS, "heard in court")
    told = {"false": "the year", "why": "register", "ordered_by": "Court 3", "legal_basis": "CPP 2"}
    Corrections(desk).make(ids["a-1", "1991"], **told)
    out = folder / "pack"
    done = pack(desk, ["case-1"], out, to="Court 3, file 12/2026")
    yield desk, out, done
    node.close()


@pytest.fixture
def copy(made: tuple[Desk, Path, Packed], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[1], tmp_path / "copy"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def run(folder: Path, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *given]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def key(desk: Desk) -> str:
    return str(signer_of(desk.node).verifier)


def test_it_holds_with_nothing_of_ours(made: tuple[Desk, Path, Packed], tmp_path: Path) -> None:
    desk, out, done = made
    found = run(out, "--name", done.name, "--key", key(desk))
    assert (found.returncode, found.stdout, found.stderr) == (0, f"holds: {done.name}\n", "")
    assert "compare this name" in run(out).stdout, "whoever gives neither is told what that leaves open"
    assert bag.problems(out) == [], "it is a bag of BagIt"
    source = Path(verify.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) < 300
    assert "contrared." not in source.replace("contrared.org/", "").replace("contrared evidence", "")


def test_originals_are_the_bytes_that_were_received(made: tuple[Desk, Path, Packed]) -> None:
    _, out, done = made
    (original,) = (out / "data" / "originals").iterdir()
    assert original.read_text(encoding="utf-8") == LIST
    assert (done.originals, done.withheld, done.masked) == (1, 1, 1)


def test_each_sentence_leads_to_its_line(made: tuple[Desk, Path, Packed]) -> None:
    _, out, _ = made
    found = {(row["sentence"], row["value"]): row for row in rows(out, "index.csv")}
    assert set(found) == {("F-1", "Amaru Quispe"), ("F-1", "1980"), ("C-1", "1991"), ("T-1", "[protected person 1]")}
    row = found["F-1", "1980"]
    assert (row["file"], row["place"]) == ("list.lines", "line=2")
    assert (out / row["original"]).read_text(encoding="utf-8").splitlines()[1] == "a-1|Person|birthDate|1980"
    assert found["C-1", "1991"]["corrected"].startswith("cor-"), "shown, and shown as false"


def test_what_speaks_against_it_is_there(made: tuple[Desk, Path, Packed]) -> None:
    _, out, _ = made
    case = "01-case-1"
    assert [row["id"] for row in rows(out, f"{case}/against.csv")] == ["C-1"]
    assert "'=HYPERLINK(1)" in {row["value"] for row in rows(out, f"{case}/statements-not-used.csv")}
    assert {row["value"] for row in rows(out, f"{case}/contradictions.csv")} >= {"1980", "1991"}
    assert {row["id"]: row["standing"] for row in rows(out, f"{case}/judgements.csv")} == {
        "jdg-1": "superseded by jdg-2",
        "jdg-2": "in force",
    }
    assert {row["id"] for row in rows(out, f"{case}/rejected-merges.csv")} == {"jdg-1", "jdg-2"}
    assert [row["ordered_by"] for row in rows(out, f"{case}/corrections.csv")] == ["Court 3"]


def test_the_chain_of_custody(made: tuple[Desk, Path, Packed]) -> None:
    desk, out, done = made
    found = rows(out, "custody.csv")
    first = found[0]
    assert (first["act"], first["from"], first["how"], first["at"]) == ("obtained", "Registry 3", "order", "2021-02-03")
    assert first["legal_basis"] == "CPP 181"
    assert {"load", "read", "judge", "correct"} <= {row["act"] for row in found}
    lines = [row for row in found if row["line"]]
    assert len(lines) == done.lines == len(list((out / "data" / "proofs").iterdir()))
    assert (out / "bag-info.txt").read_text(encoding="utf-8").count("Contrared-Handling: TLP:")
    acts = [entry.action for entry in record.entries(desk.node.ledger)]
    assert acts[-1] == "original" or "export" in acts
    (entry,) = [row for row in received(desk.node, entity_ids=["a-1"]) if row["kind"] == "export"]
    assert entry["recipient"] == "Court 3, file 12/2026"


def test_another_case_that_is_sealed_is_named_nowhere_and_the_pack_holds(
    made: tuple[Desk, Path, Packed], tmp_path: Path
) -> None:
    desk, _, _ = made
    asked = {"case": "night-7"}
    hidden = Casework(enter(desk.node, purpose="casework", **asked))
    hidden.new("night-7", title="Two", legal_basis="CPP 2", contact="Luna, 556", openness="sealed")
    hidden.subject("night-7", "a-1", "named by a source")
    enter(desk.node, purpose="night watch", **asked).statements(entity_ids=["a-1"])
    out = tmp_path / "pack"
    pack(desk, ["case-1"], out, to="Court 3, file 12/2026")
    kept = [row for row in rows(out, "custody.csv") if row["case"] == WITHHELD]
    assert kept, "that somebody looked is told"
    assert {row["by"] for row in kept} == {row["proof"] for row in kept} == {WITHHELD}
    for path in out.rglob("*"):
        if path.is_file():
            for word in (b"night-7", b"night watch", b"Luna"):
                assert word not in path.read_bytes(), path.name
    assert run(out, "--key", key(desk)).returncode == 0


def test_nobody_protected_is_in_it(made: tuple[Desk, Path, Packed]) -> None:
    _, out, _ = made
    for path in out.rglob("*"):
        if path.is_file() and path.suffix != ".tlog-proof":
            text = path.read_text(encoding="utf-8")
            assert "Wayra" not in text, path.name
            assert "w-1" not in text.replace("-", " ").split(), path.name
    assert [row["original"] for row in rows(out, "01-case-1/sources.csv") if row["dataset"] == "closed"] == [
        "withheld: it names a protected person"
    ]


def test_a_judge_can_read_it(made: tuple[Desk, Path, Packed]) -> None:
    _, out, _ = made
    for language, word in (("en", "counter-evidence"), ("es", "cadena de custodia"), ("pt", "cadeia de custódia")):
        text = (out / f"README.{language}.txt").read_text(encoding="utf-8")
        assert word in text
        assert "Court 3, file 12/2026" in text
        assert "{" not in text
        assert max(map(len, text.splitlines())) <= 132


def test_the_same_inputs_give_the_same_bytes(made: tuple[Desk, Path, Packed], tmp_path: Path) -> None:
    desk, _, _ = made
    until = 12
    packs = []
    for name in ("one", "two"):
        mask = Mask(desk)
        found = contents(desk, ["case-1"], mask)
        chain = custody(desk, found.sources, found.about, frozenset(["case-1"]), mask, until)
        write(desk, found, chain, tmp_path / name, to="x", until=until)
        packs.append((digest(found), tmp_path / name))
    assert packs[0][0] == packs[1][0], "what is approved does not change by looking at it"
    names = sorted(path.relative_to(packs[0][1]).as_posix() for path in packs[0][1].rglob("*") if path.is_file())
    assert len(names) > 20
    _, differ, missing = filecmp.cmpfiles(packs[0][1], packs[1][1], names, shallow=False)
    assert (differ, missing) == ([], [])


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "half a bag": (lambda p: (p / "bagit.txt").unlink(), "half of one: bagit.txt is missing"),
    "no manifest": (lambda p: (p / "manifest-sha256.txt").unlink(), "manifest-sha256.txt is missing"),
    "no tag manifest": (lambda p: (p / "tagmanifest-sha256.txt").unlink(), "tagmanifest-sha256.txt is missing"),
    "no index": (lambda p: (p / "data/index.csv").unlink(), "data/index.csv is missing"),
    "a changed byte": (lambda p: flip(p / "data/custody.csv"), "data/custody.csv is not what was packed"),
    "a changed readme": (lambda p: flip(p / "README.es.txt"), "README.es.txt is not what was packed"),
    "an added file": (lambda p: (p / "data/more.csv").write_text("x"), "data/more.csv was added: it is in no manifest"),
    "an added link": (lambda p: (p / "data/link").symlink_to("/"), "data/link was added"),
    "a missing original": (lambda p: original(p).unlink(), "list.lines), is missing"),
    "another original": (lambda p: original(p).write_text("x"), "is not the original of src-"),
    "a missing proof": (lambda p: proof(p).unlink(), ".tlog-proof is missing"),
    "a changed proof": (lambda p: flip(proof(p)), ".tlog-proof does not hold"),
    "a way out": (lambda p: grow(p / "manifest-sha256.txt", f"{'0' * 64}  ../x\n"), "is malformed"),
}


def original(folder: Path) -> Path:
    return next(iter((folder / "data/originals").iterdir()))


def proof(folder: Path) -> Path:
    return min((folder / "data/proofs").iterdir())


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def grow(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize("what", DAMAGES)
def test_every_damage_is_named(copy: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    damage, told = DAMAGES[what]
    damage(copy)
    assert verify.main([str(copy)]) == 1
    said = capsys.readouterr().out
    assert told in said
    assert all(line.startswith("WRONG: ") for line in said.splitlines())


def test_a_chain_told_anew_is_found_though_the_manifests_are_made_anew(
    made: tuple[Desk, Path, Packed], copy: Path
) -> None:
    desk, _, done = made
    path = copy / "data/custody.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",owner,", ",somebody else,"), encoding="utf-8")
    told = bag.info(copy)
    told.pop("Payload-Oxum")
    bag.close(copy, told)
    bag.close_tags(copy)
    problems = verify.check(copy, done.name, key(desk))
    assert any("it is another pack" in line for line in problems)
    assert any("data/custody.csv says by 'somebody else'" in line for line in problems)
    assert "manifest-sha256.txt is not what the node signed" in problems
    assert verify.check(copy, "", "another+00000000+AAAA"), "a key that is none is no key"


def test_what_cannot_be_packed(made: tuple[Desk, Path, Packed], tmp_path: Path) -> None:
    desk, out, _ = made
    with pytest.raises(InputError, match="there is something already"):
        pack(desk, ["case-1"], out)
    with pytest.raises(InputError, match="no case 'case-9'"):
        pack(desk, ["case-9"], tmp_path / "p")
    with pytest.raises(InputError, match="an evidence pack is of cases"):
        pack(desk, [], tmp_path / "p")
    (sha,) = {source.sha256 for source in desk.sources().values() if source.dataset == "list"}
    path = desk.original(sha)
    away = path.with_name("away")
    path.rename(away)
    try:
        with pytest.raises(NodeError):
            pack(desk, ["case-1"], tmp_path / "p")
    finally:
        away.rename(path)
    assert list(tmp_path.iterdir()) == [], "nothing half-written"


def test_what_was_given_for_no_court_stays(
    desk: Desk, lines_reader: LinesReader, lines: Callable[[str, str], Path], tmp_path: Path
) -> None:
    load(desk, lines("tip", LIST), LoadOptions(as_of="2021", dataset="tip", handling="TLP:AMBER // NO COURT USE"))
    (first, *_) = desk.statements()["id"].to_pylist()
    pen = desk.write()
    pen.case("c", "A case", {})
    pen.claims("c", [{"id": "F-1", "kind": "fact", "text": "so it is", "statements": [first]}])
    with pytest.raises(PolicyError, match="it was given for no use in court"):
        pack(desk, ["c"], tmp_path / "p")
