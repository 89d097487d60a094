"""What part each person plays: as stated, or by whom they are tied to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from contrared.model import text
from contrared.model.protection import PROTECTED_PROPERTIES
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

#: Parts of names of columns that say what nobody's part may be taken from.
FORBIDDEN = tuple(sorted(PROTECTED_PROPERTIES | {"ethnic", "race", "relig", "health", "sexual", "politic"}))


class Roles(NamedTuple):
    """Roles of the nodes.

    Attributes:
        part: Number of the role of each node, shape (nodes,).
        says: Where they are from, in words.
    """

    part: NDArray[np.int64]
    says: str


def roles(network: Multilayer, graph: SimpleGraph, column: str = "role") -> Roles:
    """Roles from a column of the node table; where it is missing or empty, from structural equivalence.

    Nodes for which none is stated, while others have one, are a role of their own.

    Raises:
        NetworkError: the column is one of the attributes that never influence a finding.
    """
    if any(word in column.casefold() for word in FORBIDDEN):
        raise NetworkError(f"column {column!r} is a protected attribute and no role: it never influences a finding")
    stated = network.nodes[column].to_pylist() if column in network.nodes.column_names else []
    if any(value not in (None, "") for value in stated):
        names = [str(value) if value not in (None, "") else "" for value in stated]
        part = np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)
        without = names.count("")
        return Roles(part, text("disruption.roles.stated", column=column, roles=len(set(names)), without=without))
    part = equivalent(graph)
    return Roles(part, text("disruption.roles.equivalent", roles=len(np.unique(part))))


def equivalent(graph: SimpleGraph) -> NDArray[np.int64]:
    """Classes of nodes tied to much the same others (structural equivalence, Lorrain & White 1971).

    Distance of two nodes: 1 - Jaccard index of their neighbours, each other left out. Average linkage, cut at about
    sqrt(n / 2) classes. O(n^2 log n).
    """
    if graph.order < 3:
        return np.zeros(graph.order, np.int64)
    tied = graph.out.toarray().astype(np.int64)
    common = (graph.out.astype(np.int64) @ graph.out.astype(np.int64).T).toarray()
    degree = tied.sum(axis=1)
    union = degree[:, None] + degree[None, :] - 2 * tied - common
    apart = 1.0 - np.divide(common, union, out=np.zeros(union.shape), where=union > 0)
    np.fill_diagonal(apart, 0.0)
    classes = max(2, round((graph.order / 2) ** 0.5))
    found = fcluster(linkage(squareform(apart, checks=False), "average"), classes, "maxclust")
    return np.asarray(found, np.int64)
