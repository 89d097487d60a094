"""Pairs without a path are told in few sentences, exactly these pairs and each once."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.case.apart import Apart, apart

PAIRS = st.sets(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda pair: pair[0] < pair[1])
)


def told(item: Apart) -> list[frozenset[str]]:
    among = combinations(item.parties, 2) if item.among else ()
    return [frozenset(pair) for pair in (*among, *product(item.parties, item.others))]


@given(PAIRS)
def test_every_pair_is_told_once_and_no_other(pairs: set[tuple[str, str]]) -> None:
    said = [pair for item in apart(pairs) for pair in told(item)]
    assert sorted(map(sorted, said)) == sorted(map(sorted, pairs))


@given(PAIRS)
def test_the_order_of_the_pairs_does_not_matter(pairs: set[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in sorted(pairs, reverse=True)]
    assert apart(sorted(pairs)) == apart(turned)


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], []),
        ([("a", "b")], [Apart(("a",), False, ("b",))]),
        ([("a", "b"), ("a", "c")], [Apart(("a",), False, ("b", "c"))]),
        ([("a", "b"), ("a", "c"), ("b", "c")], [Apart(("a", "b", "c"), True, ())]),
        ([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")], [Apart(("a", "b"), False, ("x", "y"))]),
        ([("a", "b"), ("a", "x"), ("b", "x"), ("a", "y"), ("b", "y")], [Apart(("a", "b"), True, ("x", "y"))]),
    ],
)
def test_what_is_said(pairs: list[tuple[str, str]], found: list[Apart]) -> None:
    assert apart(pairs) == found
