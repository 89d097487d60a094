"""Small networks for the examples in this folder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from contrared.network.multilayer import TIES, Multilayer
from contrared.network.simple import SimpleGraph, simple


def network(ties: Sequence[str], roles: dict[str, str] | None = None) -> Multilayer:
    """A network from ``"a b"`` for each tie, of one layer, with roles where they are given."""
    pairs = [tuple(tie.split()) for tie in ties]
    ids = sorted({node for pair in pairs for node in pair})
    nodes = {"id": pa.array(ids, pa.string()), "label": pa.array(ids, pa.string())}
    if roles is not None:
        nodes["role"] = pa.array([roles.get(node) for node in ids], pa.string())
    count = len(pairs)
    columns = [
        pa.array([ids.index(pair[0]) for pair in pairs], pa.int32()),
        pa.array([ids.index(pair[1]) for pair in pairs], pa.int32()),
        pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array(["tie"], pa.string())),
        pa.array(np.ones(count)),
        pa.nulls(count, pa.float64()),
        pa.array(np.zeros(count, bool)),
        pa.nulls(count, pa.string()),
        pa.nulls(count, pa.string()),
        pa.nulls(count, pa.string()),
    ]
    return Multilayer(pa.table(nodes), pa.table(columns, schema=TIES))


def graph(ties: Sequence[str]) -> SimpleGraph:
    """The undirected simple graph of ``"a b"`` for each tie."""
    return simple(network(ties))
