"""The queue: what is decided does not wait, what was looked at comes later, and blind tells nothing by the order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.resolve import Judgement, Verdict, judge, undo
from contrared.resolve.queue import Order, Waiting, waiting

AT = "2026-01-02T03:04:05+00:00"
LINKS: list[dict[str, Any]] = [
    {"left_id": left, "right_id": right, "kind": "candidate", "score": score, "reasons": []}
    for left, right, score in (("a", "m", 0.70), ("b", "n", 0.90), ("c", "o", 0.80))
]
#: "a" is one party with two others, "m" with one.
CANONICAL = {"a": "ctr-1", "a2": "ctr-1", "a3": "ctr-1", "m": "ctr-2", "m2": "ctr-2"}


def decided(left: str, right: str, verdict: Verdict) -> Judgement:
    return judge([], left, right, verdict, by="ana", at=AT, why="seen")


def lefts(found: list[Waiting]) -> str:
    return "".join(item.left for item in found)


@pytest.mark.parametrize(("order", "expected"), [(Order.BEST, "bca"), (Order.IMPACT, "abc")])
def test_what_comes_first(order: Order, expected: str) -> None:
    found = waiting(LINKS, [], CANONICAL, order=order)
    assert lefts(found) == expected
    assert {item.left: item.impact for item in found} == {"a": 6, "b": 1, "c": 1}


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.DIFFERENT])
def test_what_was_decided_since_does_not_wait(verdict: Verdict) -> None:
    assert lefts(waiting(LINKS, [decided("b", "n", verdict)], {})) == "ca"


def test_what_was_undone_waits_again() -> None:
    made = decided("b", "n", Verdict.SAME)
    assert lefts(waiting(LINKS, [made, undo([made], made.id, by="ana", at=AT, why="slip")], {})) == "bca"


def test_unsure_comes_after_and_passed_over_last_the_longest_ago_first() -> None:
    passed = {("b", "n"): "2026-02-02", ("c", "o"): "2026-02-01"}
    found = waiting(LINKS, [decided("a", "m", Verdict.UNSURE)], {}, passed=passed)
    assert lefts(found) == "acb"
    assert found[0].unsure is not None
    assert found[0].unsure.by == "ana"


def test_a_pair_with_somebody_hidden_does_not_wait() -> None:
    assert lefts(waiting(LINKS, [], {}, hidden={"n"})) == "ca"


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.sampled_from(Order))
def test_blind_the_order_is_the_same_whatever_the_scores(scores: list[float], order: Order) -> None:
    links = [{**link, "score": score} for link, score in zip(LINKS, scores, strict=True)]
    assert lefts(waiting(links, [], CANONICAL, order=order, blind=True)) == lefts(waiting(LINKS, [], {}, blind=True))


@given(st.permutations(LINKS), st.sampled_from(Order), st.booleans())
def test_the_order_does_not_depend_on_how_the_ledger_gives_them(
    links: list[dict[str, Any]], order: Order, blind: bool
) -> None:
    assert waiting(links, [], CANONICAL, order=order, blind=blind) == waiting(
        LINKS, [], CANONICAL, order=order, blind=blind
    )
