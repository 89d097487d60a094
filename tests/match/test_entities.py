"""Parties assembled from statements: what documents, wallets, addresses and listings say becomes theirs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.match.entities import LEFT_OUT, entities
from contrared.match.profile import KINDS

Rows = list[tuple[str, str, str, str]]


def table(rows: Rows, dataset: str = "d") -> pa.Table:
    names = ("entity_id", "schema", "prop", "value")
    columns: dict[str, Any] = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    types = [(name, pa.string()) for name in (*names, "dataset")]
    return pa.table({**columns, "dataset": [dataset] * len(rows)}, schema=pa.schema(types))


@pytest.mark.parametrize(
    ("rows", "becomes"),
    [
        ([("p", "Passport", "holder", "x"), ("p", "Passport", "number", "AB12345")], {"passportNumber": ["AB12345"]}),
        ([("i", "Identification", "holder", "x"), ("i", "Identification", "number", "7")], {"idNumber": ["7"]}),
        ([("w", "CryptoWallet", "holder", "x"), ("w", "CryptoWallet", "publicKey", "1Bo")], {"cryptoAddress": ["1Bo"]}),
        ([("s", "Sanction", "entity", "x"), ("s", "Sanction", "programId", "SDGT")], {"programId": ["SDGT"]}),
        ([("a", "Address", "full", "1 High St"), ("x", "Person", "addressEntity", "a")], {"address": ["1 High St"]}),
        ([("p", "Passport", "holder", "y"), ("p", "Passport", "number", "AB12345")], {}),
        ([("p", "Passport", "holder", "x")], {}),
        ([("x", "Person", "addressEntity", "nowhere")], {}),
        ([("x", "Person", "notes", "long"), ("x", "Person", "alias", "Annie")], {"alias": ["Annie"]}),
        ([("x", "Person", "name", "Ann")], {}),
    ],
)
def test_what_is_said_elsewhere_becomes_the_party_s_own(rows: Rows, becomes: dict[str, list[str]]) -> None:
    (found,) = [e for e in entities(table([("x", "Person", "name", "Ann"), *rows])) if e["id"] == "x"]
    assert found == {"id": "x", "schema": "Person", "datasets": ["d"], "properties": {"name": ["Ann"], **becomes}}


def test_a_wallet_is_a_party_too_and_an_address_is_none() -> None:
    rows = [("w", "CryptoWallet", "publicKey", "1Bo"), ("a", "Address", "full", "1 High St")]
    assert [found["id"] for found in entities(table(rows))] == ["w"]


def test_a_party_of_two_datasets_names_both() -> None:
    both = pa.concat_tables([table([("x", "Person", "name", "Ann")]), table([("x", "Person", "alias", "An")], "e")])
    (found,) = entities(both)
    assert (found["datasets"], found["properties"]) == (["d", "e"], {"name": ["Ann"], "alias": ["An"]})


def test_nothing_gives_nothing() -> None:
    assert list(entities(table([]))) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.just("Person"),
            st.sampled_from(["name", "alias", "notes"]),
            st.sampled_from("xyz"),
        ),
        max_size=30,
    )
)
def test_parties_are_as_the_slow_way_gives_them(rows: Rows) -> None:
    slow: dict[str, dict[str, set[str]]] = {}
    for entity_id, schema, prop, value in rows:
        if schema in KINDS:
            held = slow.setdefault(entity_id, defaultdict(set))
            if prop not in LEFT_OUT:
                held[prop].add(value)
    fast = list(entities(table(rows)))
    assert [found["id"] for found in fast] == sorted(slow)
    for found in fast:
        assert all(len(set(values)) == len(values) for values in found["properties"].values()), "each value once"
        assert {prop: set(values) for prop, values in found["properties"].items()} == slow[found["id"]]
