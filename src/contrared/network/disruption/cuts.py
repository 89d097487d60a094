"""What each single node holds together: pairs that can still reach each other without it, for all nodes at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def pairs_without_each(indptr: NDArray[Any], indices: NDArray[Any], gone: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Ordered pairs of nodes that reach each other after one more node is taken out, for each such node.

    One depth-first search (Tarjan, SIAM J. Comput. 1, 146, 1972): without v, its component falls into the subtrees of
    those children that have no way round v, and the rest. O(n + m) for all nodes together.

    Args:
        indptr: Where each node's neighbours begin, shape (n + 1,).
        indices: Neighbours, an undirected edge both ways.
        gone: Nodes taken out beforehand, shape (n,).

    Returns:
        Shape (n,); for a node already gone, the pairs that are left as it is.
    """
    order = len(indptr) - 1
    begin, neighbours, absent = indptr.tolist(), indices.tolist(), gone.tolist()
    found = [0] * order  # when a node was met, from 1
    low = [0] * order  # the earliest node that its subtree reaches by one edge back
    size = [1] * order
    pieces = [0] * order  # nodes in subtrees that v alone holds
    held = [0] * order  # ordered pairs within those subtrees
    parent = [-1] * order
    place = begin[:-1]
    change = np.zeros(order, np.int64)
    whole = 0
    clock = 0
    for root in range(order):
        if absent[root] or found[root]:
            continue
        clock += 1
        found[root] = low[root] = clock
        met = [root]
        path = [root]
        while path:
            node = path[-1]
            if place[node] < begin[node + 1]:
                other = neighbours[place[node]]
                place[node] += 1
                if absent[other] or other == parent[node]:
                    continue
                if found[other]:
                    low[node] = min(low[node], found[other])
                    continue
                clock += 1
                found[other] = low[other] = clock
                parent[other] = node
                met.append(other)
                path.append(other)
                continue
            path.pop()
            above = parent[node]
            if above >= 0:
                size[above] += size[node]
                low[above] = min(low[above], low[node])
                if low[node] >= found[above]:
                    pieces[above] += size[node]
                    held[above] += size[node] * (size[node] - 1)
        total = size[root]
        whole += total * (total - 1)
        for node in met:
            rest = total - 1 - pieces[node]
            change[node] = held[node] + rest * (rest - 1) - total * (total - 1)
    return change + whole
