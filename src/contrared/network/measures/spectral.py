"""Standing that comes from the standing of one's neighbours: eigenvector centrality and PageRank."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigs, eigsh, spsolve

from contrared.network.simple import SimpleGraph

Values = NDArray[np.float64]

#: Up to this order eigenvectors are taken from the full matrix.
SMALL = 300
#: Relative difference up to which two spectral radii are taken for the same.
SAME = 1e-9


def pagerank(graph: SimpleGraph, weighted: bool = True, *, damping: float = 0.85, tolerance: float = 1e-12) -> Values:
    """PageRank (Brin & Page, Comput. Netw. ISDN Syst. 30, 107, 1998), sums to 1.

    As in NetworkX edges are always followed in proportion to their weight, an undirected edge both ways, and a node
    without a way out leads to all alike. O(m) an iteration. Undirected it is the solution of a symmetric system, found
    by conjugate gradients in about a third of the iterations (Hestenes & Stiefel, J. Res. NBS 49, 409, 1952).

    Args:
        graph: The graph.
        weighted: Taken for the sake of the other measures; weights always count here.
        damping: Probability of following an edge.
        tolerance: Summed error of all values at which to stop.
    """
    n = graph.order
    if not n:
        return np.zeros(0)
    out = np.asarray(graph.weights.sum(axis=1), np.float64).ravel()
    way = _walked if graph.directed else _solved
    values = way(graph.weights, out, damping, tolerance)
    return np.asarray(values / values.sum(), np.float64)


def _walked(matrix: csr_array, out: Values, damping: float, tolerance: float) -> Values:
    """By repeated steps of the walk: each brings the error down by the damping at least."""
    n = len(out)
    dangling = np.flatnonzero(out == 0)
    share = np.divide(1.0, out, out=np.zeros(n), where=out > 0)
    inward = csr_array(matrix.T)
    values: Values = np.full(n, 1.0 / n)
    while True:
        following: Values = damping * (inward @ (values * share) + values[dangling].sum() / n) + (1.0 - damping) / n
        moved = float(np.abs(following - values).sum())
        values = following
        if moved * damping / (1.0 - damping) < max(tolerance, 1e-15 * n**0.5):
            return values


def _solved(matrix: csr_array, out: Values, damping: float, tolerance: float) -> Values:
    """By (I - damping S) z = D^-1/2 1 with S = D^-1/2 A D^-1/2; values are D^1/2 z, all of them times some factor."""
    n = len(out)
    root = np.sqrt(out)
    part = np.divide(1.0, root, out=np.zeros(n), where=out > 0)
    # A walk without jumps ends in proportion to strength: near enough to begin with.
    found = root * (n / max(float(out.sum()), 1e-300) / (1.0 - damping))
    rest = part - found + damping * part * (matrix @ (part * found))
    along = rest.copy()
    size = float((rest * rest).sum())
    while float((root * np.abs(rest)).sum()) > tolerance * n:
        turned = along - damping * part * (matrix @ (part * along))
        step = size / float((along * turned).sum())
        found += step * along
        rest -= step * turned
        before, size = size, float((rest * rest).sum())
        along *= size / before
        along += rest
    return np.where(out > 0, root * found, 1.0)


def eigenvector(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Eigenvector centrality (Bonacich, J. Math. Sociol. 2, 113, 1972), of unit Euclidean norm, never negative.

    In a directed graph a node is raised by those that point at it. Where the graph is not connected there is no one
    answer by definition, and this gives what power iteration from equal values tends to (as NetworkX's
    ``eigenvector_centrality``): undirected, components whose spectral radius is below the greatest are 0, and several
    that reach it share in proportion to the sum of their own vector. Directed, the strongly connected component with
    the greatest radius leads, and what can be reached from it follows; NaN everywhere where several have that radius,
    and where there is no cycle at all: then no answer is better than another.
    """
    n = graph.order
    if not n:
        return np.zeros(0)
    matrix = graph.weights if weighted else graph.out.astype(np.float64)
    if not graph.size:
        return np.full(n, n**-0.5)
    count, labels = connected_components(matrix, directed=graph.directed, connection="strong")
    sizes = np.bincount(labels, minlength=count)
    inward = csr_array(matrix.T) if graph.directed else matrix
    # No radius is above the greatest sum of a row: most components need not be looked at.
    bound = np.zeros(count)
    np.maximum.at(bound, labels, np.asarray(inward.sum(axis=1)).ravel())
    by_part = np.split(np.argsort(labels, kind="stable"), np.cumsum(sizes)[:-1])
    parts: list[tuple[float, NDArray[np.intp], Values]] = []
    greatest = 0.0
    for part in np.lexsort((np.arange(count), -bound)).tolist():
        nodes = by_part[part]
        if len(nodes) > 1 and bound[part] >= greatest * (1.0 - SAME):
            radius, vector = _leading(inward[nodes][:, nodes] if len(nodes) < n else inward, not graph.directed)
            parts.append((radius, nodes, vector))
            greatest = max(greatest, radius)
    leading = [part for part in parts if part[0] >= greatest * (1.0 - SAME)]
    if graph.directed:
        return _followed(inward, leading) if len(leading) == 1 else np.full(n, np.nan)
    values = np.zeros(n)
    for _, nodes, vector in leading:
        values[nodes] = vector * vector.sum()
    return _unit(values)


def _leading(matrix: csr_array, symmetric: bool) -> tuple[float, Values]:
    """Greatest real eigenvalue and its vector, of unit norm, not negative."""
    n = matrix.shape[0]
    if n <= SMALL:
        found, vectors = np.linalg.eigh(matrix.toarray()) if symmetric else np.linalg.eig(matrix.toarray())
        place = int(np.argmax(found.real))
        radius, vector = float(found.real[place]), vectors[:, place].real
    elif symmetric:
        values, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(n))
        radius, vector = float(values[0]), vectors[:, 0]
    else:
        values, vectors = eigs(matrix, k=1, which="LR", v0=np.ones(n))
        radius, vector = float(values[0].real), vectors[:, 0].real
    # By Perron and Frobenius it has one sign; what is left of the other is rounding.
    vector = np.abs(vector)
    return radius, np.asarray(vector / np.linalg.norm(vector), np.float64)


def _followed(inward: csr_array, leading: list[tuple[float, NDArray[np.intp], Values]]) -> Values:
    """The vector of a leading component carried on to what is reached from it: (radius - A) x = what comes in."""
    radius, nodes, vector = leading[0]
    n = inward.shape[0]
    values = np.zeros(n)
    values[nodes] = vector
    reached = np.zeros(n, bool)
    reached[nodes] = True
    while True:
        further = reached | (inward @ reached.astype(np.float64) > 0)
        if (further == reached).all():
            break
        reached = further
    rest = np.setdiff1d(np.flatnonzero(reached), nodes)
    if len(rest):
        within = inward[rest]
        system = csr_array((np.full(len(rest), radius), (range(len(rest)), range(len(rest))))) - within[:, rest]
        values[rest] = np.abs(spsolve(system.tocsc(), within @ values))
    return _unit(values)


def _unit(values: Values) -> Values:
    """At unit norm, rounded to twelve digits: what is beyond depends on how many threads the linear algebra took."""
    return np.asarray(np.round(values / np.sqrt(np.square(values).sum()), 12), np.float64)
