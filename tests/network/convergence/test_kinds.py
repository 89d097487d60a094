"""What says how a party could facilitate, in three languages, and what never does."""

from __future__ import annotations

import tomllib
from importlib import resources

import pyarrow as pa
import pytest
from followthemoney import model

from contrared.model.programmes import Category
from contrared.model.protection import PROTECTED_PROPERTIES
from contrared.network.convergence.kinds import (
    CODED,
    WORDED,
    Facilitation,
    Said,
    indications,
    kind_of,
    said_in,
    said_of,
)
from contrared.network.edge import Layer
from tests.network.statements import table

TABLE = tomllib.loads(resources.files("contrared.network.convergence").joinpath("kinds.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("prop", "value", "expected"),
    [
        ("position", "Customs officer at the port", "corruption"),
        ("position", "Agente de Aduanas", "corruption"),
        ("position", "Juíza federal", "corruption"),
        ("role", "Freight forwarder", "logistics"),
        ("role", "dueño de una naviera", "logistics"),
        ("role", "Caminhoneiro", "logistics"),
        ("sector", "Casa de Câmbio; doleiro", "finance"),
        ("role", "contador", "finance"),
        ("role", "hawaladar", "finance"),
        ("occupation", "Ingeniero químico", "technology"),
        ("role", "supplier of encrypted telephones", "technology"),
        ("role", "forger", "documents"),
        ("role", "testaferro y notario", "documents"),
        ("role", "laranja", "documents"),
        ("topics", "fin.bank", "finance"),
        ("topics", "role.judge", "corruption"),
        ("topics", "finance-ish", "unknown"),
        ("schema", "Vessel", "logistics"),
        ("schema", "Company", "unknown"),
        ("programme", "mx_sat_69b:DEFINITIVO", "unknown"),
        ("programme", "us_ofac_sdn:CYBER2", "technology"),
        ("programme", "us_ofac_sdn:SDGT", "unknown"),
        ("role", "bankrupt", "unknown"),
        ("position", "Minister of the Gospel", "unknown"),
        ("religion", "banker", "unknown"),
        ("political", "customs", "unknown"),
        ("ethnicity", "pilot", "unknown"),
        ("nationality", "bank", "unknown"),
        ("name", "John Banker", "unknown"),
    ],
)
def test_what_indicates_a_kind(prop: str, value: str, expected: str) -> None:
    found = indications([Said(prop, value, "s1")])
    assert kind_of(found) == (Facilitation(expected),)
    for item in found:
        assert (item.prop, item.value, item.statement_id) == (prop, value, "s1")


def test_several_kinds_and_layers() -> None:
    found = indications([Said("role", "accountant and pilot")], layers=["payment", "family"])
    assert kind_of(found) == (Facilitation.LOGISTICS, Facilitation.FINANCE)
    assert [(i.prop, i.because) for i in found if i.kind is Facilitation.FINANCE] == [
        ("layer", "payment"),
        ("role", "accountant"),
    ]


def test_the_table_names_only_what_there_is_and_nothing_protected() -> None:
    assert set(TABLE) == {kind.value for kind in Facilitation} - {"unknown"}
    topics = set(model.get("Person").get("topics").type.names)  # type: ignore[union-attr]
    layers = {layer.value for layer in Layer} | {"vehicle", "payment"}
    for entry in TABLE.values():
        assert set(entry["topics"]) <= topics
        assert all(model.get(schema) for schema in entry["schemata"])
        assert set(entry["layers"]) <= layers
        assert set(entry["programmes"]) <= {category.value for category in Category}
        assert not {"rel", "role.pol", "pol.party", "pol.union", "role.act", "role.journo", "gov.religion"} & {
            topic.rstrip(".") for topic in entry["topics"]
        }
    assert not (WORDED | CODED) & (PROTECTED_PROPERTIES | {"nationality", "country", "gender", "birthPlace", "notes"})
    banned = (
        "relig",
        "imam",
        "priest",
        "cleric",
        "mosque",
        "church",
        "jew",
        "muslim",
        "islam",
        "christ",
        "ethnic",
        "indig",
    )
    banned += (
        "gay",
        "lesb",
        "hiv",
        "communis",
        "socialis",
        "sindical",
        "syndical",
        "union",
        "partid",
        "opposition",
        "black",
    )
    words = [word for entry in TABLE.values() for word in entry["words"]]
    assert not [word for word in words for part in banned if part in word]
    assert all(word == word.lower().strip() and word.isascii() for word in words)


def test_statements_are_cited_and_columns_of_files_are_read() -> None:
    said = [
        ("x", "Person", "name", "X"),
        ("x", "Person", "position", "Customs officer"),
        ("x", "Person", "religion", "banker"),
        ("x", "Person", "programId", "CYBER2"),
        ("y", "Person", "position", "Pilot"),
    ]
    found = said_of(table(said), {"x"})
    assert set(found) == {"x"}
    assert {(i.kind.value, i.statement_id) for i in indications(found["x"])} == {
        ("corruption", "s1"),
        ("technology", "s3"),
    }
    nodes = pa.table({"id": ["a", "b"], "role": ["pilot; banker", None], "religion": ["x", "y"]})
    assert said_in(nodes) == {"a": (Said("role", "banker"), Said("role", "pilot"))}
