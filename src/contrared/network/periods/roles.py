"""Roles of nodes between and within groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contrared.network.simple import SimpleGraph
from contrared.network.worlds.draw import Model, world_of
from contrared.network.worlds.groups import leiden

#: Roles by number, as Guimerà and Amaral name them.
ROLES = (
    "ultra-peripheral",
    "peripheral",
    "connector",
    "kinless",
    "provincial hub",
    "connector hub",
    "kinless hub",
)
_HUB = 2.5
_PLAIN, _HUBS = (0.05, 0.62, 0.80), (0.30, 0.75)


def roles(graph: SimpleGraph, group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of each node's role in ``ROLES`` (Guimerà & Amaral, Nature 433, 895, 2005).

    The role follows from the degree within the group in standard deviations of the group's (2.5 and more is a hub; 0 in
    a group of equals) and the participation 1 - sum over groups of the squared share of the ties. A node without ties
    is ultra-peripheral. O(n + m).
    """
    n = graph.order
    if not n:
        return np.zeros(0, np.int64)
    first = np.concatenate((graph.source, graph.target))
    second = np.concatenate((graph.target, graph.source))
    degree = np.bincount(first, minlength=n)
    groups = int(group.max()) + 1
    keys, count = np.unique(first.astype(np.int64) * groups + group[second], return_counts=True)
    node = keys // groups
    share = (count / np.maximum(degree[node], 1)) ** 2
    participation = np.where(degree > 0, 1.0 - np.bincount(node, share, minlength=n), 0.0)
    inner = np.zeros(n)
    own = keys % groups == group[node]
    inner[node[own]] = count[own]
    size = np.bincount(group, minlength=groups)
    mean = np.bincount(group, inner, minlength=groups) / np.maximum(size, 1)
    spread = np.sqrt(np.bincount(group, (inner - mean[group]) ** 2, minlength=groups) / np.maximum(size, 1))
    apart = np.divide(inner - mean[group], spread[group], out=np.zeros(n), where=spread[group] > 1e-12)
    # The bounds belong to the lower role; participations a rounding above them too.
    plain = np.searchsorted(np.array(_PLAIN), participation - 1e-12)
    hub = len(_PLAIN) + 1 + np.searchsorted(np.array(_HUBS), participation - 1e-12)
    return np.where(apart >= _HUB, hub, plain).astype(np.int64)


def roles_held(model: Model, seed: int, samples: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Roles on the network as recorded, and whether each node has the same in each world.

    Groups are found anew in every world.

    Returns:
        Roles, shape (nodes,); whether they hold, shape (worlds, nodes).
    """
    graph = model.graph
    recorded = roles(graph, leiden(graph, seed))
    if model.certain:
        return recorded, np.ones((samples, graph.order), bool)
    batch = model.batch(0, samples)
    worlds = [world_of(batch, number, graph) for number in range(samples)]
    held = [roles(world, leiden(world, seed)) == recorded for world in worlds]
    return recorded, np.array(held, bool).reshape(samples, graph.order)
