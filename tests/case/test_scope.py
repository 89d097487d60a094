"""Whom a question is about: every way in which a source ties a party to a country."""

from __future__ import annotations

import pytest

from contrared.case.scope import countries, document_holders

from ..network.statements import Said, table

PERSON: list[Said] = [("p", "Person", "name", "Ann")]
PASSPORT: list[Said] = [("d", "Passport", "holder", "p"), ("d", "Passport", "number", "A1")]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], set()),
        ([("p", "Person", "nationality", "co")], {"co"}),
        ([("p", "Person", "country", "pe"), ("p", "Person", "birthCountry", "lb")], {"pe", "lb"}),
        ([*PASSPORT, ("d", "Passport", "country", "co")], {"co"}),
        (PASSPORT, set()),
        ([("d", "Passport", "holder", "q"), ("d", "Passport", "country", "co")], set()),
        ([("x", "Passport", "country", "co")], set()),
    ],
    ids=["nothing", "nationality", "address and birth", "papers", "papers of no country", "another's", "nobody's"],
)
def test_countries(said: list[Said], found: set[str]) -> None:
    others: list[Said] = [("q", "Person", "name", "Bo"), ("q", "Person", "nationality", "br")]
    assert countries(table([*PERSON, *said, *others]), ["p"]) == {"p": found}


def test_papers_of_an_entry_count_for_the_party_it_was_joined_to() -> None:
    rows = table([*PERSON, *PASSPORT, ("d", "Passport", "country", "co")], canonical={"p": "ctr-1"})
    assert document_holders(rows, ["ctr-1"]) == {"d": "ctr-1"}
    assert countries(rows, ["ctr-1"]) == {"ctr-1": {"co"}}
