"""Cores: how deep in the dense middle of a network a node sits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from contrared.network.simple import SimpleGraph


def core(graph: SimpleGraph, weighted: bool = False) -> NDArray[np.float64]:
    """Core number: the greatest k such that the node is in a k-core (Seidman, Soc. Networks 5, 269, 1983).

    A k-core is what is left once nodes with fewer than k ties are taken away again and again. In a directed graph ties
    in and out count together, as in NetworkX. Whole waves are taken away at once: O(n + m) and a step for each wave.
    """
    matrix = graph.out if not graph.directed else csr_array(graph.out + graph.out.T)
    indptr, indices, ways = matrix.indptr, matrix.indices, matrix.data
    left = np.asarray(matrix.sum(axis=1, dtype=np.int64)).ravel()
    cores = np.zeros(graph.order, np.int64)
    alive = np.ones(graph.order, bool)
    remaining = np.arange(graph.order)
    k = 0
    while len(remaining := remaining[alive[remaining]]):
        k = max(k, int(left[remaining].min()))
        wave = remaining[left[remaining] <= k]
        while len(wave):
            cores[wave] = k
            alive[wave] = False
            counts = indptr[wave + 1] - indptr[wave]
            ends = np.cumsum(counts)
            arcs = np.arange(int(ends[-1])) + np.repeat(indptr[wave] - (ends - counts), counts)
            met = indices[arcs]
            living = alive[met]
            touched, place = np.unique(met[living], return_inverse=True)
            left[touched] -= np.bincount(place, ways[arcs][living], minlength=len(touched)).astype(np.int64)
            wave = touched[left[touched] <= k]
    return cores.astype(np.float64)
