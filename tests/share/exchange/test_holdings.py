"""What of the lake may be confirmed to a partner, and what never leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Desk
from contrared.model import Handling, Protection
from contrared.share.exchange import DeskHoldings
from contrared.share.exchange.holdings import releasable

from ...conftest import LinesReader
from .nodes import Clock, Known, Post

Lines = Callable[[str, str], Path]
WANTED = """\
w-1|Person|name|Nadia Farouk
w-1|Person|birthDate|1980-02-11
w-1|Person|nationality|co
w-9|Passport|holder|w-1
w-9|Passport|number|AX123456
w-2|Person|name|Tomas Quiroga
"""


@pytest.fixture
def partner(tmp_path: Path) -> Known:
    other = Post(tmp_path / "br", "br", Clock())
    found = other.known()
    other.node.close()
    return found


@pytest.mark.parametrize(
    ("banner", "open_to_br"),
    [
        ("TLP:CLEAR", True),
        ("TLP:AMBER+STRICT", True),
        ("TLP:RED", False),
        ("TLP:GREEN // H1", True),
        ("TLP:GREEN // H2", False),
        ("TLP:GREEN // H3", False),
        ("TLP:AMBER // REL TO BR, CO", True),
        ("TLP:AMBER // REL TO CO", False),
        ("TLP:RED // REL TO BR", False),
    ],
)
def test_handling_says_what_may_be_confirmed(partner: Known, banner: str, open_to_br: bool) -> None:
    assert releasable(Handling.parse(banner), partner) is open_to_br


@pytest.fixture
def lake(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    loads = {
        "wanted": ("TLP:AMBER", WANTED),
        "secret": ("TLP:RED", "w-1|Person|alias|Nadya of the harbour\ns-1|Person|name|Ines Aldao\n"),
        "for_co": ("TLP:AMBER // REL TO CO", "c-1|Person|name|Bruno Paz\n"),
        "firms": ("TLP:CLEAR", "f-1|Company|name|Paz Hermanos\n"),
    }
    for name, (handling, text) in loads.items():
        load(desk, lines(name, text), LoadOptions(as_of="2026", dataset=name, handling=handling))
    return desk


def test_only_what_may_be_released_is_published(lake: Desk, partner: Known) -> None:
    published = {record.id: record.subject for record in DeskHoldings(lake).published(partner)}
    assert set(published) == {"w-1", "w-2"}
    nadia = published["w-1"]
    assert (nadia.names, nadia.born) == (("Nadia Farouk",), ("1980-02-11",))
    assert nadia.documents == (("co", "AX123456"),)


def test_what_may_be_told_of_a_record_leaves_out_what_may_not(lake: Desk, partner: Known) -> None:
    held = DeskHoldings(lake).record(partner, "w-1")
    assert held is not None
    assert {(told.prop, told.value) for told in held.statements} == {
        ("name", "Nadia Farouk"),
        ("birthDate", "1980-02-11"),
        ("nationality", "co"),
        ("passportNumber", "AX123456"),
    }
    assert {(told.grade, told.handling) for told in held.statements} == {("B3", "TLP:AMBER")}
    assert held.handling.banner == "TLP:AMBER"
    for record in ("s-1", "c-1", "f-1", "none"):
        assert DeskHoldings(lake).record(partner, record) is None


def test_a_tip_is_told_to_nobody(lake: Desk, partner: Known, lines: Lines) -> None:
    said = "t-1|Person|name|Ciro Told\nw-2|Person|alias|Told to be his\n"
    load(lake, lines("told", said), LoadOptions(as_of="2026", dataset="told", evidential_status="tip"))
    assert {record.id for record in DeskHoldings(lake).published(partner)} == {"w-1", "w-2"}
    assert DeskHoldings(lake).record(partner, "t-1") is None
    held = DeskHoldings(lake).record(partner, "w-2")
    assert held is not None
    assert {told.value for told in held.statements} == {"Tomas Quiroga"}


def test_a_protected_person_is_not_there(lake: Desk, partner: Known) -> None:
    lake.write().protect("w-1", Protection.MINOR, "sixteen years old")
    assert [record.id for record in DeskHoldings(lake).published(partner)] == ["w-2"]
    assert DeskHoldings(lake).record(partner, "w-1") is None


def test_a_merged_party_keeps_its_documents(lake: Desk, partner: Known) -> None:
    lake.write().resolution({"w-1": "w-2", "w-2": "w-2"}, [])
    (record,) = DeskHoldings(lake).published(partner)
    assert (record.id, record.subject.names) == ("w-2", ("Nadia Farouk", "Tomas Quiroga"))
    assert record.subject.documents == (("co", "AX123456"),)
    held = DeskHoldings(lake).record(partner, "w-2")
    assert held is not None
    assert ("passportNumber", "AX123456") in {(told.prop, told.value) for told in held.statements}
    assert DeskHoldings(lake).record(partner, "w-1") is None
