"""A network without some of its nodes, as if they had never been recorded."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph


def graph_without(graph: SimpleGraph, ids: Collection[str]) -> SimpleGraph:
    """The graph without nodes and all their edges; ids that are not in it are passed over. O(n + m).

    The places that its treatments name are left out: they could name somebody who is.
    """
    kept = np.asarray(pc.invert(pc.is_in(graph.ids, value_set=pa.array(sorted(ids), pa.string()))).to_numpy(False))
    number = np.cumsum(kept) - 1
    edges = kept[graph.source] & kept[graph.target]
    return SimpleGraph(
        graph.ids.filter(pa.array(kept)),
        number[graph.source[edges]].astype(np.int32),
        number[graph.target[edges]].astype(np.int32),
        graph.weight[edges],
        graph.probability[edges],
        graph.directed,
        tuple(type(t)(t.what, t.count, t.how) for t in graph.treatments),
    )


def network_without(network: Multilayer, ids: Collection[str]) -> Multilayer:
    """The same for a network of layers."""
    kept = np.asarray(pc.invert(pc.is_in(network.ids, value_set=pa.array(sorted(ids), pa.string()))).to_numpy(False))
    number = (np.cumsum(kept) - 1).astype(np.int32)
    ties = kept[network.source] & kept[network.target]
    rows = network.ties.filter(pa.array(ties))
    for name, ends in (("source", network.source), ("target", network.target)):
        rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(number[ends[ties]], pa.int32()))
    treatments = tuple(type(t)(t.what, t.count, t.how) for t in network.treatments)
    return Multilayer(network.nodes.filter(pa.array(kept)), rows, treatments)
