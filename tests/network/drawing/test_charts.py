"""Drawings of results: well formed, told in words, the same bytes, and every row in its place."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.network.drawing.canvas import ticks
from contrared.network.drawing.course import Course, courses
from contrared.network.drawing.intervals import Row, intervals
from contrared.network.drawing.sketch import MOST, Dot, Line, sketch

SVG = "{http://www.w3.org/2000/svg}"
AWKWARD = 'Пётр & <b>"Sons"</b> \x00\u202e'


def _texts(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_rows_stand_at_their_values() -> None:
    svg = intervals([Row("a", 0.5, 0.0, 1.0, "1", 0), Row("b", 1.0, 1.0, 1.0, "2", 1)], title="t", axis="x")
    root = ElementTree.fromstring(svg)
    xs = [float(node.attrib["cx"]) for node in root.iter(f"{SVG}circle")]
    lines = [node for node in root.iter(f"{SVG}line") if node.attrib["stroke-width"] == "3"]
    assert xs[0] == pytest.approx((float(lines[0].attrib["x1"]) + float(lines[0].attrib["x2"])) / 2, abs=0.1)
    assert xs[1] == float(lines[1].attrib["x1"]) == float(lines[1].attrib["x2"])
    assert {"a", "b", "x", "t"} <= set(_texts(svg))


def test_a_tier_is_shaded_and_an_empty_ranking_is_still_a_drawing() -> None:
    svg = intervals([Row("a", 1, 1, 1, tier=0), Row("b", 1, 1, 1, tier=1)], title="t", axis="x")
    assert svg.count('fill="#f2f2f2"') == 1
    ElementTree.fromstring(intervals([], title="t", axis="x"))
    ElementTree.fromstring(courses([], [], title="t", axis="x"))
    ElementTree.fromstring(sketch([], [], title="t"))


def test_courses_have_their_bands_and_differ_without_colour() -> None:
    both = [Course("none", (1.0, 0.5), (0.9, 0.4), (1.0, 0.6)), Course("trust", (1.0, 0.8))]
    root = ElementTree.fromstring(courses(both, ["before", "after"], title="t", axis="x"))
    assert len(list(root.iter(f"{SVG}polygon"))) == 1
    dashes = [node.attrib.get("stroke-dasharray", "") for node in root.iter(f"{SVG}polyline")]
    assert len(set(dashes)) == 2


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16))
def test_nodes_are_drawn_apart_and_the_same_each_time(pairs: list[tuple[int, int]]) -> None:
    dots = [Dot(str(number), AWKWARD + str(number), told=True, group=number % 3) for number in range(8)]
    lines = [Line(a, b, 0.5, "x & y") for a, b in pairs if a != b]
    svg = sketch(dots, lines, title=AWKWARD, description="d")
    assert svg == sketch(dots, lines, title=AWKWARD, description="d")
    circles = list(ElementTree.fromstring(svg).iter(f"{SVG}circle"))
    places = {(node.attrib["cx"], node.attrib["cy"]) for node in circles}
    assert len(places) == 8
    assert not re.search("[\x00]", svg)


def test_too_many_to_tell_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be told apart"):
        sketch([Dot(str(n), str(n)) for n in range(MOST + 1)], [], title="t")


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_few_and_inside(low: float, width: float) -> None:
    marks = ticks(low, low + width)
    assert 1 <= len(marks) <= 8
    assert all(low - width * 1e-6 <= mark <= low + width * (1 + 1e-6) for mark in marks)
    assert marks == sorted(marks)
