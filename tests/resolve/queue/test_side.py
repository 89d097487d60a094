"""Side by side: what agrees, what agrees as far as it goes, what differs, and what nobody is recognised by."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.resolve.queue import Line, Told, side_by_side


def rows(*said: tuple[str, str], schema: str = "Person", kind: str = "name") -> list[dict[str, Any]]:
    return [
        {"entity_id": "x", "schema": schema, "prop": prop, "prop_type": kind, "value": value} for prop, value in said
    ]


def told(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> dict[str, Line]:
    return {line.prop: line for line in side_by_side(left, right)}


@pytest.mark.parametrize(
    ("prop", "left", "right", "expected"),
    [
        ("name", "Ana Ríos", "ANA  RÍOS", Told.SAME),
        ("name", "Ana Ríos", "Ana Rios", Told.DIFFERS),
        ("birthDate", "1971", "1971-03-04", Told.NEAR),
        ("birthDate", "1971-03-04", "1971-03-04", Told.SAME),
        ("birthDate", "1971-03", "1971-04-03", Told.DIFFERS),
        ("nationality", "co", "ve", Told.DIFFERS),
        ("idNumber", "197", "1971", Told.DIFFERS),
    ],
)
def test_how_a_property_compares(prop: str, left: str, right: str, expected: Told) -> None:
    assert told(rows((prop, left)), rows((prop, right)))[prop].told is expected


def test_one_value_in_common_is_enough_and_is_marked() -> None:
    line = told(rows(("alias", "El Uno"), ("alias", "B")), rows(("alias", "el uno"), ("alias", "C")))["alias"]
    assert line.told is Told.SAME
    assert line.shared == {"El Uno", "el uno"}


def test_what_only_one_side_says() -> None:
    line = told(rows(("name", "A"), ("phone", "+571")), rows(("name", "A")))["phone"]
    assert (line.told, line.left, line.right) == (Told.ONE_SIDE, ("+571",), ())


@pytest.mark.parametrize("prop", ["ethnicity", "religion", "political"])
def test_nobody_is_recognised_by_what_is_protected(prop: str) -> None:
    assert prop not in told(rows(("name", "A"), (prop, "x")), rows(("name", "A"), (prop, "x")))


def test_documents_and_addresses_stand_with_their_party() -> None:
    mine = [*rows(("name", "A")), *rows(("number", "AB1"), ("holder", "x"), schema="Passport", kind="identifier")]
    found = told(mine, [*rows(("name", "B")), *rows(("number", "AB1"), schema="Passport", kind="identifier")])
    assert found["Passport.number"].told is Told.SAME
    assert "holder" not in found


def test_names_come_before_dates_and_these_before_notes() -> None:
    said = rows(("notes", "n"), ("birthDate", "1971"), ("name", "A"))
    assert [line.prop for line in side_by_side(said, said)] == ["schema", "name", "birthDate", "notes"]


@given(st.lists(st.tuples(st.sampled_from(["name", "alias", "phone"]), st.text(min_size=1, max_size=4)), max_size=6))
def test_anybody_is_like_themselves_and_sides_may_be_swapped(said: list[tuple[str, str]]) -> None:
    mine, other = rows(*said), rows(("name", "Other"))
    assert all(line.told is Told.SAME for line in side_by_side(mine, mine))
    swapped = [Line(each.prop, each.right, each.left, each.told, each.shared) for each in side_by_side(other, mine)]
    assert side_by_side(mine, other) == swapped
