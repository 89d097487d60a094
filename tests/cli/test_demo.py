"""The demo opens with the border scenario and goes on to the case; either can be seen alone."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contrared.case import border
from contrared.cli import shapes

from ..conftest import Demo
from .test_commands import keys_of, run


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A scenario that was played elsewhere: tests/case/test_border.py plays it whole."""
    script = SimpleNamespace(title="Six synthetic travellers")
    searched = border.nobody.Searched(3, 4, 5, 6, (), True, True)
    walker = SimpleNamespace(label="Ana Rojas")
    event = border.course.Event("co", "meets Ana Rojas: nothing anywhere", 0.25)
    done = border.Run(
        script,  # type: ignore[arg-type]
        events=[event],
        fates={1: border.course.Fate(walker, "Capurganá, 2026-03-01", "found")},  # type: ignore[arg-type]
        searched=searched,
        messages=4,
        alerts=[0.5],
        seconds=1.0,
    )
    told: dict[str, Any] = {"run": done}
    monkeypatch.setattr(border, "run", lambda _script, root, _progress: told.setdefault("root", root) and done)
    return told


def test_the_border_alone(
    played: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, out, _ = run(capsys, monkeypatch, "demo", "border", "--out", tmp_path, "--json")
    found = json.loads(out)
    assert (code, set(found)) == (0, keys_of(shapes.BorderShape))
    assert found["travellers"] == [{"who": "Ana Rojas", "last": "Capurganá, 2026-03-01", "state": "found"}]
    assert played["root"] == tmp_path / "border" / "run-1" / "nodes"
    for path in found["files"].values():
        assert "Ana Rojas" in Path(path).read_text(encoding="utf-8")
    code, out, _ = run(capsys, monkeypatch, "demo", "border", "--out", tmp_path)
    assert code == 0
    assert "Nobody but the node that recorded them learned of the two" in out
    assert (tmp_path / "border" / "run-2" / "report.html").exists(), "an earlier run is left"


def test_a_scenario_in_which_somebody_learned_fails(
    played: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    played["run"].searched = border.nobody.Searched(3, 4, 5, 6, ("pa: ledger.sqlite",), True, True)
    code, out, _ = run(capsys, monkeypatch, "demo", "border", "--out", tmp_path)
    assert code == 1
    assert "SOMEBODY LEARNED: pa: ledger.sqlite" in out


def test_the_border_opens_the_case(
    demo: Demo,
    played: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("contrared.case.investigate", lambda *_args, **_more: demo.run)
    monkeypatch.setenv("CONTRARED_UNENCRYPTED", "a test")
    code, out, said = run(capsys, monkeypatch, "demo", "--node", tmp_path / "n", "--out", tmp_path / "out", "--json")
    assert code == 0, said
    found = json.loads(out)
    assert set(found) == keys_of(shapes.DemoShape)
    assert found["border"]["nobody_learned"]
    code, out, _ = run(capsys, monkeypatch, "demo", "convergence", "--node", tmp_path / "n", "--out", tmp_path / "out")
    assert code == 0
    assert "travellers" not in out
