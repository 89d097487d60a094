"""`inquiry` as a person runs it: asked, due, reminded, answered in part, answered, closed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from contrared.cli import shapes
from contrared.govern import now

from .test_commands import keys_of
from .test_tipping import ANA, FROM, Run, asked, run

__all__ = ["run"]
ASKED = now()[:10]
DUE = (date.fromisoformat(ASKED) + timedelta(days=20)).isoformat()
NEW = (
    *("inquiry", "new", "--to", "Banco X", "--kind", "bank", "--ask", "accounts since 2024"),
    *("--order", "Court 3, 12/2026", "--legal-basis", "CPP 235", "--due", DUE),
)


def test_an_inquiry_from_its_asking_to_its_end(run: Run, tmp_path: Path) -> None:
    entity = asked(run, "enter", *ANA, *FROM)["entities"][0]
    (made,) = asked(run, *NEW, "--about", entity)["inquiries"]
    assert set(made) == keys_of(shapes.InquiryShape)
    assert (made["state"], made["due"], made["about"]) == ("open", DUE, [entity])
    key = made["id"]
    assert "nothing is overdue" in run("inquiry", "due")[1]
    assert f"│ 20        │ {DUE} │" in run("inquiry", "due", "--days", "30", "--on", ASKED)[1]
    after = (date.fromisoformat(DUE) + timedelta(days=2)).isoformat()
    assert f"│ -2        │ {DUE} │" in run("inquiry", "due", "--on", after)[1]
    late = asked(run, "inquiry", "due", "--on", after)
    assert set(late) == keys_of(shapes.InquiriesDueShape)
    assert (late["overdue"], late["due"][0]["days"]) == (1, -2)
    assert asked(run, "inquiry", "remind", key, "--why", "letter 4")["inquiries"][0]["reminders"] == 1
    longer = asked(run, "inquiry", "extend", key, "--until", after, "--why", "asked for")
    assert longer["inquiries"][0]["due"] == after
    rows = {"id": "p-1", "schema": "Person", "properties": {"name": ["Ana Ríos"], "idNumber": ["55"]}}
    (tmp_path / "reply.json").write_text(json.dumps(rows) + "\n", encoding="utf-8")
    part = asked(run, "inquiry", "answer", key, str(tmp_path / "reply.json"), "--part", "--note", "the rest follows")
    assert set(part) == keys_of(shapes.AnsweredShape)
    assert (part["inquiry"]["state"], part["entities"], part["document"]) == ("answered in part", 1, "")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 the rest\xff")
    told = run("inquiry", "answer", key, str(tmp_path / "letter.pdf"), "--document")[1]
    assert "kept as the document" in told
    assert run("inquiry", "close", key, "--why", "all is here")[1].startswith(f"{key} to Banco X: closed")
    shown = run("inquiry", "show", key)[1]
    for word in ("Court 3, 12/2026; CPP 235", "letter 4", "the rest follows", "all is here", entity):
        assert word in shown
    events = asked(run, "inquiry", "list")["inquiries"][0]["events"]
    assert [each["event"] for each in events] == ["reminded", "extended", "part", "reply", "closed"]
    assert set(events[0]) == keys_of(shapes.InquiryEventShape)
    assert "Banco X" in run("inquiry", "list")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((*NEW[:-1], "2020-01-01"), "2020-01-01 is before"),
        ((*NEW, "--order", ""), "under an order"),
        ((*NEW, "--about", "nobody"), "nothing about nobody"),
        (("inquiry", "due", "--on", "May"), "'May' is not a day"),
        (("inquiry", "show", "inq-0"), "no inquiry 'inq-0'"),
        (("inquiry", "refuse", "inq-0", "--why", "secrecy"), "no inquiry 'inq-0'"),
        (("inquiry", "answer", "inq-0", "reply.csv"), "no inquiry 'inq-0'"),
    ],
)
def test_what_is_wrong_is_said(run: Run, arguments: tuple[str, ...], says: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert says in " ".join(err.split())
    assert run("inquiry", "list")[1] == "no inquiry is held\n"
