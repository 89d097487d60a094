"""Groups of entries: what no chain of links brings together, and what a whole group speaks against."""

from __future__ import annotations

import duckdb
import pytest

from contrared.resolve.bulk.chains import apart_in_chains
from contrared.resolve.bulk.comparing import BORN, GIVEN
from contrared.resolve.bulk.model import LinkageModel, Weight
from contrared.resolve.bulk.registers import resolve_registers
from contrared.resolve.bulk.together import AGAINST, outweighed
from contrared.resolve.judgement import Judgement, Verdict

from .people import register, statements

#: Mother and daughter, and an entry of an e-mail address and telephone that both use.
HOME = {"address": "Calle Mora 9, Zabal", "phone": "+34 611222333", "email": "casa@post.example", "lastName": "Quintal"}
MOTHER = {"id": "clients-m", "firstName": "Elena", "birthDate": "1961-02-03", **HOME}
DAUGHTER = {"id": "clients-d", "firstName": "Pilar", "birthDate": "1990-11-27", **HOME}
NEITHER = {"id": "clients-x", **HOME}


def model(dates: float) -> LinkageModel:
    """A model in which dates that differ weigh so many bits."""
    weights = [Weight("given", label, 0.5, 0.1, False) for label in GIVEN.labels]
    weights += [Weight("born", label, 0.5, 0.1, False) for label in BORN.labels[:-1]]
    weights.append(Weight("born", "differs", 2.0**dates, 1.0, False))
    return LinkageModel("person", 0.01, tuple(weights), 3, "")


@pytest.fixture
def entries() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("""create table entries (unique_id text, given text, given_code text, pets int[], family text,
        straight text, crossed text, born text, born_turned text, born_day text, born_year text)""")
    for key, given, born in (("d", "pilar", "1990-11-27"), ("m", "elena", "1961-02-03"), ("x", None, None)):
        row = (key, given, given, "quintal", born, born and born[5:], born and born[:4])
        connection.execute(
            "insert into entries (unique_id, given, given_code, family, born, born_day, born_year) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
    return connection


def test_a_chain_through_who_states_neither_name_nor_date(entries: duckdb.DuckDBPyConnection) -> None:
    links = [("d", "x"), ("m", "x")]
    assert apart_in_chains(entries, model(-6.0), links) == [("d", "m")]
    assert apart_in_chains(entries, model(-6.0), links[:1]) == [], "nothing joins them"
    assert apart_in_chains(entries, model(-1.0), links) == [], "dates that are often wrong contradict nothing"


def test_mother_and_daughter_of_one_mail_address_stay_two() -> None:
    rows = [*register(), MOTHER, DAUGHTER, NEITHER]
    canonical = resolve_registers(statements(rows), ["clients"]).resolution.canonical
    assert canonical.get("clients-m", "m") != canonical.get("clients-d", "d")


def test_a_person_may_join_what_the_machine_keeps_apart() -> None:
    judged = Judgement("clients-d", "clients-m", Verdict.SAME, "ana", "2026", "one passport, two names")
    rows = [*register(), MOTHER, DAUGHTER, NEITHER]
    canonical = resolve_registers(statements(rows), ["clients"], [judged]).resolution.canonical
    assert canonical["clients-m"] == canonical["clients-d"]


def test_two_groups_are_joined_unless_their_pairs_together_speak_against_it() -> None:
    links = [("a", "b"), ("c", "d"), ("b", "c")]
    inside = {("a", "b"): 9.0, ("c", "d"): 9.0}
    assert outweighed(links, {**inside, ("b", "c"): 7.0, ("a", "c"): -4.0, ("a", "d"): -4.0, ("b", "d"): -4.0}) == set()
    assert outweighed(links, {**inside, ("b", "c"): 4.0}) == {("b", "c")}, "what shares no key speaks against it"
    heavy = {**inside, ("b", "c"): 90.0}
    assert outweighed(links, heavy) == set()
    assert outweighed(links, {**heavy, **dict.fromkeys([("a", "c"), ("a", "d"), ("b", "d")], -9.0)}) == {("b", "c")}, (
        "one pair does not outweigh all others, however heavy"
    )
    assert AGAINST < 0


def test_links_within_a_group_that_is_joined_are_not_against_it() -> None:
    assert outweighed(
        [("a", "b"), ("b", "c"), ("a", "c")], dict.fromkeys([("a", "b"), ("b", "c"), ("a", "c")], 3.0)
    ) == (set())
