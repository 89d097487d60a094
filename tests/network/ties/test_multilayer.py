"""Edge tables as multilayer networks: nobody without a tie, everything that was refused said."""

from __future__ import annotations

import pytest

from contrared.model.grading import Grade
from contrared.network import Edge, EdgeSet, Layer, NetworkError, Refusal, Treatment, edges, parties, simple
from contrared.network.multilayer import TIES
from contrared.network.probability import Graded
from contrared.network.ties.multilayer import multilayer
from tests.network.statements import Said, link, people, table

SAID: list[Said] = [
    *people("b", "a", "p", "lonely"),
    ("b", "Person", "programId", "SDGT"),
    ("b", "Person", "programId", "SDNTK"),
    ("c", "Company", "name", "Firm"),
    ("o", "Ownership", "owner", "b"),
    ("o", "Ownership", "asset", "c"),
    ("o", "Ownership", "startDate", "2019-05"),
    *link("a", "b"),
    *link("a", "nobody"),
    *link("b", "p"),
    ("d", "Image", "pictured", "a"),
    ("d", "Image", "pictured", "b"),
]


def test_nodes_and_ties() -> None:
    statements = table(SAID)
    found = edges(statements, protected={"p"}, layers=list(Layer))
    graded = {key: (Graded("x", Grade.parse("B2")),) for edge in found.edges for key in edge.statement_ids}
    network = multilayer(found, parties(statements), graded)
    assert network.ties.schema == TIES
    assert network.nodes.to_pylist() == [
        {"id": "a", "label": "a", "schema": "Person", "categories": ""},
        {"id": "b", "label": "b", "schema": "Person", "categories": "drugs terror"},
        {"id": "c", "label": "Firm", "schema": "Company", "categories": ""},
    ]
    rows = [(network.ids[r["source"]].as_py(), network.ids[r["target"]].as_py(), r) for r in network.ties.to_pylist()]
    assert [(s, t, r["layer"], r["directed"], r["start"], r["end"]) for s, t, r in rows] == [
        ("a", "b", "linked-to", False, "", ""),
        ("a", "b", "document", False, "", ""),
        ("b", "c", "ownership", True, "2019-05", ""),
    ]
    assert [r["evidence"].split(" ") for _, _, r in rows] == [list(edge.statement_ids) for edge in found.edges]
    assert [r["probability"] for _, _, r in rows] == pytest.approx([0.590625, 0.590625 * 0.125, 0.590625])
    assert network.treatments == (
        Treatment("linked-to: one end is no party in these sources", 2, "not taken for a tie"),
    )
    assert simple(network).size == 2


def test_without_gradings_no_probability_is_stated() -> None:
    statements = table(SAID)
    network = multilayer(edges(statements), parties(statements))
    assert network.ties["probability"].null_count == len(network.ties)


def test_some_layers_only_and_ends_that_are_no_party() -> None:
    ties = (
        Edge("enc-1", "x", Layer.ENCOUNTER, "", ("enc-1",), first="2026-11-26T12:00:00+00:00"),
        Edge("x", "y", Layer.FAMILY, "", ("s",)),
    )
    refused = (
        Refusal(Layer.ENCOUNTER, "encounter of more than 10 persons", "7"),
        Refusal(Layer.ENCOUNTER, "encounter of more than 10 persons", "8"),
        Refusal(Layer.FAMILY, "only one end is stated", "3", 3),
    )
    network = multilayer(EdgeSet(ties, refused), {}, layers=[Layer.ENCOUNTER])
    assert network.nodes["label"].to_pylist() == ["enc-1", "x"]
    assert network.ties["start"].to_pylist() == ["2026-11-26"]
    assert network.treatments == (
        Treatment("encounter: encounter of more than 10 persons", 2, "not taken for a tie", ("7", "8")),
    )


def test_nothing_is_a_network_too() -> None:
    network = multilayer(EdgeSet(()), {})
    assert (len(network.nodes), len(network.ties), network.layers) == (0, 0, ())
    assert simple(network).order == 0


@pytest.mark.parametrize(
    ("edge", "told"),
    [
        (Edge("a", "b", Layer.FAMILY, "", ("an id",)), "has evidence 'an id'"),
        (Edge("a", "b", Layer.FAMILY, "", ("s",), weight=0.0), "has weight 0.0"),
        (Edge("a", "b", Layer.FAMILY, "", ("s",), weight=float("nan")), "has weight nan"),
    ],
)
def test_what_cannot_be_a_tie_is_an_error(edge: Edge, told: str) -> None:
    with pytest.raises(NetworkError, match=told):
        multilayer(EdgeSet((edge,)), {})
