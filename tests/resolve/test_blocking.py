"""Which pairs are compared."""

import pytest

from contrared.match import rarity_of
from contrared.resolve.blocking import pairs
from contrared.resolve.parties import profiles
from tests.resolve.parties import LISTS, party, table


def found(rows: list[tuple[str, str, str, str, str]], within: frozenset[str] = frozenset()) -> set[tuple[str, str]]:
    parties = profiles(table([*rows, *LISTS]))
    chosen = pairs(parties, rarity_of(parties), within=within)
    assert chosen == sorted(set(chosen))
    return {(parties[a].entity_id, parties[b].entity_id) for a, b in chosen}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": "Ali Hassan OMAR"}, {"name": "OMAR Ali"}),
        ({"name": "Mohammed QASIM"}, {"name": "Muhammad KASIM"}),
        ({"name": "Unlike", "passportNumber": "X1234567"}, {"name": "Other", "passportNumber": "X-1234567"}),
        ({"name": "Salah SOMEBODY", "birthDate": "1970-02-03"}, {"name": "Salah ELSE", "birthDate": "1970-02-03"}),
        ({"name": "Unlike", "email": "a@example.org"}, {"name": "Other", "email": "A@example.org"}),
    ],
)
def test_pairs_share_a_key(left: dict[str, str], right: dict[str, str]) -> None:
    rows = [*party("aa", "aa-1", "Person", **left), *party("bb", "bb-1", "Person", **right)]
    assert ("aa-1", "bb-1") in found(rows)


def test_kinds_that_cannot_be_the_same_are_not_compared() -> None:
    assert not {("uk-7", "un-7"), ("uk-1", "us-2")} & found([])


def test_two_entries_of_one_list_are_compared_only_by_a_strict_key() -> None:
    close = [*party("aa", "aa-1", "Person", "Ali Hassan OMAR"), *party("aa", "aa-2", "Person", "Ali OMAR")]
    assert ("us-5", "us-6") in found([])
    assert ("aa-1", "aa-2") not in found(close)
    assert ("aa-1", "aa-2") in found(close, frozenset({"aa"}))


def test_a_register_of_one_country_does_not_explode() -> None:
    rows = [row for n in range(400) for row in party("mx", f"mx-x{n:03}", "Company", f"COMERCIAL DEL NORTE {n:03} SA")]
    assert len(found(rows)) < 4_000
