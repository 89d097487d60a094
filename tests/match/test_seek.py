"""The fast ways through the index give what the obvious slow ones do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from contrared.match import Index, compare, threshold
from contrared.match.align import JOINED
from contrared.match.alike import START
from contrared.match.commonness import commonness
from contrared.match.compare import comparable
from contrared.match.index import seek
from contrared.match.index.build import SHORTEST_JOINED, SHORTEST_NEAR, build
from contrared.match.index.hashing import hashes
from contrared.match.index.letters import letters_of, near
from contrared.match.index.lookup import Lookup
from contrared.match.index.seek import Seeker
from contrared.match.naming import MISSING_BOTH, MISSING_ONE
from contrared.match.profile import Profile, profile_of
from contrared.match.scorer import NO_FLOOR, class_of, floor_of, reaching, score
from contrared.match.tokens import MOST_TOKENS, NameForm, name_form
from contrared.match.weights import weights

GIVEN = [
    "Mohammed",
    "Muhammad",
    "Mohamed Mohammed",
    "Juan Carlos",
    "JuanCarlos",
    "Maria",
    "Mariya",
    "Abd al-Karim",
    "A.",
]
FAMILY = ["Hussein", "Husayn", "Barakat", "Baraka", "Barakzai", "Lopez", "Lopes Garcia", "El Aissami", "Aissamy", "Li"]
FACTS: list[dict[str, list[str]]] = [
    {},
    {"birthDate": ["1967-03-26"], "nationality": ["ve"]},
    {"birthDate": ["1976-03-26", "1990"], "gender": ["male"]},
    {"passportNumber": ["C2045678"], "birthPlace": ["Maicao, Colombia"]},
]
LISTED = [
    {
        "id": f"p{number}",
        "schema": "Person",
        "properties": {"name": [f"{given} {family}"], **FACTS[number % len(FACTS)]},
    }
    for number, (given, family) in enumerate(product(GIVEN, FAMILY))
] + [
    {"id": "c0", "schema": "Company", "properties": {"name": ["Barakat Trading Ltd"], "country": ["pa"]}},
    {"id": "l0", "schema": "LegalEntity", "properties": {"name": ["Barakat Lopez"], "passportNumber": ["C2O45678"]}},
]
NAMES = [
    *("Mohamad Husain", "Barakat Mohammed", "juan carlos lopez", "Juancarlos Lopes", "Mohammed Mohammed", "M. Barakat"),
    *(
        "Maria Barak",
        "محمد حسين",
        "Karim Aissami",
        "Hussein",
        "Mohammed Maria Juan Carlos Lopez Garcia",
        "Xyzzy",
        "Trading",
    ),
]
QUERIES = [
    {"schema": schema, "properties": {"name": [name], **facts}}
    for name, facts, schema in product(NAMES, FACTS[:3], ("Person", "Company"))
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(LISTED)


def closeness_of_rows(seeker: Seeker, form: NameForm, at: int, *, person: bool) -> dict[int, tuple[float, int]]:
    """By row, the closeness of the token of it that is most like a token of a query, and how many are like it."""
    token, last = form.tokens[at], at == len(form.tokens) - 1
    tokens, offsets, rows = seeker._tokens, seeker._offsets, seeker._rows
    found: list[tuple[float, int]] = []
    for first, second in pairwise(form.tokens):
        if token in (first, second) and len(first + second) >= SHORTEST_JOINED and first + second in tokens:
            assert form.tokens.count(token) == 1 or len(set(form.tokens)) == 1
            found.append((JOINED.closeness, tokens.index(first + second)))
    if len(token) >= SHORTEST_NEAR or (len(token) == SHORTEST_NEAR - 1 and last):
        found += [(START.closeness, number) for number, other in enumerate(tokens) if other.startswith(token)]
    found += seeker._alike(token, person=person, vowelless=form.vowelless)
    told: dict[int, tuple[float, int]] = {}
    for closeness, number in found:
        for row in rows[offsets[number] : offsets[number + 1]].tolist():
            told[row] = (closeness, told.get(row, (0.0, 0))[1] + 1)
    return told


def obvious(seeker: Seeker, query: Profile) -> Iterator[int]:
    """Parties worth scoring, one row at a time."""
    person = query.kind == "person"
    least = seek.LEAST if query.dates else seek.LEAST_BARE
    for form in query.names:
        weights_ = commonness(person=person).weights(form)
        kept = [w if len(t) > 1 or not person else 0.0 for t, w in zip(form.tokens, weights_, strict=True)]
        total, gained, times = sum(kept), dict[int, np.float32](), dict[int, int]()
        for at, weight in enumerate(kept):
            if weight:
                for row, (closeness, often) in closeness_of_rows(seeker, form, at, person=person).items():
                    gained[row] = gained.get(row, np.float32(0)) + np.float32(closeness) * np.float32(weight)
                    times[row] = times.get(row, 0) + often
        ranked = []
        for row, value in gained.items():
            if value >= seek.LEAST_SHARE * total and seeker._kind[row] in seek._COMPARABLE[query.kind]:
                value = min(value, np.float32(total))
                lost = sorted((total - value, max(seeker._bits[row] - value, np.float32(0))))
                estimate = value / (value + MISSING_BOTH * lost[0] + MISSING_ONE * (lost[1] - lost[0]))
                if estimate >= least:
                    ranked += [(-estimate, -value, row)] * times[row]
        ranked.sort()
        most = max(seek.MOST, sum(-estimate > seek.ALL_ALIKE for estimate, _, _ in ranked))
        yield from list(dict.fromkeys(int(seeker._entity[row]) for _, _, row in ranked[: most * 8]))[:most]


@pytest.mark.parametrize("kept", [seek.MOST_KEPT, 20_000, 0], ids=["all kept", "some kept", "none kept"])
def test_the_parties_sought_are_those_of_the_obvious_way(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr(seek, "MOST_KEPT", kept)
    seeker = Seeker(build(LISTED))
    found = 0
    for query in [*QUERIES, *QUERIES[::-1]]:
        asked = profile_of(query)
        if not asked.identifiers:
            assert seeker.seek(asked) == list(obvious(seeker, asked)), query
            found += len(seeker.seek(asked))
    assert found > 500


@pytest.mark.parametrize("least", [0.0, 0.2, threshold(), 0.9, 0.999])
def test_who_cannot_reach_the_threshold_is_all_that_is_left_out(index: Index, least: float) -> None:
    for query in QUERIES:
        everyone = index.screen(query, limit=seek.MOST, least=0.0)
        assert index.screen(query, limit=seek.MOST, least=least) == [c for c in everyone if c.score >= least]
        assert index.screen(query, limit=3) == [c for c in everyone if c.score >= threshold()][:3]


def test_whom_comparing_with_everyone_finds_the_index_finds(index: Index) -> None:
    by_id = {item["id"]: item for item in LISTED}
    hits = 0
    for query in QUERIES:
        found = {c.entity_id: (c.score, c.reasons) for c in index.screen(query, limit=1000)}
        for identity, (compared, reasons) in found.items():
            told = compare(query, by_id[identity])
            assert (told.score, told.reasons) == (compared, reasons)
        best = max((compare(query, item) for item in LISTED), key=lambda told: told.score)
        if best.score >= threshold():
            hits += 1
            assert max(compared for compared, _ in found.values()) == best.score, query
    assert hits > 20


def test_a_score_below_the_floor_is_all_that_is_none() -> None:
    model = weights("default")
    parties = [profile_of(item) for item in LISTED[::3]]
    cut = 0
    for left, right in product([*parties, *(profile_of(query) for query in QUERIES[::5])], parties):
        if not comparable(left, right):
            continue
        rarity = commonness(person=class_of(left, right) == "person")
        whole = score(left, right, model, rarity)
        assert reaching(left, right, model, rarity, NO_FLOOR) == whole
        for least in (0.0, 0.1, 0.698, 0.999, whole.score, 1.0):
            found = reaching(left, right, model, rarity, floor_of(least))
            cut += found is None
            assert found == whole if whole.score >= least else found in (None, whole)
    assert cut > 1000


@pytest.mark.parametrize(("least", "floor"), [(0.0, NO_FLOOR), (-1.0, NO_FLOOR), (2.0, float("inf"))])
def test_the_floor_of_what_is_no_chance(least: float, floor: float) -> None:
    assert floor_of(least) == floor


word = st.text("abcdxyzé한", min_size=1, max_size=9)


@given(word, st.lists(st.tuples(st.sampled_from("rids"), st.integers(0, 8), st.sampled_from("abé")), max_size=3))
@example("aaaa", [("r", 0, "b"), ("r", 1, "b")])
@example("x" * 300, [("d", 0, "")])
def test_tokens_few_edits_apart_are_never_taken_for_far(token: str, edits: list[tuple[str, int, str]]) -> None:
    other = token
    for what, at, letter in edits:
        at %= max(1, len(other))
        if what == "i":
            other = other[:at] + letter + other[at:]
        elif what == "s" and len(other) > at + 1:
            other = other[:at] + other[at + 1] + other[at] + other[at + 2 :]
        else:
            other = other[:at] + (letter if what == "r" else "") + other[at + 1 :]
    lengths = np.array([min(255, len(other))], np.uint8)
    for distance in (1, 2):
        if OSA.distance(token, other) <= distance:
            assert near(token, letters_of([other]), lengths, distance).all()


def test_tokens_of_other_letters_are_far() -> None:
    others = ["barakat", "karabat", "hussein", "barak", "bar"]
    lengths = np.array([len(other) for other in others], np.uint8)
    assert near("barakat", letters_of(others), lengths, 2).tolist() == [True, True, False, True, False]


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 5)), max_size=40), st.sets(st.sampled_from("abcxyz"))
)
def test_a_lookup_finds_what_is_filed(filed: list[tuple[str, int]], wanted: set[str]) -> None:
    keys = hashes(text for text, _ in filed)
    lookup = Lookup.of(keys, np.array([number for _, number in filed], np.uint32))
    expected = sorted({(text, number) for text, number in filed if text in wanted})
    asked = np.sort(hashes(wanted))
    assert lookup.under(asked) == {number for _, number in expected}
    assert sorted(lookup.every(asked).tolist()) == sorted(number for _, number in expected)


ENDLESS: list[Any] = ["mohammed " * 444, "محمد " * 800, "ab" * 5000, " ".join(f"word{n}" for n in range(900))]


@pytest.mark.parametrize("name", ENDLESS, ids=lambda name: name[:8])
@pytest.mark.parametrize("schema", ["Person", "Company"])
def test_a_name_without_end_has_an_end(index: Index, name: str, schema: str) -> None:
    form = name_form(name, person=schema == "Person")
    assert 0 < len(form.tokens) <= MOST_TOKENS
    index.screen({"schema": schema, "properties": {"name": [name]}})


def test_a_name_said_twice_is_left_as_it_is() -> None:
    assert name_form("Boutros Boutros", person=True).tokens == ("boutros", "boutros")
