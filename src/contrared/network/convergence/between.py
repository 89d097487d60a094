"""What lies between two groups: the ties as arrays, one a layer and pair, and who belongs where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contrared.network.multilayer import Multilayer

#: Layers whose ties say that two parties have something in common. Their weight is how rare the thing is, 1/(k-1) for k
#: holders; in other layers a weight is an amount (calls, shares) and says nothing of rarity.
SHARED_LAYERS = frozenset({"identifier", "address", "vehicle", "custody", "co-location", "encounter", "document"})


@dataclass(frozen=True)
class Between:
    """Ties without loops or duplicates, and two groups.

    Attributes:
        order: Number of nodes.
        layer: Number of each tie's layer, shape (ties,).
        source: Number of its smaller node, shape (ties,).
        target: Number of the greater one.
        strength: Rarity of what is shared, in (0, 1]; 1 in layers that are stated ties.
        probability: Probability that the tie exists; 1 where none is stated.
        in_a: Whether each node belongs to the first group, shape (nodes,).
        in_b: Whether it belongs to the second. Who belongs to both is dual.
        thing: Whether each node is no party but something parties share (an address, a telephone), shape (nodes,).
    """

    order: int
    layer: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    strength: NDArray[np.float64]
    probability: NDArray[np.float64]
    in_a: NDArray[np.bool_]
    in_b: NDArray[np.bool_]
    thing: NDArray[np.bool_]

    @cached_property
    def dual(self) -> NDArray[np.bool_]:
        """Members of both groups."""
        return np.asarray(self.in_a & self.in_b)

    @cached_property
    def ends_a(self) -> NDArray[np.int64]:
        """Numbers of the members of the first group alone: where paths begin."""
        return np.flatnonzero(self.in_a & ~self.in_b)

    @cached_property
    def ends_b(self) -> NDArray[np.int64]:
        """Numbers of the members of the second group alone: where paths end."""
        return np.flatnonzero(self.in_b & ~self.in_a)

    def inner(self, u: NDArray[np.int64], v: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether ties between such nodes lie in one group, or between two things.

        How tight a group is says nothing of who bridges it; and things are held by parties, not by each other.
        """
        within = (self.in_a[u] & self.in_a[v]) | (self.in_b[u] & self.in_b[v]) | (self.thing[u] & self.thing[v])
        return np.asarray(within)

    @cached_property
    def fixed(self) -> NDArray[np.bool_]:
        """Inner ties, shape (ties,)."""
        return self.inner(self.source, self.target)

    @cached_property
    def passing(self) -> NDArray[np.float64]:
        """Strength of passing through each node, shape (nodes,): 1, of a thing with k holders 1/sqrt(k-1).

        In and out of the thing that makes 1/(k-1), as for a tie between two of its holders.
        """
        degree = self.neighbours
        return np.where(self.thing & (degree > 2), 1.0 / np.sqrt(np.maximum(degree - 1, 1)), 1.0)

    @cached_property
    def neighbours(self) -> NDArray[np.int64]:
        """Distinct neighbours of each node over all layers, shape (nodes,)."""
        u, v = np.divmod(np.unique(self.source * self.order + self.target), max(self.order, 1))
        return np.asarray(np.bincount(np.r_[u, v], minlength=self.order))

    def degrees(self) -> NDArray[np.int64]:
        """Neighbours of each node in each layer, shape (nodes, layers)."""
        layers = int(self.layer.max()) + 1 if len(self.layer) else 0
        found = np.zeros((self.order, layers), np.int64)
        np.add.at(found, (self.source, self.layer), 1)
        np.add.at(found, (self.target, self.layer), 1)
        return found

    def keep(self, chosen: NDArray[np.bool_]) -> Between:
        """Only some of the ties."""
        return replace(
            self,
            layer=self.layer[chosen],
            source=self.source[chosen],
            target=self.target[chosen],
            strength=self.strength[chosen],
            probability=self.probability[chosen],
        )


def laid_out(
    network: Multilayer,
    a: NDArray[np.bool_],
    b: NDArray[np.bool_],
    *,
    thing: NDArray[np.bool_] | None = None,
    shared: Collection[str] = SHARED_LAYERS,
) -> Between:
    """The ties of a network, one for each layer and pair of nodes, whichever way they run.

    Of parallel ties the strength is the greatest and the probability that of at least one; one without a stated
    probability counts as certain. Loops are left out.

    Args:
        network: The network.
        a: Whether each node belongs to the first group, shape (nodes,).
        b: Whether it belongs to the second.
        thing: Whether each node is a thing that parties share; none unless given.
        shared: Layers whose weight is the rarity of what is shared.
    """
    order = len(network.ids)
    things = np.zeros(order, bool) if thing is None else thing
    names = network.layers
    layers = pc.index_in(network.ties["layer"].cast(pa.string()), value_set=pa.array(names, pa.string()))
    layer = layers.to_numpy().astype(np.int64)
    source = np.minimum(network.source, network.target).astype(np.int64)
    target = np.maximum(network.source, network.target).astype(np.int64)
    weight = network.ties["weight"].to_numpy().astype(np.float64)
    rarity = np.array([name in shared for name in names], bool)
    strength: NDArray[np.float64] = np.where(rarity[layer], np.minimum(weight, 1.0), 1.0) if len(layer) else weight
    probability: NDArray[np.float64] = np.nan_to_num(network.ties["probability"].to_numpy().astype(np.float64), nan=1.0)
    kept = np.flatnonzero(source != target)
    kept = kept[np.lexsort((target[kept], source[kept], layer[kept]))]
    layer, source, target = layer[kept], source[kept], target[kept]
    strength, probability = strength[kept], probability[kept]
    same = (layer[1:] == layer[:-1]) & (source[1:] == source[:-1]) & (target[1:] == target[:-1])
    starts = np.flatnonzero(np.r_[True, ~same]) if len(layer) else np.zeros(0, np.int64)
    if len(starts):
        strength = np.maximum.reduceat(strength, starts)
        probability = 1.0 - np.multiply.reduceat(1.0 - probability, starts)
    return Between(order, layer[starts], source[starts], target[starts], strength, probability, a, b, things)
