"""Participation over communities and layers, against the formulas written out and values worked by hand."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import Multilayer, NetworkError, canonical_json, simple
from contrared.network.convergence import Role, Spread, layer_participation, participation
from tests.network.convergence.networks import Tie, network

NODES = "abcdefgh"
DRAWN = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from("xyz")), max_size=25)


def neighbours(made: Multilayer, layer: str | None = None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    ids = made.ids.to_pylist()
    for tie in made.ties.to_pylist():
        if layer in {None, tie["layer"]} and tie["source"] != tie["target"]:
            found[ids[tie["source"]]].add(ids[tie["target"]])
            found[ids[tie["target"]]].add(ids[tie["source"]])
    return found


@given(DRAWN, st.lists(st.integers(-3, 3), min_size=8, max_size=8))
@settings(max_examples=80, deadline=None)
def test_over_communities_as_the_formulas_say(drawn: list[Tie], labels: list[int]) -> None:
    made = network(drawn, nodes=NODES)
    near, of = neighbours(made), dict(zip(NODES, labels, strict=True))
    own = {i: sum(of[j] == of[i] for j in near[i]) for i in NODES}
    found = participation(simple(made), np.array(labels))
    for i, p, z in zip(NODES, found.participation, found.z, strict=True):
        k = len(near[i])
        parts = [sum(of[j] == s for j in near[i]) / k for s in set(labels)] if k else []
        assert p == pytest.approx(1 - sum(x * x for x in parts) if k else 0.0, abs=1e-9)
        there = [own[j] for j in NODES if of[j] == of[i]]
        spread = float(np.std(there))
        assert z == pytest.approx((own[i] - np.mean(there)) / spread if spread > 1e-12 else 0.0, abs=1e-9)


@given(DRAWN)
@settings(max_examples=80, deadline=None)
def test_over_layers_as_the_formulas_say(drawn: list[Tie]) -> None:
    made = network(drawn, nodes=NODES)
    degrees = {i: [len(neighbours(made, layer)[i]) for layer in made.layers] for i in NODES}
    overlapping = [sum(degrees[i]) for i in NODES]
    m, spread = len(made.layers), float(np.std(overlapping))
    found = layer_participation(made)
    for i, p, z, o in zip(NODES, found.participation, found.z, overlapping, strict=True):
        expected = m / (m - 1) * (1 - sum((k / o) ** 2 for k in degrees[i])) if m > 1 and o else 0.0
        assert p == pytest.approx(expected, abs=1e-9)
        assert z == pytest.approx((o - np.mean(overlapping)) / spread if spread > 1e-12 else 0.0, abs=1e-9)


def spokes(hub: str, group: str, number: int) -> list[Tie]:
    return [(hub, f"{group}{i}", "x") for i in range(number)]


def test_the_roles() -> None:
    groups = "pqrst"
    ties = [tie for g in groups for tie in spokes(f"{g}0", g, 12)[1:]]
    ties += [("p0", f"{g}{i}", "x") for g in "qrst" for i in (1, 2, 3)]
    ties += [("link", f"{g}1", "x") for g in "qrs"] + [("none", f"{g}2", "x") for g in "pqrst"] + [("none", "x1", "x")]
    made = network([*ties, ("x1", "x2", "x")], nodes=["alone"])
    labels = [{"link": "p", "none": "z", "alone": "w"}.get(node, node[0]) for node in made.ids.to_pylist()]
    roles = participation(simple(made), np.array([ord(x) for x in labels])).roles
    found = dict(zip(made.ids.to_pylist(), roles, strict=True))
    assert found["q0"] is Role.PROVINCIAL_HUB
    assert found["p0"] is Role.CONNECTOR_HUB
    assert found["link"] is Role.CONNECTOR
    assert found["none"] is Role.KINLESS
    assert found["q1"] is Role.PERIPHERAL
    assert found["p1"] is Role.ULTRA_PERIPHERAL
    assert found["p2"] is Role.PERIPHERAL
    assert found["alone"] is Role.ULTRA_PERIPHERAL


def test_layers_of_a_multiplex_hub_and_a_focused_leaf() -> None:
    ties = [("h", f"n{i}", layer) for i in range(8) for layer in "xy"] + [("n0", "n1", "x")]
    found = dict(zip(network(ties).ids.to_pylist(), layer_participation(network(ties)).roles, strict=True))
    assert (found["h"], found["n7"]) == (Spread.MULTIPLEX_HUB, Spread.MULTIPLEX)
    assert set(layer_participation(network([("a", "b", "x")])).roles) == {Spread.FOCUSED}


def test_as_many_labels_as_nodes_and_a_result_that_can_be_kept() -> None:
    made = network([("a", "b", "x")])
    with pytest.raises(NetworkError, match="2 nodes need as many labels"):
        participation(simple(made), np.zeros(3, np.int64))
    found = participation(simple(made), np.array([0, 1]))
    assert '"Guimerà & Amaral, Nature 433, 895 (2005)"' in canonical_json(found)
    assert found.table().rows[0] == ("a", "0", "0", "ultra-peripheral")
    assert layer_participation(network([])).ids == ()
