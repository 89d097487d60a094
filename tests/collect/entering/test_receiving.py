"""Tips: kept as they came, graded F6 whatever is asked, corroborated by what is independent, and alone nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contrared.case.dossier import dossier
from contrared.case.identity import record_judgement, resolve_node, resolve_with_registers
from contrared.collect import LoadOptions, load
from contrared.collect.entering import Entry, Named, enter_by_hand
from contrared.collect.entering.receiving import Received, receive
from contrared.govern import Desk, enter
from contrared.govern.hand import tips
from contrared.govern.hand.tip import Finding, Tip
from contrared.govern.record import entries
from contrared.govern.rights.corrections import Corrections
from contrared.govern.rights.deletion import Deletion
from contrared.govern.users import Users
from contrared.match.question import Known
from contrared.match.screening import opened
from contrared.match.segments import refresh
from contrared.match.subjects import subjects
from contrared.match.watching import look, overdue, rescreen
from contrared.model import EvidentialStatus, Grade, Handling, InputError, PolicyError, Protection
from contrared.resolve import Verdict
from contrared.store import Node
from contrared.store.ledger import Ledger
from contrared.store.tables import tip_findings
from contrared.store.tables import tips as kept_tips

from ...conftest import LinesReader
from .test_entering import said

AMBER = Handling.parse("TLP:AMBER")
CAME = Received(channel="web form", handling=AMBER, text="Ana Ríos moves gold by boat", sender="Juan Soto Vidal")
ANA = (("name", "Ana Ríos Lagunas"), ("birthDate", "1971-03-04"), ("nationality", "co"), ("idNumber", "CC-5523771"))
LISTED = "".join(f"l-1|Person|{prop}|{value}\n" for prop, value in ANA)
Lines = Callable[[str, str], Path]


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    load(desk, lines("list", LISTED + "l-2|Person|name|Luis Prada\n"), LoadOptions(as_of="2021", dataset="list"))
    return desk


def tip(desk: Desk, came: Received = CAME, **values: str) -> Tip:
    named = Named("Person", tuple(values.items()) or ANA)
    return receive(desk, came, [named])[0]


def statement(desk: Desk, entity: str, prop: str = "name") -> str:
    (found,) = desk.statements(entity_ids=[entity], props=[prop])["id"].to_pylist()
    return str(found)


def test_what_came_is_archived_and_its_facts_are_a_source_graded_f6(listed: Desk, tmp_path: Path) -> None:
    letter = tmp_path / "from Juan Soto Vidal.pdf"
    letter.write_bytes(b"%PDF-1.4 Ana R\xedos moves gold\x00\xff")
    made, kept = receive(listed, replace(CAME, file=letter, about=("l-1",)), [Named("Person", ANA)])
    assert (made.state, str(made.grade), made.named, made.about) == (Finding.OPEN, "F6", True, ("l-1",))
    source = listed.sources()[made.source_id]
    assert (source.grade, source.evidential_status) == (Grade.parse("F6"), EvidentialStatus.TIP)
    assert source.obtained_from == "somebody who is named"
    assert kept.received is not None
    assert kept.received.sha256 == hashlib.sha256(letter.read_bytes()).hexdigest()
    assert listed.original(kept.received.sha256).read_bytes() == letter.read_bytes()
    (place,) = listed.evidence([statement(listed, made.entities[0])]).to_pylist()
    assert place["source_id"] == made.source_id


def test_who_gave_it_is_in_no_source_and_no_file_of_the_lake(listed: Desk, tmp_path: Path) -> None:
    letter = tmp_path / "from Juan Soto Vidal.txt"
    letter.write_text("Ana moves gold", encoding="utf-8")
    made = tip(listed, replace(CAME, text="", file=letter))
    assert made.sender == "Juan Soto Vidal"
    assert made.text == "Ana moves gold"
    root = listed.node.root
    shown = [path for folder in ("lake", "archive") for path in (root / folder).rglob("*") if path.is_file()]
    assert shown
    assert not [path for path in shown if "Soto" in path.name or b"Soto" in path.read_bytes()]
    assert "Soto" not in str(listed.sources())
    assert "Soto" not in "".join(str(line.what) for line in entries(listed.node.ledger))
    assert not [each for each in tips.held(listed) if each.sender], "a list names nobody"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": "  "}, "nothing was told"),
        ({"channel": " "}, "how the tip came"),
        ({"file": Path("/nowhere/tip.txt")}, "no such file"),
        ({"received": "2999-01-01"}, "still to come"),
        ({"received": "May"}, "not a date"),
        ({"about": ("l-1", "nobody")}, "nothing about nobody"),
    ],
)
def test_what_cannot_be_a_tip_is_refused_and_nothing_is_kept(listed: Desk, change: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        tip(listed, replace(CAME, **change))
    assert tips.held(listed) == []
    assert [version.dataset for version in listed.versions()] == ["list"]


def test_an_empty_file_is_no_tip(listed: Desk, tmp_path: Path) -> None:
    (tmp_path / "tip.txt").touch()
    with pytest.raises(InputError, match="empty"):
        tip(listed, replace(CAME, file=tmp_path / "tip.txt"))


def test_the_very_same_again_needs_a_note_and_an_interrupted_one_is_gone_on_with(
    listed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(tips, "keep", lambda desk, row: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            tip(listed)
    (held,) = tips.held(listed)
    assert held.channel == "loaded as a file", "until it is gone on with, its facts are a tip all the same"
    made = tip(listed)
    assert [each.id for each in tips.held(listed)] == [made.id]
    with pytest.raises(InputError, match=f"the very same came before, as {made.id}"):
        tip(listed)
    assert len({made.id, tip(listed, replace(CAME, note="came again on Monday")).id}) == 2


def test_no_tip_is_graded_better_by_whichever_way_it_comes(listed: Desk, lines: Lines) -> None:
    asked = LoadOptions(as_of="2022", dataset="told", reliability="A", credibility="1", evidential_status="tip")
    report = load(listed, lines("told", "t-1|Person|name|Luis Prada\n"), asked)
    assert {str(source["grade"]) for source in report.version.sources.values()} == {"F6"}
    assert any("a tip is graded F6" in notice for notice in report.notices)
    about = replace(said(), status=EvidentialStatus.TIP, grade=Grade.parse("B2"))
    with pytest.raises(InputError, match="graded F6, not B2"):
        enter_by_hand(listed, Entry(about, (Named("Person", ANA),)))
    (known,) = tips.held(listed)
    assert (known.id, known.entities, str(known.grade)) == (known.source_id, ("t-1",), "F6")


@pytest.mark.parametrize(("dataset", "status", "says"), [("list", "tip", "holds no tips"), ("told", "", "holds tips")])
def test_tips_have_datasets_of_their_own(listed: Desk, lines: Lines, dataset: str, status: str, says: str) -> None:
    first = LoadOptions(as_of="2022", dataset="told", evidential_status="tip")
    load(listed, lines("told", "t-1|Person|name|Luis Prada\n"), first)
    again = LoadOptions(as_of="2023", dataset=dataset, evidential_status=status)
    with pytest.raises(InputError, match=says):
        load(listed, lines("again", "t-1|Person|name|Luis Prada Gil\n"), again)


def test_independent_statements_raise_it_by_the_rule_and_it_falls_with_them(listed: Desk) -> None:
    made = tip(listed, replace(CAME, about=("l-1",)))
    key = statement(listed, "l-1", "idNumber")
    found = tips.corroborate(listed, made.id, [key], "the list gives the same number")
    assert (found.state, str(found.grade)) == (Finding.CORROBORATED, "F3")
    (one,) = found.found
    assert (one.statements, one.by, one.why) == ((key,), "owner", "the list gives the same number")
    assert one.at
    assert tips.unsupported(listed) & {made.source_id} == frozenset()
    line = [each for each in entries(listed.node.ledger) if each.action == "tip found"][-1]
    assert line.what["statements"] == [key]
    Corrections(listed).make(key, false="the number", why="ruling", ordered_by="Court 3", legal_basis="CPP 205")
    assert (tips.one(listed, made.id).state, str(tips.one(listed, made.id).grade)) == (Finding.OPEN, "F6")
    assert made.source_id in tips.unsupported(listed)


def test_nothing_else_corroborates(listed: Desk, lines: Lines) -> None:
    made = tip(listed, replace(CAME, about=("l-1",)))
    other = tip(listed, replace(CAME, channel="letter", about=("l-1",)), name="Ana Ríos", notes="seen at the port")
    for key, says in (
        (statement(listed, made.entities[0]), "it is a tip itself"),
        (statement(listed, "l-2"), "about l-2, of whom the tip does not speak"),
        ("nothing", "no statement nothing"),
    ):
        with pytest.raises(InputError, match=says):
            tips.corroborate(listed, made.id, [key], "because")
    with pytest.raises(InputError, match="no statement is named"):
        tips.corroborate(listed, made.id, [], "because")
    with pytest.raises(InputError, match="say how they bear the tip out"):
        tips.corroborate(listed, made.id, [statement(listed, "l-1")], " ")
    record_judgement(listed, other.entities[0], "l-1", Verdict.SAME, "the same number")
    resolve_node(listed)
    with pytest.raises(InputError, match="it is a tip itself"):
        tips.corroborate(listed, made.id, [statement(listed, other.entities[0])], "another tip says so")
    about = replace(said(), source=f"note on {made.id}")
    note = enter_by_hand(listed, Entry(about, (Named("UnknownLink", (("subject", "l-1"), ("object", "l-2"))),)))
    with pytest.raises(InputError, match="it was taken from the tip"):
        tips.corroborate(listed, made.id, [statement(listed, note.entry.id, "subject")], "the note says so")
    assert tips.one(listed, made.id).found == ()


def test_a_false_tip_stays_and_says_so(listed: Desk) -> None:
    made = tip(listed)
    found = tips.refute(listed, made.id, "she was abroad")
    assert (found.state, [each.why for each in found.found]) == (Finding.FALSE, ["she was abroad"])
    shown = dossier(listed, made.entities[0])
    assert {shown.tips[place.source_id] for item in shown.statements for place in item.places} == {"false"}
    for act, says in (
        (lambda: tips.refute(listed, made.id, "again"), "is false, and cannot become false"),
        (lambda: tips.corroborate(listed, made.id, [statement(listed, "l-1")], "x"), "open it again first"),
        (lambda: tips.reopen(listed, made.id, ""), "say why it is open again"),
        (lambda: tips.refute(listed, "tip-0", "x"), "no tip 'tip-0'"),
    ):
        with pytest.raises(InputError, match=says):
            act()
    assert tips.reopen(listed, made.id, "she was not").state is Finding.OPEN


def test_a_tip_is_merged_with_nobody_until_a_person_says_so(listed: Desk, lines: Lines) -> None:
    copied = LoadOptions(as_of="2021", dataset="second")
    load(listed, lines("second", LISTED.replace("l-1", "s-1")), copied)
    before = resolve_node(listed)
    assert before.canonical.keys() == {"l-1", "s-1"}
    made = tip(listed)
    # Another's name and date under the id of somebody listed: it must not part what is together, either.
    told = LoadOptions(as_of="2022", dataset="told", evidential_status="tip")
    load(listed, lines("told", "l-1|Person|birthDate|1999-09-09\nl-1|Person|idNumber|X-1\n"), told)
    after = resolve_node(listed)
    assert after.canonical == before.canonical
    assert [link.pair for link in after.automatic] == [link.pair for link in before.automatic]
    assert {link.kind for link in after.links if made.entities[0] in link.pair} == {"candidate"}
    record_judgement(listed, made.entities[0], "l-1", Verdict.SAME, "the same number")
    assert made.entities[0] in resolve_node(listed).canonical
    with pytest.raises(InputError, match="is a tip, and no register"):
        resolve_with_registers(listed, bulk=["told"])


def test_a_tip_raises_no_alert(listed: Desk) -> None:
    queries = Known(names=("Ana Ríos Lagunas",), schema="Person", born="1971-03-04").queries()
    rescreen(listed, None, listed.version("list"))
    _, kept = receive(listed, CAME, [Named("Person", ANA)])
    refresh(listed)
    listed.memory.watch("port", [("Ana", queries)])
    raised = look(listed, subjects(listed))
    assert {row["entity_id"] for row in raised} == {"l-1"}
    assert rescreen(listed, None, kept.version) == []
    assert kept.version.dataset not in {version.dataset for version in overdue(listed)}


def test_many_tips_hide_no_listed_party(listed: Desk) -> None:
    for count in range(6):
        tip(listed, replace(CAME, note=f"call {count}"))
    refresh(listed)
    known = Known(names=("Ana Ríos Lagunas",), schema="Person", born="1971-03-04", documents=("CC-5523771",))
    answer = opened(listed).ask(*known.queries(), limit=4)
    first, *others = answer.candidates
    assert (first.entity_id, answer.is_tip(first), len(others)) == ("l-1", False, 3)
    assert all(answer.is_tip(each) for each in others)


def test_it_goes_on_time_with_all_the_ledger_has_of_it(listed: Desk) -> None:
    made = tip(listed)
    tips.refute(listed, made.id, "she was abroad")
    Deletion(listed).run(date(2040, 1, 1), "Ley 1581")
    ledger: Ledger = listed.node.ledger
    with ledger.reading() as connection:
        assert [connection.execute(table.select()).all() for table in (kept_tips, tip_findings)] == [[], []]
    assert tips.held(listed) == []


@pytest.fixture
def agency(tmp_path: Path) -> Iterator[Node]:
    root = tmp_path / "agency"
    node = Node.init(root, "agency", unencrypted="a test")
    users = Users(enter(node, purpose="founding"))
    users.add("pol", "Police", "supervisor", force="police", country="co")
    users.add("ana", "Analyst", "analyst", force="police", country="co")
    users.add("off", "Officer", "officer", force="police", country="co")
    node.close()
    settings = root / "node.toml"
    settings.write_text(settings.read_text().replace('profile = "owner"', 'profile = "military-barred"'), "utf-8")
    node = Node.open(root)
    yield node
    node.close()


def test_only_who_may_see_protected_persons_is_told_who_gave_it(agency: Node) -> None:
    boss, analyst, officer = (enter(agency, user, "case work", "case-1") for user in ("pol", "ana", "off"))
    made, kept = receive(boss, CAME, [Named("Person", ANA)])
    assert tips.one(boss, made.id).sender == "Juan Soto Vidal"
    seen = tips.one(analyst, made.id)
    assert (seen.sender, seen.named, seen.text) == ("", True, CAME.text)
    assert kept.received is not None
    assert boss.original(kept.received.sha256).read_text("utf-8") == CAME.text
    with pytest.raises(PolicyError, match="see a tip as it came"):
        analyst.original(kept.received.sha256)
    assert tips.held(officer) == []
    with pytest.raises(InputError, match="no tip"):
        tips.one(officer, made.id)
    boss.write().protect(made.entities[0], Protection.WITNESS, "heard in court")
    hidden = tips.one(analyst, made.id)
    assert (hidden.text, hidden.parties) == ("protected person", ())
    shown = [line for line in entries(agency.ledger) if line.action == "tip shown" and line.user == "pol"]
    assert any(line.what["sender"] for line in shown), "who was shown the sender is on record"
