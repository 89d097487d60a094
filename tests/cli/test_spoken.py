"""The command line speaks the language that was asked for; JSON, options and ids stay as they are."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from contrared.cli import spoken as cli
from contrared.cli.app import main
from contrared.model import InputError
from contrared.model.language import speak


@pytest.fixture(autouse=True)
def _english_again() -> object:
    yield
    speak("en")


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["contrared", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr()
    return int(str(ended.value.code or 0)), shown.out, shown.err


@pytest.mark.parametrize(
    ("arguments", "environment", "language", "left"),
    [
        (["--lang", "es", "load", "x"], "en", "es", ["load", "x"]),
        (["load", "x", "--lang=pt"], "en", "pt", ["load", "x"]),
        (["load", "--", "--lang", "es"], "pt", "pt", ["load", "--", "--lang", "es"]),
        (["load"], "", "en", ["load"]),
    ],
)
def test_the_option_may_stand_anywhere_before_the_end_of_options(
    arguments: list[str], environment: str, language: str, left: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONTRARED_LANG", environment)
    assert cli.asked_for(arguments) == (language, left)


def test_the_language_of_the_node_is_that_of_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTRARED_LANG")
    (tmp_path / "node.toml").write_text('[node]\nname = "x"\nid = "y"\nlanguage = "pt"\n')
    assert cli.asked_for(["datasets", "--node", str(tmp_path)])[0] == "pt"
    monkeypatch.setenv("CONTRARED_NODE", str(tmp_path))
    assert cli.asked_for(["datasets"])[0] == "pt"
    (tmp_path / "node.toml").write_text("[node\n")
    monkeypatch.setenv("LC_ALL", "es_PE.UTF-8")
    assert cli.asked_for(["datasets"])[0] == "es"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match="use en, es, pt"):
        cli.asked_for(["--lang", "tlh", "load"])


def test_an_error_is_told_and_json_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = str(tmp_path / "nowhere")
    code, _, err = run(capsys, monkeypatch, "datasets", "--node", nowhere, "--lang", "es")
    assert (code, "aquí no hay ningún nodo" in err, "`contrared init DIR`" in err) == (3, True, True), err
    code, _, err = run(capsys, monkeypatch, "datasets", "--node", nowhere)
    assert "there is no node here" in err
    run(capsys, monkeypatch, "init", str(tmp_path / "n"), "--name", "n", "--lang", "pt")
    code, out, _ = run(capsys, monkeypatch, "datasets", "--node", str(tmp_path / "n"), "--json", "--lang", "pt")
    assert (code, json.loads(out)) == (0, {"versions": []})


@pytest.mark.parametrize(("language", "words"), [("es", "Uso: "), ("pt", "Uso: ")])
def test_help_is_told_and_names_of_options_stay(
    language: str, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer import core

    monkeypatch.setattr(core, "_", core._)
    code, out, _ = run(capsys, monkeypatch, "load", "--help", "--lang", language)
    assert code == 0
    assert words in out
    assert "--reliability" in out
    assert "mplo: contrared load" in out.replace("\n", " ").replace("  ", " ")
