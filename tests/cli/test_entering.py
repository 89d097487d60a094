"""`enter` and `seizures` as a person runs them: one line, or the form at a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.cli import main, shapes
from contrared.store import Node

from .terminal import drive
from .test_commands import keys_of

FROM = ("--source", "Report 9", "--locator", "p. 2", "--grade", "B2")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(node: Node, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["contrared", *arguments, "--node", str(node.root), "--purpose", "test"])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return command


def entered(run: Run, *arguments: str) -> dict[str, Any]:
    code, out, err = run("enter", *arguments, *FROM, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_person_a_company_and_a_link_between_them(run: Run) -> None:
    ana = entered(run, "person", "--name", "Ana Ríos", "--birth-date=1971-03")
    assert set(ana) == keys_of(shapes.EnteredShape)
    firm = entered(run, "Company", "--name", "Ríos Minerals", "--jurisdiction", "co")
    owns = entered(run, "Ownership", "--owner", ana["entities"][0], "--asset", firm["entities"][0])
    assert len({ana["version"], firm["version"], owns["version"]}) == 3
    assert len({ana["dataset"], firm["dataset"], owns["dataset"]}) == 1
    again = entered(
        run, "Person", "--name", "A. Rios", "--same-as", ana["entities"][0], "--why", "same passport was shown"
    )
    judged = json.loads(run("judgements", "--json")[1])
    assert again["judgement"] in json.dumps(judged)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Person", "--name", "Ana Ríos", "--source", "R", "--locator", "p. 1"), "--grade is missing"),
        (("Person", "--name", "Ana Ríos", "--source", "R", "--locator", "p. 1", "--grade", "Z9"), "Z9"),
        (("Person", "--nam", "Ana Ríos", *FROM), "no property 'nam'"),
        (("Person", "Ana Ríos", *FROM), "is not the name of a property"),
        (("Person", "--name", "Ana Ríos", *FROM, "--status", "tip"), "a tip is"),
        (("Person", "--name", "Ana Ríos", *FROM, "--same-as", "nobody", "--why", "seen"), "nothing about 'nobody'"),
        (("Seizure", "--commodity", "acetone", "--quantity", "2 m3", *FROM), "without its kind"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(
    run: Run, node: Node, arguments: tuple[str, ...], says: str
) -> None:
    code, _, err = run("enter", *arguments)
    assert code == 2
    assert says in " ".join(err.split())
    assert node.lake.versions() == []


def test_goods_are_listed_and_summed_without_anybody(run: Run) -> None:
    ana = entered(run, "Person", "--name", "Ana Ríos")["entities"][0]
    for quantity, date in (("412.5 kg", "2026-02"), ("1 t", "2025")):
        goods = ("--commodity", "Cocaine", "--kind", "drug", "--quantity", quantity, "--date", date)
        entered(run, "Seizure", *goods, "--involved", ana, "--country", "Colombia")
    gold = ("--commodity", "gold", "--kind", "gold", "--date", "2026-01", "--location", "Puerto X")
    entered(run, "Declaration", *gold)
    code, out, err = run("seizures", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert set(found) == keys_of(shapes.SeizuresShape)
    assert set(found["events"][0]) == keys_of(shapes.GoodsEventShape)
    assert [each["date"] for each in found["events"]] == ["2026-02", "2026-01", "2025"]
    assert [(each["what"], each["commodity"], each["amount"], each["unit"]) for each in found["totals"]] == [
        ("Declaration", "gold", "", ""),
        ("Seizure", "Cocaine", "1412.5", "kg"),
    ]
    assert ana not in out
    assert "Ana" not in out
    assert [each["date"] for each in json.loads(run("seizures", "--json", "--since", "2026-02")[1])["events"]] == [
        "2026-02"
    ]
    shown = run("seizures", "--kind", "drug", "--until", "2025-06")[1]
    assert "1000 kg" in shown
    assert "gold" not in shown
    assert run("seizures", "--kind", "drugs")[0] == run("seizures", "--since", "May")[0] == 2


def test_the_form_asks_for_what_is_missing(node: Node) -> None:
    root: Path = node.root
    node.close()
    code, shown = drive(
        ("enter", "Vessel", "--source", "Port log", "--node", root, "--purpose", "test"),
        [
            ("name (empty", "Rio Bravo\n"),
            *[("(empty: not known)", "\n")] * (len(_featured()) - 1),
            ("another property", "flag=Panama\n"),
            ("another property", "\n"),
            ("where in it", "p. 3\n"),
            ("grade (", "B2\n"),
        ],
    )
    assert code == 0, shown
    assert "Vessel name: Rio Bravo" in shown
    assert "Vessel flag: Panama" in shown


def _featured() -> list[str]:
    from contrared.collect.entering import schema_of

    return list(dict.fromkeys(schema_of("Vessel").featured))
