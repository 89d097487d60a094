"""The surroundings of a node: who is within a few steps, and how they are tied to each other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contrared.network.incidence import Incidence
from contrared.network.multilayer import Multilayer
from contrared.network.treatment import NetworkError, Treatment

#: Nodes with more ties than this are shown but not followed: everybody is two steps from everybody by a bank.
HUB = 10_000
#: Nodes of an ego network unless more are asked for.
LIMIT = 5_000


def ego(
    network: Multilayer, node: str, hops: int = 2, limit: int | None = LIMIT, *, hub: int | None = HUB
) -> Multilayer:
    """A node, all within some steps of it, and every tie among them; direction is no obstacle.

    Where more nodes would come in than ``limit``, those with the most ties to the nodes already in come first, then by
    id; nodes nearer always before nodes farther. A node other than the one asked for with more than ``hub`` ties comes
    in but is not followed. Both are said in ``treatments`` with their numbers. The first call on a network takes
    O(m log m) to sort its ties, later ones O(ties met).

    Args:
        network: The network.
        node: Id of the node in the middle.
        hops: Greatest number of steps.
        limit: Greatest number of nodes, the one in the middle included; None for all.
        hub: Number of ties from which on a node is not followed; None to follow all.

    Returns:
        A network whose node table has a further column ``distance``, steps from the middle.

    Raises:
        NetworkError: there is no such node, ``hops`` is negative or ``limit`` below 1.
    """
    if hops < 0 or (limit is not None and limit < 1):
        raise NetworkError(f"{hops} hops, limit {limit}: hops must be 0 or more and the limit 1 or more")
    incidence = Incidence.of(network)
    middle = network.place(node)
    distance = np.full(len(network.nodes), -1, np.int32)
    distance[middle] = 0
    level = np.array([middle], np.int64)
    count = 1
    treatments = list(network.treatments)
    for step in range(1, hops + 1):
        followed, passed = _followed(incidence, level, hub if step > 1 else None)
        if len(passed):
            treatments.append(_hubs(network, incidence, passed))
        met = incidence.other[incidence.places(followed)]
        found, ties = np.unique(met[distance[met] < 0], return_counts=True)
        level = found.astype(np.int64)
        if limit is not None and count + len(level) > limit:
            chosen = np.lexsort((level, -ties))[: limit - count]
            left = len(level) - len(chosen)
            level = np.sort(level[chosen])
            how = f"left out at {step} steps for the limit of {limit} nodes: those with the fewest ties to nodes within"
            if step < hops:
                how += "; none farther was looked for"
            treatments.append(Treatment("node beyond the limit", left, how, (node,)))
            distance[level] = step
            break
        distance[level] = step
        count += len(level)
        if not len(level):
            break
    return _within(network, incidence, distance, tuple(treatments))


def _followed(
    incidence: Incidence, level: NDArray[np.int64], hub: int | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Nodes of a level that are followed, and hubs that are not."""
    if hub is None:
        return level, level[:0]
    large = incidence.degree(level) > hub
    return level[~large], level[large]


def _hubs(network: Multilayer, incidence: Incidence, hubs: NDArray[np.int64]) -> Treatment:
    degree = incidence.degree(hubs)
    first = np.lexsort((hubs, -degree))[:3]
    named = tuple(f"{network.ids[int(hubs[place])].as_py()} with {int(degree[place])} ties" for place in first.tolist())
    return Treatment("hub", len(hubs), "shown but not followed: it would bring in all its neighbours", named)


def _within(
    network: Multilayer, incidence: Incidence, distance: NDArray[np.int32], treatments: tuple[Treatment, ...]
) -> Multilayer:
    """The nodes that have a distance, and the ties among them."""
    nodes = np.flatnonzero(distance >= 0)
    places = incidence.places(nodes)
    inside = distance[incidence.other[places]] >= 0
    ties = incidence.ties.take(pa.array(np.unique(incidence.tie[places[inside]])))
    for place, end in enumerate(("source", "target")):
        renumbered = np.searchsorted(nodes, ties[end].to_numpy()).astype(np.int32)
        ties = ties.set_column(place, ties.schema.field(end), pa.array(renumbered))
    table = network.nodes.take(pa.array(nodes))
    if "distance" in table.column_names:
        table = table.drop_columns(["distance"])
    table = table.append_column("distance", pa.array(distance[nodes], pa.int32()))
    return Multilayer(table, ties, treatments)
