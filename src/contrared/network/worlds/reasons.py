"""What carries a standing, and what it hangs on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from contrared.network.measures.components import undirected
from contrared.network.measures.leiden import leiden
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph
from contrared.network.worlds.order import ranks
from contrared.network.worlds.paths import Paths
from contrared.network.worlds.ranking import Doubt, Reason
from contrared.network.worlds.sample import left_out

#: Most nodes for which all shortest paths are held at once to see what runs through a node.
DENSE = 1_000
_NAMED = 3


@dataclass(frozen=True)
class Behind:
    """What is behind each pair of tied nodes: layers and evidence of the ties that were laid together.

    Attributes:
        layers: Neighbours of each node by layer.
        evidence: Evidence of each pair, ids in order.
    """

    layers: dict[str, dict[str, set[str]]]
    evidence: dict[tuple[str, str], set[str]]

    @classmethod
    def of(cls, network: Multilayer, nodes: Sequence[str]) -> Behind:
        """What is behind the ties of some nodes."""
        wanted = set(nodes)
        ids = network.ids.to_pylist()
        chosen = np.array([one in wanted for one in ids], bool)
        places = np.flatnonzero(chosen[network.source] | chosen[network.target])
        rows = network.ties.take(places)
        layers: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        evidence: dict[tuple[str, str], set[str]] = defaultdict(set)
        for place, layer, said in zip(
            places.tolist(), rows["layer"].to_pylist(), rows["evidence"].to_pylist(), strict=True
        ):
            left, right = ids[network.source[place]], ids[network.target[place]]
            if left == right:
                continue
            layers[left][layer].add(right)
            layers[right][layer].add(left)
            evidence[min(left, right), max(left, right)] |= set((said or "").split())
        return cls(layers, evidence)

    def count(self, left: str, right: str) -> int | None:
        """Pieces of evidence for a pair; None where none is stated."""
        return len(self.evidence.get((min(left, right), max(left, right)), ())) or None


@dataclass(frozen=True)
class Explainer:
    """Explains standings of one graph."""

    graph: SimpleGraph
    by: str
    weighted: bool
    seed: int
    behind: Behind | None

    def reasons(self, node: int) -> tuple[Reason, ...]:
        """What carries the value of a node."""
        found = self._layers(node)
        if self.by.startswith("betweenness"):
            if not self.weighted and self.graph.order <= DENSE:
                found += self._between(node)
            found += self._parts(node) + self._open(node)
        elif self.by.startswith(("closeness", "farness", "harmonic")) and not self.weighted:
            found += self._near(node)
        return tuple(found)

    def doubts(
        self, nodes: Sequence[int], ranked: NDArray[np.bool_], values: NDArray[np.float64], most: int
    ) -> dict[int, tuple[Doubt, ...]]:
        """The ties that each node's standing hangs on: those it would fall without, gravest first.

        The loss without the tie, as a share of the value, is weighed by how likely the tie does not exist, where that
        is stated; among equals the tie with fewer pieces of evidence comes first. The weakest ``most`` ties are tried,
        shared among the nodes; a tie that is certain and rests on several pieces of evidence is no doubt.

        Args:
            nodes: Nodes to explain.
            ranked: Which nodes are ranked at all.
            values: Their values on the network as recorded.
            most: Most ties to try, which is as many worlds to measure.
        """
        tried = [
            (node, edge) for node in nodes for edge in self._weakest(node, max(_NAMED, most // max(1, len(nodes))))
        ]
        if not tried:
            return {}
        found = left_out(self.graph, [(edge,) for _, edge in tried], self.by, self.weighted)
        places = np.full((len(tried), self.graph.order), 0, np.int64)
        places[:, ranked] = ranks(found[:, ranked])
        doubts: dict[int, list[tuple[tuple[float, float, str], Doubt]]] = defaultdict(list)
        for row, (node, edge) in enumerate(tried):
            value, before = float(found[row, node]), float(values[node])
            loss = (before - value) / before if before > 0 and np.isfinite(value) else 0.0
            if loss <= 1e-9:
                continue
            other = int(self.graph.source[edge]) + int(self.graph.target[edge]) - node
            known = float(self.graph.probability[edge])
            neighbour = self.graph.ids[other].as_py()
            count = self.behind.count(self._id(node), neighbour) if self.behind else None
            stated = None if np.isnan(known) else known
            weight = loss * (1.0 if stated is None else 1.0 - stated)
            if stated == 1.0 and count != 1:
                continue
            doubt = Doubt(neighbour, stated, count, value, int(places[row, node]))
            doubts[node].append(((-round(weight, 12), count or np.inf, neighbour), doubt))
        return {
            node: tuple(doubt for _, doubt in sorted(of, key=lambda one: one[0])[:_NAMED])
            for node, of in doubts.items()
        }

    def _id(self, node: int) -> str:
        return str(self.graph.ids[node].as_py())

    def _weakest(self, node: int, most: int) -> list[int]:
        edges = np.flatnonzero((self.graph.source == node) | (self.graph.target == node))
        known = np.nan_to_num(self.graph.probability[edges], nan=2.0)
        degree = self._degree[self.graph.source[edges] + self.graph.target[edges] - node]
        return [int(edge) for edge in edges[np.lexsort((edges, -degree, known))][:most]]

    @cached_property
    def _degree(self) -> NDArray[np.int64]:
        ends = np.concatenate((self.graph.source, self.graph.target))
        return np.bincount(ends, minlength=self.graph.order)

    @cached_property
    def _paths(self) -> Paths:
        return Paths.of(self.graph)

    @cached_property
    def _group(self) -> NDArray[np.int32]:
        return leiden(undirected(self.graph).networkit(weighted=True), seed=self.seed)

    def _neighbours(self, node: int) -> NDArray[np.int64]:
        first, second = self.graph.source, self.graph.target
        found = np.concatenate((second[first == node], first[second == node]))
        return np.unique(found).astype(np.int64)

    def _layers(self, node: int) -> list[Reason]:
        if self.behind is None:
            return []
        layers = self.behind.layers.get(self._id(node), {})
        counted = Counter({layer: len(others) for layer, others in layers.items()})
        return [
            Reason("layer", (layer,), float(count))
            for layer, count in sorted(counted.items(), key=lambda c: (-c[1], c[0]))
        ]

    def _between(self, node: int) -> list[Reason]:
        through = self._paths.through(node)
        total = float(through.sum())
        if total <= 0:
            return []
        size = int(self._group.max()) + 1
        mark = np.zeros((self.graph.order, size))
        mark[np.arange(self.graph.order), self._group] = 1.0
        pairs = mark.T @ through @ mark
        pairs = pairs + pairs.T - np.diag(np.diag(pairs))
        left, right = np.triu_indices(size)
        share = pairs[left, right] / total
        found = [
            Reason(
                "between" if left[i] != right[i] else "within", self._leads(node, left[i], right[i]), float(share[i])
            )
            for i in np.lexsort((right, left, -share.round(12)))[:_NAMED]
            if share[i] >= 0.05
        ]
        ties = [(float(self._paths.leaving(node, int(n)).sum()) / total, int(n)) for n in self._neighbours(node)]
        ties.sort(key=lambda tie: (-round(tie[0], 12), tie[1]))
        return found + [Reason("tie", (self._id(n),), share) for share, n in ties[:_NAMED] if share >= 0.05]

    def _leads(self, node: int, *groups: int) -> tuple[str, ...]:
        """Member of the most ties of each group, other than the node."""
        found = []
        for group in dict.fromkeys(groups):
            members = np.flatnonzero((self._group == group) & (np.arange(self.graph.order) != node))
            found.append(self._id(int(members[np.argmax(self._degree[members])])))
        return tuple(found)

    def _parts(self, node: int) -> list[Reason]:
        kept = np.delete(np.arange(self.graph.order), node)
        _, before = connected_components(self.graph.out, directed=False)
        mates = kept[before[kept] == before[node]]
        parts, label = connected_components(self.graph.out[mates][:, mates], directed=False)
        if len(mates) < 2 or parts < 2:
            return []
        apart = len(mates) - int(np.bincount(label).max())
        return [Reason("parts", (), float(apart), float(parts))]

    def _open(self, node: int) -> list[Reason]:
        others = self._neighbours(node)
        pairs = len(others) * (len(others) - 1) // 2
        if not pairs:
            return []
        inner = self.graph.out[others][:, others]
        tied = int(((inner + inner.T) > 0).sum()) // 2
        return [Reason("open", (), float(pairs - tied), float(pairs))]

    def _near(self, node: int) -> list[Reason]:
        if self.graph.order > DENSE:
            return []
        steps = self._paths.distance[:, node]
        reached = steps > 0
        if not reached.any():
            return []
        return [Reason("near", (str(int(reached.sum())),), float(steps[reached].mean()), float(self.graph.order - 1))]
