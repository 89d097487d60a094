"""Roles of nodes between and within groups, and how far they hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contrared.network.convergence.participation import participation
from contrared.network.measures.leiden import leiden
from contrared.network.simple import SimpleGraph
from contrared.network.worlds.draw import Model, world_of


def roles(graph: SimpleGraph, seed: int) -> tuple[str, ...]:
    """Role of each node of an undirected graph over its Leiden groups (Guimerà & Amaral, Nature 433, 895, 2005)."""
    if not graph.order:
        return ()
    return tuple(map(str, participation(graph, leiden(graph.networkit(weighted=True), seed=seed)).roles))


def roles_held(model: Model, seed: int, samples: int) -> tuple[tuple[str, ...], NDArray[np.bool_]]:
    """Roles on the network as recorded, and whether each node has the same in each world.

    Groups are found anew in every world.

    Returns:
        Roles, one a node; whether they hold, shape (worlds, nodes).
    """
    graph = model.graph
    recorded = roles(graph, seed)
    if model.certain:
        return recorded, np.ones((samples, graph.order), bool)
    batch = model.batch(0, samples)
    worlds = [roles(world_of(batch, number, graph), seed) for number in range(samples)]
    held = [[role == one for role, one in zip(world, recorded, strict=True)] for world in worlds]
    return recorded, np.array(held, bool).reshape(samples, graph.order)
