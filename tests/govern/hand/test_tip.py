"""What follows for the grade of a tip, from whom, and in which order anything may be found of one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from contrared.govern.hand.tip import FOLLOWS, Finding, Found, Tip, check_follows, not_independent, raised, standing
from contrared.model import EvidentialStatus, Grade, Handling, InputError, Source

SOURCE = Source(
    sha256="a" * 64,
    size=1,
    filename="register.csv",
    dataset="register",
    as_of="2026",
    publisher="Register of companies",
    licence="",
    url="",
    reader="map",
    reader_version="1",
    grade=Grade.parse("B2"),
    handling=Handling.parse("TLP:AMBER"),
)
OWN = replace(
    SOURCE,
    sha256="b" * 64,
    filename="ent-1.toml",
    publisher="tip by web form",
    grade=Grade.parse("F6"),
    evidential_status=EvidentialStatus.TIP,
)
TIP = Tip(
    id="tip-0123456789abcdef",
    source_id=OWN.id,
    dataset="tips_2026_01_02",
    entities=("ent-0123456789abcdef",),
    about=(),
    text="he keeps the books",
    sender="Juan Soto",
    named=True,
    channel="web form",
    received="2026-01-02",
    by="ana",
    at="2026-01-02T03:04:05+00:00",
)


def graded(grade: str, publisher: str = "Register of companies") -> Source:
    return replace(SOURCE, grade=Grade.parse(grade), publisher=publisher)


@pytest.mark.parametrize(
    ("behind", "grade"),
    [
        ([graded("B2")], "F3"),
        ([graded("A1")], "F3"),
        ([graded("B4")], "F4"),
        ([graded("A1", "one"), graded("B2", "another")], "F2"),
        ([graded("A1", "one"), graded("A1", "another"), graded("A1", "a third")], "F2"),
        ([graded("A1", "One "), graded("A1", "one")], "F3"),
        ([graded("B3", "one"), graded("B4", "another")], "F3"),
    ],
)
def test_reliability_stays_and_credibility_follows_the_independent_origins(behind: list[Source], grade: str) -> None:
    assert str(raised(behind)) == grade


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, ""),
        ({"evidential_status": EvidentialStatus.TIP}, "a tip itself"),
        ({"sha256": OWN.sha256}, "the tip itself"),
        ({"grade": Grade.parse("F2")}, "graded F2"),
        ({"grade": Grade.parse("E2")}, "graded E2"),
        ({"grade": Grade.parse("B5")}, "graded B5"),
        ({"grade": Grade.parse("B6")}, "graded B6"),
        ({"obtained_how": f"written up from {TIP.id}"}, "taken from the tip"),
        ({"publisher": f"note on {TIP.entities[0]}"}, "taken from the tip"),
        ({"obtained_from": "by Juan Soto, at the counter"}, "own origin"),
        ({"obtained_from": "Juan Sotomayor"}, ""),
        ({"publisher": "Tip  by web form"}, "own origin"),
    ],
)
def test_what_corroborates_a_tip_is_independent_of_it(change: dict[str, object], says: str) -> None:
    problem = not_independent(replace(SOURCE, **change), TIP, OWN)  # type: ignore[arg-type]
    assert says in problem
    assert bool(says) == bool(problem)
    assert "Soto" not in problem, "why it is not independent must not tell who gave the tip"


@pytest.mark.parametrize(("state", "finding"), list(product(Finding, Finding)))
def test_nothing_else_may_be_found_of_a_tip(state: Finding, finding: Finding) -> None:
    may = {
        (Finding.OPEN, Finding.CORROBORATED),
        (Finding.OPEN, Finding.FALSE),
        (Finding.CORROBORATED, Finding.CORROBORATED),
        (Finding.CORROBORATED, Finding.FALSE),
        (Finding.CORROBORATED, Finding.OPEN),
        (Finding.FALSE, Finding.OPEN),
    }
    assert (finding in FOLLOWS[state]) == ((state, finding) in may)
    if (state, finding) in may:
        check_follows(replace(TIP, state=state), finding)
    else:
        with pytest.raises(InputError, match=f"is {state}, and cannot become {finding}"):
            check_follows(replace(TIP, state=state), finding)


def found(finding: Finding, source: str = "", at: str = "1") -> Found:
    return Found(finding, source, ("s-1",) if source else (), "why", "ana", at)


ONE, OTHER = graded("B2", "one"), graded("B2", "another")
SOURCES = {"one": ONE, "other": OTHER}
C1, C2 = found(Finding.CORROBORATED, "one"), found(Finding.CORROBORATED, "other", "2")
F, R = found(Finding.FALSE, at="3"), found(Finding.OPEN, at="4")


@pytest.mark.parametrize(
    ("said", "counted", "state", "grade"),
    [
        ([], [], Finding.OPEN, "F6"),
        ([C1], [C1], Finding.CORROBORATED, "F3"),
        ([C1, C2], [C1, C2], Finding.CORROBORATED, "F2"),
        # What the corroboration rests on is gone, closed or found false.
        ([C1], [], Finding.OPEN, "F6"),
        ([C1, C2], [C2], Finding.CORROBORATED, "F3"),
        ([C1, F], [C1], Finding.FALSE, "F6"),
        ([C1, R], [C1], Finding.OPEN, "F6"),
        # What was found before it was opened again counts no longer.
        ([C1, F, R, C2], [C1, C2], Finding.CORROBORATED, "F3"),
    ],
)
def test_what_stands_of_a_tip(said: list[Found], counted: list[Found], state: Finding, grade: str) -> None:
    assert standing(said, counted, SOURCES) == (state, Grade.parse(grade))
