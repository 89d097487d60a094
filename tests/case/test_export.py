"""Who may take out what, and that approval is of exactly what leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.case.export import Format, export
from contrared.collect import LoadOptions, load
from contrared.govern import Desk, enter
from contrared.govern.approvals import Seat, Terms, Waiting, approve, listed, offer
from contrared.govern.users import Users
from contrared.model import PolicyError
from contrared.store import Node
from tests.conftest import LinesReader

LIST = "l-1|Person|name|Nadia Farouk\nl-2|Person|name|Somebody Else\n"


@pytest.fixture
def police(node: Node, lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Node:
    """A node of a police force, with an open list, a strict one, an analyst and two supervisors."""
    for name, handling, status in (("open", "TLP:GREEN", "public"), ("strict", "TLP:AMBER+STRICT", "intelligence")):
        options = LoadOptions(as_of="2026", dataset=name, handling=handling, evidential_status=status)
        load(desk, lines(name, LIST), options)
    for who, role in (("ana", "analyst"), ("beto", "supervisor"), ("carla", "supervisor")):
        Users(desk).add(who, who.title(), role, force="police", country="co")
    policy = node.settings.policy.model_copy(update={"profile": "interior-police"})
    node.settings = node.settings.model_copy(update={"policy": policy})
    return node


def desk_of(node: Node, who: str) -> Desk:
    return enter(node, who, "case work", "c-1")


def take_out(node: Node, who: str, out: Path, **given: Any) -> Any:
    return export(desk_of(node, who), Format.FTM, out, **given)


def test_policy_says_who_exports_what(police: Node, tmp_path: Path) -> None:
    out = tmp_path / "held.json"
    with pytest.raises(PolicyError, match="default deny: no rule of interior-police lets analyst export"):
        take_out(police, "ana", out, dataset="open")
    with pytest.raises(PolicyError, match=r"strict, .*you may not export this"):
        take_out(police, "beto", out)
    assert listed(Seat.of(desk_of(police, "carla"))) == [], "what nobody may do is not asked for"
    with pytest.raises(Waiting) as waits:
        take_out(police, "beto", out, dataset="open")
    approve(Seat.of(desk_of(police, "carla")), waits.value.request_id)
    assert take_out(police, "beto", out, dataset="open").rows == 2


def test_what_was_approved_for_one_receiver_is_for_no_other(police: Node, tmp_path: Path) -> None:
    out = tmp_path / "held.json"
    with pytest.raises(Waiting) as waits:
        take_out(police, "beto", out, dataset="open", to="court 3")
    approve(Seat.of(desk_of(police, "carla")), waits.value.request_id)
    with pytest.raises(Waiting):
        take_out(police, "beto", out, dataset="open", to="a newspaper")
    assert not out.exists()


def test_a_standing_approval_names_the_receiver(police: Node, tmp_path: Path) -> None:
    seat = Seat.of(desk_of(police, "beto"))
    terms = Terms("export", ("case work",), ("court 3",), (), ("open",), "TLP:GREEN", 5, 5, seat.in_hours(24))
    request = offer(seat, terms, "weekly to the court")
    approve(Seat.of(desk_of(police, "carla")), request.id)
    for to in ("", "a newspaper"):
        with pytest.raises(Waiting):
            take_out(police, "beto", tmp_path / "held.json", dataset="open", to=to)
    assert take_out(police, "beto", tmp_path / "held.json", dataset="open", to="court 3").rows == 2
