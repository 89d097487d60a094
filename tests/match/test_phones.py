"""Phones are compared in E.164, however they are written."""

from __future__ import annotations

import pytest

from contrared.match import Index, compare
from contrared.match.phones import phone_keys
from contrared.match.question import Known

LB = frozenset({"lb"})


@pytest.mark.parametrize(
    ("raw", "countries", "keys"),
    [
        ("+9613380223", frozenset(), {"+9613380223"}),
        ("+961 (3) 380-223", frozenset(), {"+9613380223"}),
        ("00 961 3 380 223", frozenset(), {"+9613380223"}),
        ("011-961-3-380223", frozenset({"us"}), {"+9613380223"}),
        ("961 3 380223", frozenset(), {"+9613380223"}),
        ("03 380 223", LB, {"+9613380223"}),
        ("03380223", frozenset({"lb", "xx", "gb-eng"}), {"+9613380223"}),
        ("+9613380223", frozenset({"us"}), {"+9613380223"}),
        ("(11) 3031-1234", frozenset({"br"}), {"+551130311234"}),
        ("601 234 5678", frozenset({"co"}), {"+576012345678"}),
        ("+57 601 234 5678 ext. 12", frozenset(), {"+576012345678"}),
        ("03 380 223", frozenset(), {"03380223"}),
        ("1234", LB, set()),
        ("no phone", LB, set()),
        ("", frozenset(), set()),
        ("9" * 500, frozenset(), {"9" * 500}),
    ],
)
def test_one_number_has_one_form(raw: str, countries: frozenset[str], keys: set[str]) -> None:
    assert phone_keys(raw, countries) == keys


LISTED = {"id": "l-1", "schema": "Person", "properties": {"name": ["Nadia Farouk"], "phone": ["+9613380223"]}}


@pytest.mark.parametrize("written", ["+961 3 380223", "00961 3 380 223", "9613380223", "+961.3.380.223"])
def test_a_phone_written_otherwise_finds_and_agrees(written: str) -> None:
    (query,) = Known(names=("N. Farouk",), schema="Person", contacts=(written,)).queries()
    assert query["properties"]["phone"] == [written]
    (found,) = Index([LISTED]).screen(query, least=0.0)
    assert ("contact", "+9613380223") in {(reason.feature, reason.left) for reason in found.reasons}


def test_a_national_number_is_read_in_the_country_of_its_party_only() -> None:
    (query,) = Known(names=("Nadia Farouk",), schema="Person", contacts=("03 380 223",), countries=("lb",)).queries()
    (elsewhere,) = Known(names=("Nadia Farouk",), schema="Person", contacts=("03 380 223",)).queries()
    assert "contact" in {reason.feature for reason in compare(query, LISTED).reasons}
    assert "contact" not in {reason.feature for reason in compare(elsewhere, LISTED).reasons}


@pytest.mark.parametrize(
    ("text", "prop"),
    [
        ("+57 (601) 234.5678", "phone"),
        ("601-2345678 ext. 5", "phone"),
        ("a@example.org", "email"),
        ("example.org/x", "website"),
        ("example.org", "website"),
    ],
)
def test_contacts_are_told_apart(text: str, prop: str) -> None:
    (query,) = Known(names=("A B",), schema="Person", contacts=(text,)).queries()
    assert query["properties"] == {"name": ["A B"], prop: [text]}
