"""The ways through one party: the paths with their ties and evidence, and what is lost without the party."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, product

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from contrared.network.convergence.between import SHARED_LAYERS, Between
from contrared.network.convergence.passage import union
from contrared.network.convergence.rarity import holders_of
from contrared.network.convergence.result import Loss, Stretch, Way
from contrared.network.multilayer import Multilayer

#: First ends looked at for the loss and the paths of one party; the finding says how many pairs that were.
MOST_STARTS = 64
#: Pairs, and paths of a pair, among which the best paths are chosen.
_PAIRS, _PATHS = 200, 50


@dataclass(frozen=True)
class Ways:
    """All ways between two groups.

    Attributes:
        network: The network.
        ties: Its ties and the groups.
        max_hops: Longest path.
        shared: Layers whose weight is the rarity of what is shared.
    """

    network: Multilayer
    ties: Between
    max_hops: int
    shared: Collection[str] = SHARED_LAYERS

    def through(self, node: int, *, best: int) -> tuple[Loss, tuple[Way, ...], tuple[str, ...]]:
        """What is lost without a node, the best paths through it, and the layers of its own ties on all paths.

        A path is the better the shorter, then the stronger, then by the ids along it. O(starts · m log n).
        """
        onward = dijkstra(self._directed, indices=[node], unweighted=True, limit=self.max_hops)[0]
        back = dijkstra(self._incoming, indices=[node], unweighted=True, limit=self.max_hops)[0]
        starts = self.ties.ends_a[np.argsort(back[self.ties.ends_a], kind="stable")]
        starts = starts[np.isfinite(back[starts])][:MOST_STARTS]
        ends = self.ties.ends_b[np.isfinite(onward[self.ties.ends_b])]
        if not len(starts) or not len(ends):
            return Loss(0, 0, 0, 0, 0.0), (), ()
        before = dijkstra(self._directed, indices=starts, unweighted=True, limit=self.max_hops)
        over = back[starts][:, None] + onward[ends][None, :]
        direct = self._union[starts][:, ends].toarray() > 0
        used = (over == before[:, ends]) & ~direct
        rows, columns = np.nonzero(used)
        after = dijkstra(self._without(node), indices=starts, unweighted=True)[:, ends][used]
        length = over[used]
        longer = np.isfinite(after) & (after > length)
        loss = Loss(
            pairs=len(rows),
            lost=int(np.isinf(after).sum()),
            longer=int(longer.sum()),
            bypassed=int((after == length).sum()),
            extra=round(float((after - length)[longer].mean()), 6) if longer.any() else 0.0,
        )
        ways = self._ways(node, starts[rows], ends[columns], length, before, rows)
        layers = {layer for way in ways for stretch in way.stretches for layer in self._own(node, stretch)}
        return loss, ways[:best], tuple(sorted(layers))

    def _own(self, node: int, stretch: Stretch) -> tuple[str, ...]:
        return stretch.layers if self._ids[node] in (stretch.source, stretch.target) else ()

    def _ways(
        self,
        node: int,
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        length: NDArray[np.float64],
        before: NDArray[np.float64],
        rows: NDArray[np.int64],
    ) -> tuple[Way, ...]:
        """The best path of each pair, the best pairs first."""
        found = []
        for pair in np.lexsort((ends, starts, length))[:_PAIRS].tolist():
            distance = before[rows[pair]]
            first = list(islice(self._backwards(node, distance), _PATHS))
            rest = list(islice(self._onwards(node, int(ends[pair]), int(length[pair] - distance[node])), _PATHS))
            paths = [tuple(reversed(left)) + right[1:] for left, right in product(first, rest)]
            best = min(paths, key=lambda path: (-self._strength(path), path))
            found.append((len(best), -self._strength(best), best))
        return tuple(self._way(path) for _, _, path in sorted(found))

    def _backwards(self, node: int, distance: NDArray[np.float64]) -> Iterator[tuple[int, ...]]:
        """Chains from a node to the start that ``distance`` is measured from."""
        if distance[node] == 0:
            yield (node,)
            return
        incoming = self._incoming
        for other in incoming.indices[incoming.indptr[node] : incoming.indptr[node + 1]].tolist():
            if distance[other] == distance[node] - 1:
                for chain in self._backwards(other, distance):
                    yield (node, *chain)

    def _onwards(self, node: int, end: int, hops: int) -> Iterator[tuple[int, ...]]:
        """Chains of a length from a node to an end; shortest ones, so none meets itself."""
        if hops == 0:
            if node == end:
                yield (node,)
            return
        outgoing = self._directed
        for other in outgoing.indices[outgoing.indptr[node] : outgoing.indptr[node + 1]].tolist():
            if (other == end) == (hops == 1):
                for chain in self._onwards(other, end, hops - 1):
                    yield (node, *chain)

    def _strength(self, path: tuple[int, ...]) -> float:
        return float(np.prod([self._union[left, right] for left, right in pairwise(path)]))

    def _way(self, path: tuple[int, ...]) -> Way:
        stretches = tuple(self._stretch(left, right) for left, right in pairwise(path))
        known = [stretch.probability for stretch in stretches]
        stated = [p for p in known if p is not None]
        probability = round(float(np.prod(stated)), 9) if stated else None
        return Way(tuple(self._ids[node] for node in path), stretches, probability)

    def _stretch(self, left: int, right: int) -> Stretch:
        """All ties between two neighbours."""
        key = min(left, right) * self.ties.order + max(left, right)
        keys, order = self._pairs
        rows = pa.array(order[np.searchsorted(keys, key) : np.searchsorted(keys, key, side="right")])
        ties = self.network.ties.take(rows).to_pylist()
        evidence = {part for tie in ties for part in (tie["evidence"] or "").split()}
        stated = [tie["probability"] for tie in ties if tie["probability"] is not None]
        # Where one of the ties states no probability, the stretch counts as certain, as in the passage.
        certain = len(stated) < len(ties)
        probability = (
            None if not stated else 1.0 if certain else round(1.0 - float(np.prod([1 - p for p in stated])), 9)
        )
        rarest = min((holders_of(t["weight"]) if t["layer"] in self.shared else 0 for t in ties), default=0)
        return Stretch(
            self._ids[left],
            self._ids[right],
            tuple(sorted({tie["layer"] for tie in ties})),
            tuple(sorted(evidence)),
            probability,
            rarest,
        )

    @cached_property
    def _ids(self) -> list[str]:
        found: list[str] = self.network.ids.to_pylist()
        return found

    @cached_property
    def _union(self) -> csr_array:
        return union(self.ties)

    @cached_property
    def _pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        source, target = self.network.source.astype(np.int64), self.network.target.astype(np.int64)
        keys = np.minimum(source, target) * self.ties.order + np.maximum(source, target)
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    @cached_property
    def _directed(self) -> csr_array:
        """From first ends outward, among those outside, and into last ends; members of a group are not passed."""
        return self._without(None)

    @cached_property
    def _incoming(self) -> csr_array:
        return csr_array(self._directed.T.tocsr())

    def _without(self, node: int | None) -> csr_array:
        members = self.ties.in_a ^ self.ties.in_b
        edges = self._union.tocoo()
        u, v = edges.row, edges.col
        kept = (~members[u] | (self.ties.in_a & members)[u]) & (~members[v] | (self.ties.in_b & members)[v])
        kept &= ~(members[u] & members[v])
        if node is not None:
            kept &= (u != node) & (v != node)
        matrix = csr_array((np.ones(int(kept.sum())), (u[kept], v[kept])), shape=edges.shape)
        matrix.sort_indices()
        return matrix
