"""Repeated false tips about one person: shown as a pattern of the tips, by how, when and in which words they came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contrared.case.tipping import patterns, wordings
from contrared.collect import LoadOptions, load
from contrared.collect.entering import Named
from contrared.collect.entering.receiving import Received, receive
from contrared.govern import Desk
from contrared.govern.hand import tips
from contrared.govern.hand.tip import Tip
from contrared.model import Handling

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]
SAID = "Ana Ríos keeps the books of the port gang and is paid in gold every month"
AGAIN = "ANA RÍOS keeps the books of the port gang, and is paid in gold every month!"
NEARLY = "Ana Ríos keeps the books of the port gang and is paid in dollars every month"


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    load(desk, lines("list", "l-1|Person|name|Ana Ríos\n"), LoadOptions(as_of="2021", dataset="list"))
    return desk


def tip(desk: Desk, text: str, day: str, *, about: str = "l-1", channel: str = "web form", name: str = "A. R.") -> Tip:
    came = Received(
        channel=channel,
        handling=Handling.parse("TLP:AMBER"),
        text=text,
        received=day,
        about=(about,) if about else (),
        sender="Juan Soto" if channel == "letter" else "",
    )
    return receive(desk, came, [Named("Person", (("name", name),))])[0]


def test_two_false_tips_are_one_pattern_and_one_is_none(listed: Desk) -> None:
    first = tip(listed, SAID, "2026-01-02")
    second = tip(listed, AGAIN, "2026-01-05")
    third = tip(listed, "she has a boat", "2026-03-01", channel="letter")
    tips.refute(listed, first.id, "she is blind")
    assert patterns(listed) == []
    tips.refute(listed, second.id, "she is blind")
    (found,) = patterns(listed)
    assert (found.about, found.name, found.tips, found.days, found.named) == ("l-1", "Ana Ríos", 3, 3, 0)
    assert [each.id for each in found.false] == [first.id, second.id]
    assert found.channels == (("web form", 2),)
    assert [(each.left, each.right, each.share) for each in found.wordings] == [(first.id, second.id, 1.0)]
    tips.refute(listed, third.id, "there is no boat")
    (found,) = patterns(listed)
    assert (found.days, found.named, found.channels) == (58, 1, (("web form", 2), ("letter", 1)))
    assert not [each.sender for each in found.false if each.sender]
    assert patterns(listed, least=4) == []
    tips.reopen(listed, second.id, "the ruling was of somebody else")
    assert len(patterns(listed)[0].false) == 2


def test_tips_about_somebody_who_is_not_held_are_held_together_by_the_name(listed: Desk) -> None:
    made = [
        tip(listed, f"number {day} says he smuggles", f"2026-01-0{day}", about="", name=name)
        for day, name in ((1, "Bo Quintero Rojas"), (2, "QUINTERO ROJAS, Bo"), (3, "Bo Quinto"))
    ]
    for each in made:
        tips.refute(listed, each.id, "no such boat")
    (found,) = patterns(listed)
    assert [each.id for each in found.false] == [each.id for each in made[:2]]


def test_the_same_tips_are_one_pattern_by_id_and_by_name(listed: Desk) -> None:
    for day in (1, 2):
        tips.refute(listed, tip(listed, f"{SAID} {day}", f"2026-01-0{day}", name="Ana Ríos").id, "no")
    assert [found.about for found in patterns(listed)] == ["l-1"]


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        (SAID, AGAIN, True),
        (SAID, NEARLY, True),
        (SAID, "Bo Quintero drives a truck for the port gang", False),
        ("", "", False),
        ("gold", "gold", True),
        ("gold", "guns", False),
    ],
)
def test_wordings_are_compared_by_words_in_a_row(listed: Desk, left: str, right: str, alike: bool) -> None:
    one = tip(listed, "x", "2026-01-01")
    two = [replace(one, id="tip-a", text=left), replace(one, id="tip-b", text=right)]
    assert bool(wordings(two)) is alike
