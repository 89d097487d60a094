"""Who finds whom: what the same person may be written as, and what must not be enough."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.share import keys
from contrared.share.keys import Subject, asked_keys, held_keys
from contrared.share.keys.names import codes, spelt

HELD = Subject(names=("Yusuf Karim al-Inventado",), born=("1974-05-09",))

#: Another writing of the same person, and kinds of keys that find them.
SAME = [
    (Subject(names=("INVENTADO, Yousef Kareem",), born=("1974-05-09",)), {"P2D", "P2MD", "P2Y", "T1D"}),
    (Subject(names=("يوسف كريم",), born=("1974-05-09",)), {"P2D", "P2MD", "P2Y", "T1D"}),
    (Subject(names=("Юсуф Карим",), born=("1974-05-09",)), {"P2D", "P2MD", "P2Y", "T1D"}),
    (Subject(names=("Yusuf Karim",), born=("1974-09-05",)), {"P2D", "P2MD", "P2Y", "T1D"}),
    (Subject(names=("Yusuf Karim",), born=("1975-05-09",)), {"P2MD", "P2Y"}),
    (Subject(names=("Yusuf Karim",), born=("1973",)), {"P2Y"}),
    (Subject(names=("Yusuf Karim",), born=("1974-01-01",)), {"P2Y"}),
    (Subject(names=("Karim",), born=("1974-05-09",)), {"T1D"}),
    (Subject(names=("Yusuf Karim",), born=("1972",)), set()),
    (Subject(names=("Karim",), born=("1974",)), set()),
    (Subject(names=("Pedro Nadie",), born=("1974-05-09",)), set()),
]


@pytest.mark.parametrize(("asked", "kinds"), SAME, ids=lambda case: str(getattr(case, "names", "")))
def test_found_by(asked: Subject, kinds: set[str]) -> None:
    common = set(held_keys(HELD).keys) & set(asked_keys(asked).keys)
    assert {key.kind for key in common} == kinds


DOCUMENTS = [
    (("PE", "A-1234567"), ("PE", "A1234567"), 2),
    (("PE", "A1234567"), ("CO", "A1234567"), 1),
    (("PE", "AB1O5S"), ("PE", "A81055"), 1),
    (("", "A1234567"), ("PE", "a 1234567"), 1),
    (("PE", "12345"), ("CO", "12345"), 0),
]


@pytest.mark.parametrize(("held", "asked", "common"), DOCUMENTS)
def test_documents(held: tuple[str, str], asked: tuple[str, str], common: int) -> None:
    one, other = held_keys(Subject(documents=(held,))), asked_keys(Subject(documents=(asked,)))
    assert len(set(one.keys) & set(other.keys)) == common


@pytest.mark.parametrize("text", ["1974-13-01", "0000", "74", "1974-5-9", "1974-05-32", "", "١٩٧٤", "1974-05-09T00:00"])
def test_no_date(text: str) -> None:
    with pytest.raises(InputError, match="not a date"):
        asked_keys(Subject(names=("Yusuf Karim",), born=(text,)))


names = st.lists(
    st.sampled_from("Yusuf Karim Inventado Nadie Peña Ляхов محمد Đorđe Öztürk".split()), min_size=2, max_size=5
)
dates = st.dates().map(lambda date: date.isoformat())


@given(names, dates, st.randoms(use_true_random=False))
def test_the_order_of_a_name_does_not_matter(parts: list[str], date: str, chance: random.Random) -> None:
    mixed = parts.copy()
    chance.shuffle(mixed)
    one = held_keys(Subject(names=(" ".join(parts),), born=(date,)))
    assert set(one.keys) == set(held_keys(Subject(names=(" ".join(mixed),), born=(date,))).keys)


@given(names, dates)
def test_what_is_held_is_found_by_asking_the_same(parts: list[str], date: str) -> None:
    subject = Subject(names=(" ".join(parts),), born=(date,))
    assert set(held_keys(subject).keys) <= set(asked_keys(subject).keys)


@given(st.text(max_size=60))
def test_any_text_has_codes_or_is_said_to_have_none(text: str) -> None:
    words, found = spelt(text), codes(text)
    assert (words is None) == (found is None)
    for word in words or ():
        assert word.isascii()
        assert word.isalnum()
        assert word == word.lower()
    assert len(found or ()) <= 8


@given(names, st.none() | dates)
def test_never_a_name_alone(parts: list[str], date: str | None) -> None:
    derived = asked_keys(Subject(names=(" ".join(parts),), born=(date,) if date else ()))
    assert bool(derived.keys) == (not derived.why_not)
    for key in derived.keys:
        assert any(field.isdigit() and len(field) == 4 for field in key.fields)


def test_no_tables_of_the_machine_are_used() -> None:
    for path in Path(keys.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names}.isdisjoint({"unicodedata", "icu", "locale"})
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"casefold", "lower", "upper", "title", "normalize"}, path
