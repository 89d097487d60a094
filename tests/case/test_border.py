"""The border scenario from end to end: who is found, what is released and refused, and that nobody learned more."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace

import pytest

from contrared.case.border import Run, html, read_script, run, text
from contrared.case.border.nobody import needles_of, searched
from contrared.case.border.report import verdict
from contrared.share.envelope import Kind, peek

from ..conftest import SHIPPED

FOLDER = SHIPPED.parent / "border"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(read_script(FOLDER), tmp_path_factory.mktemp("border") / "nodes")


def said(done: Run, node: str, words: str) -> list[str]:
    return [event.what for event in done.events if event.node == node and re.search(words, event.what)]


@pytest.mark.slow
def test_four_are_found_and_two_stay_open_with_their_last_encounter(done: Run) -> None:
    assert {(n, fate.state) for n, fate in done.fates.items()} == {
        (1, "found"), (2, "found"), (3, "found"), (4, "found"), (5, "open"), (6, "open"),
    }  # fmt: skip
    assert all(done.fates[n].last.startswith("Capurganá") for n in (5, 6))


def test_two_partners_have_hits_and_one_releases_while_the_other_refuses(done: Run) -> None:
    hits = [what for what in said(done, "co", "^meets") if "(persons)" in what]
    assert [re.findall(r"hit at (\w+)", what) for what in hits] == [["Guarulhos"], ["Metetí"]]
    (release,) = said(done, "br", "^releases")
    assert "TLP:AMBER // H1" in release
    assert "torn off" in release
    assert len(said(done, "pa", "refuses")) == 1


def test_duty_desks_ring_where_somebody_watches(done: Run) -> None:
    rung = [(e.node, e.what.split(": ")[1]) for e in done.events if "duty desk rings" in e.what]
    assert rung == [
        ("pa", "Selim Aras Demirel at Capurganá"),
        ("gt", "Tomás Quiroga Vidal at Capurganá"),
        ("co", "Selim Aras Demirel at Metetí"),
        ("co", "Ingrid Sallow Petrenko at Metetí"),
        ("co", "Tomás Quiroga Vidal at Tecún Umán"),
        ("co", "Marco Belvedere Quintana at Tecún Umán"),
    ]
    assert len(done.alerts) == 6


def test_outcomes_flow_back(done: Run) -> None:
    kinds = [peek(each.data).header.type for post in done.posts.values() for each in post.carried]
    assert kinds.count(Kind.OUTCOME) == 5
    assert kinds.count(Kind.RELEASE) == 5
    assert kinds.count(Kind.REFUSE) == 1


def test_nobody_but_the_recording_node_learned_of_the_two(done: Run) -> None:
    found = done.searched
    assert found is not None
    assert (found.found, found.at_home, found.sealed, found.holds) == ((), True, True, True)
    assert found.files > 100
    assert found.messages == 2 * done.messages
    assert "Nobody" in verdict(found)


def test_the_search_finds_what_is_there(done: Run) -> None:
    known = done.script.walkers[1]
    script = replace(done.script, walkers={**done.script.walkers, 1: replace(known, bystander=True)})
    carried = [each for post in done.posts.values() for each in post.carried]
    found = searched(script, done.posts, carried, "co")
    assert not found.holds
    assert any(place.startswith("br: ") for place in found.found), "what Brazil holds of the first traveller"
    assert any("open" in place for place in found.found), "what was sealed to Brazil"
    assert "SOMEBODY LEARNED" in verdict(found)


def test_needles_are_found_however_they_are_written() -> None:
    walker = read_script(FOLDER).bystanders[0]
    needles = set(needles_of(walker))
    assert {b"Desrosiers", b"DESROSIERS", b"RD2290118", b"Wilner Desrosiers"} <= needles
    for before in (b"", b"x", b"xy", b"xyz"):
        coded = base64.urlsafe_b64encode(before + b"Wilner Desrosiers, Haiti")
        assert any(needle in coded for needle in needles), before


def test_every_node_is_whole_and_the_reports_say_what_happened(done: Run) -> None:
    assert done.problems == []
    told, page = text(done), html(done)
    for fate in done.fates.values():
        assert fate.walker.label in told
        assert fate.walker.label in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "SYNTHETIC" in page


def test_the_holdings_are_of_one_country_each() -> None:
    for country in ("br", "co", "pa", "gt"):
        lines = gzip.decompress((FOLDER / "holdings" / f"{country}_2026-02-01.ftm.json.gz").read_bytes()).splitlines()
        people = [json.loads(line) for line in lines]
        assert len(people) == 300
        assert {person["properties"]["nationality"][0] for person in people} == {country}
