"""Every command as a person runs it: its JSON has the documented shape, its errors are one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from contrared.cli import main, shapes

from ..conftest import SHIPPED, Demo

UN = SHIPPED / "lists" / "un" / "un_consolidated_2020.xml.gz"


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object
) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    monkeypatch.setattr(sys, "argv", ["contrared", *map(str, arguments)])
    code = 0
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def keys_of(model: type[BaseModel]) -> set[str]:
    return {info.serialization_alias or name for name, info in model.model_fields.items()}


READING: list[tuple[type[BaseModel], tuple[Any, ...]]] = [
    (shapes.DatasetsShape, ("datasets",)),
    (shapes.SourcesShape, ("sources",)),
    (shapes.CheckShape, ("check",)),
    (shapes.JudgementsShape, ("judgements",)),
    (shapes.ShowShape, ("show", "ofac-4711")),
    (shapes.WhyShape, ("why", "ofac-8265")),
    (shapes.ExplainShape, ("resolve", "--explain", "ofac-4706", "ofac-7755")),
    (shapes.DiffShape, ("diff", "un_sc_sanctions", "2020-11-30", "2020-11-30")),
]


@pytest.mark.parametrize(
    ("shape", "arguments"), READING, ids=lambda value: value[0] if isinstance(value, tuple) else ""
)
def test_json_has_the_documented_shape(
    demo: Demo,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    shape: type[BaseModel],
    arguments: tuple[Any, ...],
) -> None:
    code, out, err = run(capsys, monkeypatch, *arguments, "--node", demo.node.root, "--json")
    assert (code, err) == (0, "")
    assert set(json.loads(out)) == keys_of(shape)


@pytest.mark.parametrize("arguments", [row[1] for row in READING], ids=lambda value: value[0])
def test_a_person_sees_a_table_or_lines(
    demo: Demo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[Any, ...]
) -> None:
    code, out, _ = run(capsys, monkeypatch, *arguments, "--node", demo.node.root)
    assert code == 0
    assert out.strip()


@pytest.mark.parametrize(
    ("fmt", "name"),
    [
        ("ftm", "all.json"),
        ("csv", "tables"),
        ("graphml", "net.graphml"),
        ("gexf", "net.gexf"),
        ("stix", "bundle.json"),
        ("bods", "bods.json"),
    ],
)
def test_export(
    demo: Demo,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    fmt: str,
    name: str,
) -> None:
    arguments = ("export", "--format", fmt, "--out", tmp_path / name, "--dataset", "perry_center_2018")
    code, out, _ = run(capsys, monkeypatch, *arguments, "--node", demo.node.root, "--json")
    assert code == 0
    done = json.loads(out)
    assert set(done) == keys_of(shapes.ExportShape)
    assert done["rows"] > 0
    assert all(Path(path).stat().st_size > 0 for path in done["files"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "evidence"), "an evidence pack is of cases"),
        (("--format", "evidence", "no-such-case"), "no case 'no-such-case' was investigated here"),
        (("--format", "evidence", "c", "--dataset", "d"), "is of cases, whole"),
        (("--format", "ftm", "c"), "only evidence is of cases"),
        (("--format", "bods", "--columns", "value"), "bods has no columns to choose"),
    ],
)
def test_export_says_what_it_cannot(
    demo: Demo,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    code, _, err = run(capsys, monkeypatch, "export", *arguments, "--out", tmp_path / "x", "--node", demo.node.root)
    assert code != 0
    assert told in err
    assert not (tmp_path / "x").exists()


def test_a_node_from_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    node = tmp_path / "node"
    code, out, _ = run(capsys, monkeypatch, "init", node, "--json")
    assert code == 0
    assert set(json.loads(out)) == keys_of(shapes.InitShape)
    code, out, _ = run(capsys, monkeypatch, "load", UN, "--reliability", "A", "--node", node, "--json")
    assert code == 0
    assert set(json.loads(out)) == keys_of(shapes.LoadShape)
    code, out, _ = run(capsys, monkeypatch, "resolve", "--node", node, "--json")
    assert code == 0
    assert set(json.loads(out)) == keys_of(shapes.ResolveShape)
    judged = ("judge", "un-6908555", "un-6908563", "different", "--why", "two persons")
    code, out, _ = run(capsys, monkeypatch, *judged, "--node", node, "--json")
    assert code == 0
    made = json.loads(out)
    assert set(made) == keys_of(shapes.JudgementShape)
    code, out, _ = run(capsys, monkeypatch, "undo", made["id"], "--why", "wrong page", "--node", node, "--json")
    assert code == 0
    marked = ("protect", "un-6908555", "witness", "--why", "heard in court")
    code, out, _ = run(capsys, monkeypatch, *marked, "--node", node, "--json")
    assert code == 0
    assert set(json.loads(out)) == keys_of(shapes.ProtectShape)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("load", "missing.csv"), "no such file"),
        (("load", UN, "--reader", "nope"), "no reader"),
        (("load", UN, "--reliability", "G"), "G"),
        (("load", UN, "--handling", "TLP:PINK"), "PINK"),
        (("show", "nobody"), "nothing about"),
        (("why", "J-0000000000"), "nothing is known"),
        (("diff", "no_list", "1", "2"), "no_list"),
        (("undo", "jdg-0000000000000000", "--why", "no"), "jdg-"),
        (("investigate", "missing.toml", "--out", "x"), "missing.toml"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    demo: Demo,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[Any, ...],
    says: str,
) -> None:
    code, out, err = run(capsys, monkeypatch, *arguments, "--node", demo.node.root)
    assert code != 0
    assert out == ""
    assert err.startswith("contrared: ")
    assert len(err.strip().splitlines()) == 1
    assert says in err


def test_a_folder_that_is_no_node(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, _, err = run(capsys, monkeypatch, "datasets", "--node", tmp_path)
    assert code != 0
    assert "init" in err


def test_the_wheel_has_everything_inside(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(root)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    listed = subprocess.run([sys.executable, "-m", "zipfile", "-l", str(wheel)], capture_output=True, text=True)
    for needed in (
        "contrared/py.typed",
        "contrared/model/messages/en/brief.toml",
        "contrared/model/programmes.toml",
        "contrared/brief/brief.css",
        "contrared/brief/template.typ",
        "contrared/case/authorities.toml",
        "contrared/store/migrations/versions/m0001_first_ledger.py",
        "contrared/demo/convergence/case.toml",
        "contrared/demo/convergence/expected.toml",
        "contrared/demo/convergence/ATTRIBUTION.md",
        "contrared/demo/convergence/lists/uk/ConList_2022-05-04.xlsx",
        "contrared/demo/convergence/seminar/perry-center-proceedings-2018-3.txt",
    ):
        assert needed in listed.stdout, needed
