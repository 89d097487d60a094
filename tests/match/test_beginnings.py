"""Entries are found by beginnings of the words of any of their names, as somebody types."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.match.index import Index
from contrared.match.index.beginnings import POOL, words_of
from contrared.match.index.build import build
from contrared.match.profile import profile_of
from contrared.match.screening import Screen
from contrared.model import InputError


def party(entity_id: str, *names: str, schema: str = "Person") -> dict[str, Any]:
    return {"id": entity_id, "schema": schema, "properties": {"name": list(names[:1]), "alias": list(names[1:])}}


LISTED = [
    party("p-1", "Tareck Zaidan EL AISSAMI MADDAH", "Tarek Aissami"),
    party("p-2", "Assad Ahmad BARAKAT"),
    party("p-3", "Carlos Delgado Rojas"),
    party("p-4", "Rojas Quintero, Carlos Alberto"),
    party("p-5", "Абдулрахман Ахмедов"),
    party("p-6", "Abdul Rahman YASIN"),
    party("v-1", "M/V VICTORY 3", schema="Vessel"),
    party("c-1", "Minera del Sur S.A. de C.V.", schema="Company"),
    party("c-2", "Sur Minería Ltda", schema="Company"),
]
INDEX = Index(LISTED)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ais", ["p-1"]),
        ("tarek", ["p-1"]),
        ("Tareck el Aiss", ["p-1"]),
        ("el ais", ["p-1"]),
        ("maddah tar", ["p-1"]),
        ("bar", ["p-2"]),
        ("BARAKAT, ass", ["p-2"]),
        ("roj", ["p-4", "p-3"]),
        ("carlos", ["p-3", "p-4"]),
        ("carlos de", ["p-3", "p-4"]),
        ("carlos de ", ["p-3", "p-4"]),
        ("carlos del", ["p-3", "p-4"]),
        ("carlos delg", ["p-3"]),
        ("ахм", ["p-5"]),
        ("akhmed", ["p-5"]),
        ("abdulrakh", ["p-5"]),
        ("abdulrah", ["p-6"]),
        ("yas", ["p-6"]),
        ("vict", ["v-1"]),
        ("mv vict", ["v-1"]),
        ("mine", ["c-1", "c-2"]),
        ("minera del sur s.a", ["c-1"]),
        ("minera sur", ["c-1"]),
        ("nobody", []),
        ("barakatt", []),
        ("", []),
        ("   ", []),
        ("-", []),
        ("\U0001f600", []),
        ("a" * 10_000, []),
    ],
)
def test_beginnings_find_the_best_first(typed: str, found: list[str]) -> None:
    assert [begun.entity_id for begun in INDEX.begin(typed)] == found


def test_the_name_that_begins_so_is_told() -> None:
    assert [begun.name for begun in INDEX.begin("tarek")] == ["Tarek Aissami"]
    assert [begun.name for begun in INDEX.begin("tareck")] == ["Tareck Zaidan EL AISSAMI MADDAH"]


def test_there_are_at_most_so_many_and_the_whole_word_goes_first() -> None:
    many = Index([party(f"m-{n:03}", f"Mariano Numero{n}") for n in range(2 * POOL)] + [party("z-9", "Ana Lucia Mari")])
    assert len(many.begin("mari", 7)) == 7
    assert "z-9" in {begun.entity_id for begun in many.begin("mari", POOL)}, "else it would be lost among the others"
    assert many.begin("mari", 7) == many.begin("mari", 7)


WORDS = ["ana", "anabel", "ali", "alina", "bo", "boris", "ruiz", "de", "al", "aleph"]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@given(st.lists(names, min_size=1, max_size=12), st.text("abdelnorsiuz ", min_size=1, max_size=7))
def test_every_party_is_found_that_a_look_at_each_finds(listed: list[str], typed: str) -> None:
    parties = [party(f"p-{n}", name) for n, name in enumerate(listed)]
    found = {begun.entity_id for begun in Index(parties).begin(typed, 100)}
    wanted = set()
    for each in parties:
        tokens = profile_of(each).names[0].tokens
        pairs = [first + second for first, second in pairwise(tokens)]
        known = [*tokens, *(pair for pair in pairs if len(pair) >= 5)]
        if any(all(any(t.startswith(w) for t in known) for w in words) for words in words_of(typed)):
            wanted.add(each["id"])
    assert found == wanted


def test_lists_are_asked_together_and_one_alone(tmp_path: Path) -> None:
    def index(name: str, *parties: dict[str, Any]) -> Index:
        build(parties, {"dataset": name, "version": "1", "as_of": "2021"}).save(tmp_path / name)
        return Index.open(tmp_path / name)

    screen = Screen([index("a", LISTED[2]), index("b", LISTED[3], LISTED[2])])
    assert [entity["id"] for _, entity in screen.begin("carlos")] == ["p-3", "p-4"]
    assert [entity["id"] for _, entity in screen.begin("carlos", datasets=["a"])] == ["p-3"]
    assert [entity["id"] for _, entity in screen.begin("carlos", 1)] == ["p-3"]
    with pytest.raises(InputError, match="no list c"):
        screen.begin("carlos", datasets=["c"])
