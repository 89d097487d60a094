"""The rule from source grading to the probability of a tie: its table, its laws, and the desk's tables as its input."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.collect import LoadOptions, load
from contrared.govern import Desk
from contrared.model.grading import Credibility, Grade, Reliability
from contrared.network import Edge, Layer, edges
from contrared.network.probability import (
    CREDIBILITY,
    FACTORS,
    MOST,
    RELIABILITY,
    Graded,
    grade_table,
    gradings,
    method,
    of_any,
    of_grade,
    probability,
)
from tests.conftest import LinesReader

#: Likelihood bands of ICD 203, and the ranges STIX 2.1, Appendix A, gives the steps of credibility, in per cent.
BANDS = [(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)]
STIX = {"1": (80, 100), "2": (60, 79), "3": (40, 59), "4": (20, 39), "5": (0, 19)}


def tie(
    *statements: str, layer: Layer = Layer.LINKED_TO, weight: float = 1.0, occasions: tuple[tuple[str, ...], ...] = ()
) -> Edge:
    return Edge("a", "b", layer, "", tuple(sorted(statements)), weight=weight, occasions=occasions)


def by(**grades: str) -> tuple[Graded, ...]:
    return tuple(Graded(origin, Grade.parse(grade)) for origin, grade in grades.items())


def test_every_number_is_the_middle_of_a_band() -> None:
    middles = {(low + high) / 200 for low, high in BANDS}
    assert {*RELIABILITY.values(), *CREDIBILITY.values(), *FACTORS.values()} <= middles
    assert max(high for _, high in BANDS) / 100 == MOST


@pytest.mark.parametrize("step", list(STIX))
def test_credibility_agrees_with_stix(step: str) -> None:
    low, high = STIX[step]
    assert low <= 100 * CREDIBILITY[Credibility(step)] <= high


def test_better_grades_are_more_probable_and_none_is_certain() -> None:
    for step in Credibility:
        falling = [of_grade(Grade(reliability, step)) for reliability in list(Reliability)[:5]]
        assert all(left > right for left, right in pairwise(falling))
    for reliability in Reliability:
        falling = [of_grade(Grade(reliability, step)) for step in list(Credibility)[:5]]
        assert all(left > right for left, right in pairwise(falling))
    assert all(0 < of_grade(Grade(r, c)) < 1 for r, c in product(Reliability, Credibility))


def test_the_table_is_the_rule() -> None:
    table = grade_table()
    assert (len(table.heads), len(table.rows)) == (7, 6)
    assert [row[0] for row in table.rows] == list("ABCDEF")
    assert table.rows[1] == ("B", "0.766", "0.591", "0.438", "0.284", "0.109", "0.438")
    assert dict(method().params)["most"] == "0.99"


A1, A2, B2, C3, F6 = 0.97 * 0.875, 0.97 * 0.675, 0.875 * 0.675, 0.675 * 0.5, 0.25


@pytest.mark.parametrize(
    ("grading", "expected"),
    [
        ({"s1": by(x="A1"), "s2": by(x="A1")}, A1),
        ({"s1": by(x="A1"), "s2": by(x="B2")}, B2),  # the least of what one origin says
        ({"s1": by(x="A2", y="B2"), "s2": by(x="A2", y="B2")}, 1 - (1 - A2) * (1 - B2)),
        ({"s1": by(x="A2"), "s2": by(y="B2")}, A2 * B2),  # each knows only its half
        ({"s1": by(x="A2", y="B2"), "s2": by(x="A2")}, A2),
        ({"s1": by(x="A1", y="C3"), "s2": by(x="C3", y="A1")}, max(A1 * A1, 1 - (1 - C3) ** 2)),
        ({"s1": by(x="A1", y="C3", z="B2"), "s2": by(x="C3", y="A1", z="B2")}, 1 - (1 - A1 * A1) * (1 - B2)),
        ({"s1": by(x="F6"), "s2": by(x="F6")}, F6),
        ({"s1": (*by(x="C3"), *by(x="A2")), "s2": by(x="A2")}, A2),  # the best of one origin
        ({"s1": by(x="A2")}, None),
        ({"s1": by(x="A2"), "s2": ()}, None),
        ({}, None),
    ],
)
def test_the_rule(grading: dict[str, tuple[Graded, ...]], expected: float | None) -> None:
    found = probability(tie("s1", "s2"), grading)
    assert found == (None if expected is None else pytest.approx(expected))


def test_no_number_of_sources_is_certain() -> None:
    grading = {"s1": tuple(Graded(f"o{i}", Grade.parse("A1")) for i in range(9))}
    assert probability(tie("s1"), grading) == MOST


def test_occasions_are_alternatives_and_their_origin_counts_once() -> None:
    edge = tie("s1", "s2", "s3", layer=Layer.PAYMENT, weight=3, occasions=(("s1",), ("s2",), ("s3",)))
    grading = {"s1": by(x="C3"), "s2": by(x="A2"), "s3": by(y="B2")}
    assert probability(edge, grading) == pytest.approx(1 - (1 - A2) * (1 - B2))
    assert probability(edge, {"s2": by(x="A2")}) == pytest.approx(A2)


@pytest.mark.parametrize(
    ("layer", "weight", "factor"),
    [
        (Layer.LINKED_TO, 0.5, 1),
        (Layer.PAYMENT, 0.25, 1),
        (Layer.IDENTIFIER, 0.5, 0.5),
        (Layer.ENCOUNTER, 1.0, 1),
        (Layer.ADDRESS, 1.0, 0.5),
        (Layer.ADDRESS, 0.25, 0.125),
        (Layer.REMARK, 1.0, 0.5),
        (Layer.CO_LOCATION, 3.0, 0.325),
        (Layer.DOCUMENT, 1.0, 0.125),
        (Layer.CUSTODY, 1 / 9, 0.5 / 9),
    ],
)
def test_weak_layers_and_what_many_share(layer: Layer, weight: float, factor: float) -> None:
    found = probability(tie("s1", layer=layer, weight=weight), {"s1": by(x="A2")})
    assert found == pytest.approx(A2 * factor)


def test_factors_may_be_given_anew() -> None:
    assert probability(tie("s1", layer=Layer.REMARK), {"s1": by(x="A2")}, factors={}) == pytest.approx(A2)


def test_several_ties_of_one_pair_count_an_origin_once() -> None:
    two = [tie("s1"), tie("s2", layer=Layer.FAMILY)]
    assert of_any(two, {"s1": by(x="A2"), "s2": by(x="B2")}) == pytest.approx(A2)
    assert of_any(two, {"s1": by(x="A2"), "s2": by(y="B2")}) == pytest.approx(1 - (1 - A2) * (1 - B2))


GRADES = st.builds(Grade, st.sampled_from(Reliability), st.sampled_from(Credibility))
GRADING = st.dictionaries(
    st.sampled_from(["s1", "s2", "s3"]),
    st.lists(st.builds(Graded, st.sampled_from("xyz"), GRADES), min_size=1, max_size=4).map(tuple),
    min_size=3,
)


@given(GRADING, GRADES)
def test_a_further_origin_never_makes_a_tie_less_probable(grading: dict[str, tuple[Graded, ...]], grade: Grade) -> None:
    edge = tie("s1", "s2", "s3")
    before = probability(edge, grading)
    after = probability(edge, {key: (*said, Graded("new", grade)) for key, said in grading.items()})
    assert before is not None
    assert after is not None
    assert 0 < before <= after + 1e-12
    assert after <= MOST


@given(GRADING)
def test_the_order_of_grades_does_not_matter(grading: dict[str, tuple[Graded, ...]]) -> None:
    edge = tie("s1", "s2", "s3")
    turned = {key: said[::-1] for key, said in reversed(grading.items())}
    assert probability(edge, grading) == probability(edge, turned)


def test_gradings_of_the_desk(desk: Desk, lines: Callable[[str, str], Path], lines_reader: LinesReader) -> None:
    content = "\n".join(["a|Person|name|Ana", "b|Person|name|Bea", "l|UnknownLink|subject|a", "l|UnknownLink|object|b"])
    load(desk, lines("first", content), LoadOptions(as_of="2021", dataset="first"))
    (edge,) = edges(desk.statements()).edges
    evidence, sources = desk.evidence(None), desk.sources()
    graded = gradings(evidence, sources, statement_ids=edge.statement_ids)
    assert set(graded) == set(edge.statement_ids)
    ((item,),) = set(graded.values())
    assert (item.origin, str(item.grade)) == ("a test", "B3")
    assert probability(edge, graded) == pytest.approx(0.875 * 0.5)
    # a second file of the same publisher adds nothing; one of another publisher does, unless it only copies the first
    (source,) = sources
    again = pa.concat_tables([evidence, evidence.set_column(1, "source_id", pa.array(["src-2"] * len(evidence)))])
    same, other = replace(sources[source], filename="x"), replace(sources[source], publisher="Agency Two")
    both = gradings(again, sources | {"src-2": other})
    assert probability(edge, gradings(again, sources | {"src-2": same})) == pytest.approx(0.4375)
    assert probability(edge, both) == pytest.approx(1 - (1 - 0.4375) ** 2)
    copied = gradings(again, sources | {"src-2": other}, origins={"src-2": "a test"})
    assert probability(edge, copied) == pytest.approx(0.4375)
    assert gradings(evidence, {}) == {}
    assert math.isclose(of_grade(item.grade), 0.4375)
