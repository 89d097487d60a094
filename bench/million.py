"""A synthetic network of a million nodes: heavy tail and planted groups, drawn anew from a seed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contrared.network import Multilayer
from contrared.network.multilayer import TIES

#: Layers that ties are dealt to.
LAYERS = ("phone", "payment", "address")


def pairs(
    nodes: int = 1_000_000,
    edges: int = 5_000_000,
    groups: int = 2_000,
    *,
    within: float = 0.72,
    exponent: float = 2.5,
    greatest: float = 5_000.0,
    seed: int = 4,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Ends of distinct edges, first below second, sorted.

    Expected degrees follow a power law (Chung & Lu, PNAS 99, 15879, 2002); both ends of an edge are drawn by them, and
    ``within`` of the second ends from the group of the first.

    Args:
        nodes: Number of nodes.
        edges: Number of edges.
        groups: Number of planted groups.
        within: Share of edges drawn within a group.
        exponent: Of the power law.
        greatest: Expected degree at which the power law is cut off.
        seed: Seed.
    """
    drawn = np.random.default_rng(seed)
    expected = (1.0 - drawn.random(nodes)) ** (-1.0 / (exponent - 1.0))
    expected = np.minimum(expected, greatest * float(expected.mean()) * nodes / (2 * edges))
    group = np.sort(drawn.integers(0, groups, nodes))
    upto = np.concatenate(([0.0], np.cumsum(expected)))
    bounds = np.searchsorted(group, np.arange(groups + 1))
    taken = np.zeros(0, np.int64)
    while len(taken) < edges:
        count = int((edges - len(taken)) * 1.2) + 1000
        first = _drawn(upto, drawn.random(count) * upto[-1])
        low, high = upto[bounds[group[first]]], upto[bounds[group[first] + 1]]
        near = drawn.random(count) < within
        place = drawn.random(count)
        second = _drawn(upto, np.where(near, low + place * (high - low), place * upto[-1]))
        apart = first != second
        keys = np.minimum(first, second)[apart] * nodes + np.maximum(first, second)[apart]
        _, fresh = np.unique(np.concatenate((taken, keys)), return_index=True)
        taken = np.concatenate((taken, keys))[np.sort(fresh)][:edges]
    # The order of groups is no clue: numbers are dealt anew.
    dealt = drawn.permutation(nodes)
    one, two = dealt[taken // nodes], dealt[taken % nodes]
    ordered = np.sort(np.minimum(one, two) * nodes + np.maximum(one, two))
    return (ordered // nodes).astype(np.int32), (ordered % nodes).astype(np.int32)


def multilayer(source: NDArray[np.int32], target: NDArray[np.int32], nodes: int = 1_000_000) -> Multilayer:
    """The same as a multilayer network; weights and layers follow from the place of a tie."""
    ids = pa.array([f"n{number:07}" for number in range(nodes)], pa.string())
    size = len(source)
    layer = pa.DictionaryArray.from_arrays(
        pa.array((np.arange(size) % len(LAYERS)).astype(np.int32)), pa.array(LAYERS, pa.string())
    )
    columns = {
        "source": pa.array(source),
        "target": pa.array(target),
        "layer": layer,
        "weight": pa.array(1.0 + np.arange(size) % 4),
        "probability": pa.nulls(size, pa.float64()),
        "directed": pa.array(np.zeros(size, bool)),
        "start": pa.array([""] * size, pa.string()),
        "end": pa.array([""] * size, pa.string()),
        "evidence": pa.nulls(size, pa.string()),
    }
    return Multilayer(pa.table({"id": ids, "label": ids}), pa.table(columns, schema=TIES))


def _drawn(upto: NDArray[np.float64], place: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum(np.searchsorted(upto, place, side="right") - 1, len(upto) - 2).astype(np.int64)
