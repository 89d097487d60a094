"""Inquiries and their replies: loaded under the order they were asked under, due on a day, closed once and for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from contrared.collect import LoadOptions, load
from contrared.collect.replying import Reply, answer
from contrared.govern import Desk, enter, now
from contrared.govern.hand import inquiries
from contrared.govern.hand.inquiry import Event, Inquiry, State
from contrared.govern.record import entries
from contrared.govern.users import Users
from contrared.model import EvidentialStatus, InputError, Protection
from contrared.store import Node

from ..conftest import LinesReader

TODAY = date.fromisoformat(now()[:10])
LATER = (TODAY + timedelta(days=30)).isoformat()
ASKED: dict[str, Any] = {
    "addressee": "Banco X",
    "kind": "bank",
    "asked": "accounts of Ana Ríos since 2024",
    "order": "Court 3, 12/2026",
    "legal_basis": "CPP 235",
    "due": LATER,
    "about": ("l-1",),
}
TABLE = "number,name,born\n1,Ana Ríos,1971-03-04\n2,Luis Prada,1980-01-01\n"
MAPPING = """\
dataset: accounts
as_of: "2026"
publisher: Banco X
licence: not published
grade: F6
entities:
  person:
    schema: Person
    id_column: number
    properties:
      name: {column: name}
      birthDate: {column: born}
"""


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Desk:
    load(desk, lines("list", "l-1|Person|name|Ana Ríos\n"), LoadOptions(as_of="2021", dataset="list"))
    return desk


@pytest.fixture
def table(tmp_path: Path) -> Reply:
    (tmp_path / "accounts.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "accounts.yml").write_text(MAPPING, encoding="utf-8")
    return Reply(tmp_path / "accounts.csv", tmp_path / "accounts.yml")


@pytest.fixture
def letter(tmp_path: Path) -> Reply:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 we hold no account\xff\x00")
    return Reply(tmp_path / "letter.pdf", document=True)


def asked(desk: Desk, **change: Any) -> Inquiry:
    return inquiries.ask(desk, **{**ASKED, **change})


def test_a_table_is_held_under_the_order_it_was_asked_under(listed: Desk, table: Reply) -> None:
    made = asked(listed)
    assert (made.state, made.due, made.case_id) == (State.OPEN, LATER, "")
    done = answer(listed, made.id, replace(table, whole=False, note="2025 is missing"))
    assert done.inquiry.state is State.PARTIAL
    assert (done.version.entities, done.version.dataset) == (2, f"{made.id.replace('-', '_')}_1")
    sources = [source for source in listed.sources().values() if source.dataset == done.version.dataset]
    assert {source.id for source in sources} == set(done.inquiry.replies[0].sources)
    for source in sources:
        assert source.legal_basis == "CPP 235; Court 3, 12/2026"
        assert source.obtained_from == "Banco X"
        assert source.obtained_how == f"reply to inquiry {made.id}, which was asked by owner"
        assert (source.obtained_at, str(source.grade)) == (TODAY.isoformat(), "B2")
        assert source.evidential_status is EvidentialStatus.EVIDENCE
    # The second part does not take the place of the first.
    table.path.write_text(TABLE.replace("2,Luis", "3,Luz"), encoding="utf-8")
    rest = answer(listed, made.id, table)
    assert rest.inquiry.state is State.ANSWERED
    assert {version.dataset for version in listed.current()} >= {done.version.dataset, rest.version.dataset}
    lines = [line.what for line in entries(listed.node.ledger) if line.action == "inquiry event"]
    assert [(line["event"], line["dataset"]) for line in lines] == [
        ("part", done.version.dataset),
        ("reply", rest.version.dataset),
    ]


def test_a_letter_is_kept_byte_for_byte_as_a_document(listed: Desk, letter: Reply) -> None:
    made = asked(listed, kind="court")
    done = answer(listed, made.id, letter)
    rows = listed.statements(entity_ids=[done.document]).to_pylist()
    assert {(row["prop"], row["value"]) for row in rows} >= {("fileName", "letter.pdf"), ("publisher", "Banco X")}
    kept = [listed.sources()[key] for key in done.inquiry.replies[0].sources]
    assert {source.legal_basis for source in kept} == {"CPP 235; Court 3, 12/2026"}
    originals = [listed.original(source.sha256).read_bytes() for source in kept]
    assert letter.path.read_bytes() in originals


@pytest.mark.parametrize("kind", ["table", "letter"])
def test_an_interrupted_reply_is_gone_on_with(
    listed: Desk, kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, reply = asked(listed), request.getfixturevalue(kind)
    with monkeypatch.context() as broken:
        broken.setattr(inquiries, "replied", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            answer(listed, made.id, reply)
    assert inquiries.one(listed, made.id).state is State.OPEN
    versions = [version.key for version in listed.versions()]
    assert answer(listed, made.id, reply).inquiry.state is State.ANSWERED
    assert [version.key for version in listed.versions()] == versions


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"order": " "}, "under an order"),
        ({"legal_basis": ""}, "needs a legal basis"),
        ({"addressee": ""}, "put to somebody"),
        ({"asked": ""}, "asks something"),
        ({"kind": "baker"}, "'baker' is nobody who is asked"),
        ({"due": "2020-01-01"}, "2020-01-01 is before"),
        ({"due": "soon"}, "'soon' is not a day"),
        ({"about": ("l-1", "nobody")}, "nothing about nobody"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(listed: Desk, change: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        asked(listed, **change)
    assert inquiries.held(listed) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"path": Path("/nowhere/reply.csv")}, "there is no such file"),
        ({"mapping": None}, "was not loaded"),
        ({"document": True}, "a document is not read"),
        ({"reader": "map"}, "by a mapping or by a reader"),
        ({"received": "2020-01-01"}, "cannot have been answered on 2020-01-01"),
        ({"received": LATER}, "cannot have been answered"),
        ({"received": "May"}, "'May' is not a day"),
        ({"as_of": "2999"}, "still to come"),
        ({"grade": "Z9"}, "Z9"),
        ({"status": "tip"}, "'tip' is no reply"),
    ],
)
def test_a_wrong_reply_is_refused_and_the_inquiry_waits_on(
    listed: Desk, table: Reply, change: dict[str, Any], says: str
) -> None:
    made = asked(listed)
    with pytest.raises(InputError, match=says):
        answer(listed, made.id, replace(table, **change))
    assert inquiries.one(listed, made.id).happened == ()
    assert {version.dataset for version in listed.versions()} == {"list"}


def test_a_closed_inquiry_takes_no_reply_and_nothing_else(listed: Desk, letter: Reply) -> None:
    made = asked(listed)
    with pytest.raises(InputError, match="say why nothing more"):
        inquiries.close(listed, made.id, "")
    assert inquiries.close(listed, made.id, "found otherwise").state is State.CLOSED
    acts: list[Callable[[], Any]] = [
        lambda: answer(listed, made.id, letter),
        lambda: inquiries.refuse(listed, made.id, "secrecy"),
        lambda: inquiries.remind(listed, made.id, "letter 4"),
        lambda: inquiries.extend(listed, made.id, (TODAY + timedelta(60)).isoformat(), "asked for"),
        lambda: inquiries.close(listed, made.id, "again"),
    ]
    for act in acts:
        with pytest.raises(InputError, match="an inquiry that is closed takes no such event"):
            act()
    assert {version.dataset for version in listed.versions()} == {"list"}
    with pytest.raises(InputError, match="no inquiry 'inq-0'"):
        inquiries.one(listed, "inq-0")


def test_what_is_due_and_what_is_overdue(listed: Desk) -> None:
    dues = {days: (TODAY + timedelta(days)).isoformat() for days in (3, 10, 40)}
    made = {days: asked(listed, due=day) for days, day in dues.items()}
    refused = asked(listed, due=dues[3])
    inquiries.refuse(listed, refused.id, "bank secrecy")

    def left(day: date, days: int) -> list[tuple[str, int]]:
        return [(each.inquiry.id, each.days) for each in inquiries.due(listed, day, days)]

    assert left(TODAY, 14) == [(made[3].id, 3), (made[10].id, 10)]
    assert left(TODAY + timedelta(12), 0) == [(made[3].id, -9), (made[10].id, -2)]
    with pytest.raises(InputError, match="is before"):
        inquiries.extend(listed, made[3].id, TODAY.isoformat(), "asked for")
    with pytest.raises(InputError, match=r"due on .* already"):
        inquiries.extend(listed, made[3].id, dues[3], "asked for")
    with pytest.raises(InputError, match="more time needs a reason"):
        inquiries.extend(listed, made[3].id, dues[40], " ")
    longer = inquiries.extend(listed, made[3].id, dues[40], "asked for")
    assert (longer.state, longer.first_due, longer.due) == (State.OPEN, dues[3], dues[40])
    assert left(TODAY, 14) == [(made[10].id, 10)]
    reminded = inquiries.remind(listed, made[10].id, "letter 44")
    assert [(each.event, each.why, each.due) for each in reminded.reminders] == [
        (Event.REMINDED, "letter 44", dues[10])
    ]


@pytest.fixture
def agency(tmp_path: Path) -> Iterator[Node]:
    root = tmp_path / "agency"
    node = Node.init(root, "agency", unencrypted="a test")
    users = Users(enter(node, purpose="founding"))
    users.add("pol", "Police", "supervisor", force="police", country="co")
    users.add("ana", "Analyst", "analyst", force="police", country="co")
    users.add("cus", "Customs", "analyst", force="customs", country="co")
    node.close()
    settings = root / "node.toml"
    settings.write_text(settings.read_text().replace('profile = "owner"', 'profile = "military-barred"'), "utf-8")
    node = Node.open(root)
    yield node
    node.close()


def test_who_asks_whom_is_known_to_those_who_may_read_it(
    agency: Node, lines_reader: LinesReader, lines: Callable[[str, str], Path]
) -> None:
    boss = enter(agency, "pol", "case work", "case-1")
    load(boss, lines("list", "l-1|Person|name|Ana Ríos\n"), LoadOptions(as_of="2021", dataset="list"))
    made = asked(boss)
    analyst, customs = enter(agency, "ana", "case work", "case-1"), enter(agency, "cus", "border control", "case-1")
    assert [each.id for each in inquiries.held(analyst)] == [made.id]
    assert inquiries.held(customs) == []
    with pytest.raises(InputError, match="no inquiry"):
        inquiries.remind(customs, made.id, "letter")
    assert inquiries.held(enter(agency, "ana", "case work", "case-2")) == [], "of another case"
    boss.write().protect("l-1", Protection.WITNESS, "heard in court")
    hidden = inquiries.one(analyst, made.id)
    assert (hidden.asked, hidden.about) == ("protected person", ())
    assert inquiries.one(boss, made.id).about == ("l-1",)
