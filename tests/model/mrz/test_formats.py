"""Layouts: every position belongs to one field, and every check digit to one place."""

from __future__ import annotations

import pytest

from contrared.model.mrz import Format, Span
from contrared.model.mrz.formats import LAYOUTS, SHAPES, Allowed, Layout, layouts_of

every = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=str)


@every
def test_fields_cover_every_position_once(layout: Layout) -> None:
    taken = [
        (slot.span.line, position)
        for slot in layout.slots.values()
        for position in range(slot.span.start, slot.span.end)
    ]
    whole = [(line, position) for line in range(1, layout.height + 1) for position in range(layout.width)]
    assert sorted(taken) == whole


@every
def test_check_digits_stand_where_the_fields_say(layout: Layout) -> None:
    places = {slot.span for slot in layout.slots.values() if slot.allowed is Allowed.CHECK}
    assert {guard.digit for guard in layout.guards} == places


@every
def test_no_check_digit_covers_itself(layout: Layout) -> None:
    for guard in layout.guards:
        for span in guard.covered:
            assert span.line != guard.digit.line or not span.start <= guard.digit.start < span.end


@every
def test_shapes_are_those_of_the_layouts(layout: Layout) -> None:
    assert SHAPES[layout.width] == layout.height


@pytest.mark.parametrize(
    ("width", "start", "formats"),
    [
        (30, "IDCHE", ["TD1"]),
        (44, "P<UTO", ["TD3"]),
        (44, "V<UTO", ["MRV-A"]),
        (36, "V<UTO", ["MRV-B"]),
        (36, "I<UTO", ["TD2"]),
        (36, "IDFRA", ["FR-ID", "TD2"]),
    ],
)
def test_layouts_of_a_width(width: int, start: str, formats: list[str]) -> None:
    assert [layout.format for layout in layouts_of(width, start)] == formats


def test_visas_have_no_composite() -> None:
    without = {layout.format for layout in LAYOUTS.values() if layout.guards[-1].field != "composite"}
    assert without == {Format.MRV_A, Format.MRV_B}


@pytest.mark.parametrize(("span", "text"), [(Span(2, 13, 19), "2:14-19"), (Span(2, 43, 44), "2:44")])
def test_places_are_written_as_icao_counts(span: Span, text: str) -> None:
    assert str(span) == text
