"""The null keeps what it says it keeps, every network is as likely, and false discoveries stay rare."""

from __future__ import annotations

import os
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network.convergence.between import Between
from contrared.network.convergence.null import Null, compared, discoveries
from contrared.network.convergence.passage import passage
from contrared.network.convergence.rewiring import rewired
from tests.network.convergence.networks import Tie, between, chance_network

#: Networks in which all is chance; at fewer than 20, one false discovery would be more than the rate allows.
RUNS = max(20, int(os.environ.get("CONTRARED_CHANCE_RUNS", "20")))
A = frozenset(f"a{i}" for i in range(15))
B = frozenset(f"b{i}" for i in range(15))


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), st.sampled_from("xy")), max_size=24),
    st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_degrees_layers_and_inner_ties_are_kept(drawn: list[Tie], seed: int) -> None:
    ties = between(drawn, "abc", "cd", things="h")
    found = rewired(ties, np.random.default_rng(seed)).ties
    assert (found.degrees() == ties.degrees()).all()
    assert (found.source < found.target).all()
    rows = list(zip(found.layer.tolist(), found.source.tolist(), found.target.tolist(), strict=True))
    assert len(set(rows)) == len(rows) == len(ties.layer)
    before = set(zip(*(x[ties.fixed].tolist() for x in (ties.layer, ties.source, ties.target)), strict=True))
    assert {row for row, fixed in zip(rows, found.fixed.tolist(), strict=True) if fixed} == before


def test_every_network_of_the_same_degrees_is_as_likely() -> None:
    # A ring of six: the simple graphs in which all six have two ties are 60 hexagons and 10 pairs of triangles.
    ring = between([(str(i), str((i + 1) % 6), "x") for i in range(6)], (), ())
    seen: Counter[frozenset[tuple[int, int]]] = Counter()
    random = np.random.default_rng(5)
    network = ring
    for _ in range(7000):
        network = rewired(network, random, swaps=3.0).ties
        seen[frozenset(zip(network.source.tolist(), network.target.tolist(), strict=True))] += 1
    assert len(seen) == 70
    chi_square = sum((count - 100) ** 2 / 100 for count in seen.values())
    assert chi_square < 118, "0.9998 quantile with 69 degrees of freedom"


def adjusted(p: list[float], penalty: float) -> list[float]:
    order = sorted(range(len(p)), key=lambda i: p[i])
    return [
        min(1.0, *(p[order[k]] * len(p) * penalty / (k + 1) for k in range(order.index(i), len(p))))
        for i in range(len(p))
    ]


@given(st.lists(st.floats(0.001, 1.0), max_size=12))
def test_discoveries_by_their_definition(p: list[float]) -> None:
    values = np.array(p)
    assert discoveries(values).tolist() == pytest.approx(adjusted(p, 1.0))
    strict = sum(1 / k for k in range(1, len(p) + 1))
    assert discoveries(values, "BY").tolist() == pytest.approx(adjusted(p, strict))


def test_p_of_a_party_without_its_like_is_one_more_than_the_count() -> None:
    ties = between(chance_network(3), A, B)
    starts = ties.ends_a
    observed = passage(ties)
    null = compare(ties, samples=60)
    hub = int(ties.degrees().sum(axis=1).argmax())
    random = np.random.default_rng(1)
    root = rewired(ties, random).ties
    drawn = [passage(rewired(root, random).ties, starts=starts).credit[hub] for _ in range(60)]
    place = null.tested.tolist().index(hub)
    assert null.p[place] == pytest.approx((1 + sum(c >= observed.credit[hub] for c in drawn)) / 61)
    assert null.least[place] == pytest.approx(1 / 61)
    assert null.expected[place] == pytest.approx(np.mean(drawn))


def compare(ties: Between, *, samples: int, seed: int = 1) -> Null:
    return compared(ties, passage(ties), starts=ties.ends_a, max_hops=3, samples=samples, seed=seed)


@pytest.mark.parametrize("seed", [7, 9])
def test_a_planted_facilitator_is_found_and_a_hub_is_not(seed: int) -> None:
    ties = chance_network(seed, parties=600, ties=1000, hub=120)
    planted: list[Tie] = [("f", end, layer) for end, layer in (("a3", "x"), ("a5", "y"), ("b3", "x"), ("b5", "y"))]
    made = between([*ties, *planted], A, B)
    observed, null = passage(made), compare(made, samples=1000)
    ids = sorted({str(end) for tie in (*ties, *planted) for end in tie[:2]} | A | B)
    place = {ids[node]: i for i, node in enumerate(null.tested.tolist())}
    assert {name for name, i in place.items() if null.q[i] <= 0.05} == {"f"}
    assert observed.credit[ids.index("hub")] > 3 * observed.credit[ids.index("f")], "the hub joins far more pairs"
    assert null.p[place["hub"]] > 0.1


@pytest.mark.slow
def test_false_discoveries_stay_rare_where_all_is_chance() -> None:
    # Where nothing bridges, every discovery is false: the rate is the share of networks with any.
    false, low = 0, []
    for seed in range(RUNS):
        null = compare(between(chance_network(1000 + seed, parties=120, ties=240), A, B), samples=60, seed=seed)
        false += bool((null.q <= 0.05).any())
        low += [float(np.mean(null.p <= 0.05)), float(np.mean(null.p <= 0.2))]
    assert false / RUNS <= 0.05
    assert np.mean(low[0::2]) <= 0.05
    assert np.mean(low[1::2]) <= 0.2
    assert np.mean(low[1::2]) > 0.02, "and the chances are not all one"
