"""Participation: over how many communities, or layers, the ties of a party are spread, beside how many they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from contrared.network.convergence.between import laid_out
from contrared.network.drawing.table import Table
from contrared.network.finding import Method
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

#: Deviations above the mean from which a node is a hub: of its community (Guimerà & Amaral), of the layers (Battiston).
HUB_OF_COMMUNITY = 2.5
HUB_OF_LAYERS = 2.0
_DIGITS = 12


class Role(StrEnum):
    """The seven roles of Guimerà and Amaral, the first four for nodes that are no hub of their community."""

    ULTRA_PERIPHERAL = "ultra-peripheral"
    PERIPHERAL = "peripheral"
    CONNECTOR = "connector"
    KINLESS = "kinless"
    PROVINCIAL_HUB = "provincial hub"
    CONNECTOR_HUB = "connector hub"
    KINLESS_HUB = "kinless hub"


class Spread(StrEnum):
    """How the ties of a node are spread over the layers, after Battiston, Nicosia & Latora."""

    FOCUSED = "focused"
    MIXED = "mixed"
    MULTIPLEX = "multiplex"
    FOCUSED_HUB = "focused hub"
    MIXED_HUB = "mixed hub"
    MULTIPLEX_HUB = "multiplex hub"


_ROLES = (
    (Role.ULTRA_PERIPHERAL, Role.PERIPHERAL, Role.CONNECTOR, Role.KINLESS),
    (Role.PROVINCIAL_HUB, Role.CONNECTOR_HUB, Role.KINLESS_HUB),
)
#: Participation up to which each of them reaches, but for the last.
_BOUNDS = ((0.05, 0.62, 0.80), (0.30, 0.75))


@dataclass(frozen=True)
class Participation:
    """Participation of every node.

    Attributes:
        ids: Ids of the nodes, sorted.
        participation: 0 where all ties go to one community (or layer), towards 1 the more evenly they go to many; 0 for
            a node without a tie.
        z: Deviations of its ties within its community from the mean there (over layers: of all its ties from the mean);
            0 where they do not vary.
        roles: Role of each node.
        method: How.
    """

    ids: tuple[str, ...]
    participation: tuple[float, ...]
    z: tuple[float, ...]
    roles: tuple[Role, ...] | tuple[Spread, ...]
    method: Method

    def table(self) -> Table:
        """One row a node: id, participation, z, role."""
        rows = zip(self.ids, self.participation, self.z, self.roles, strict=True)
        return Table(("id", "participation", "z", "role"), tuple((i, f"{p:.6g}", f"{z:.6g}", r) for i, p, z, r in rows))


def participation(graph: SimpleGraph, labels: NDArray[np.integer]) -> Participation:
    """Participation over communities and within-community degree, with the seven roles. O(n + m).

    P_i = 1 - sum_s (k_is / k_i)^2 over the communities s, and z_i = (k_i,own - mean) / standard deviation over the
    community of i (Guimerà & Amaral, Nature 433, 895, 2005). Direction and weights are not looked at.

    Args:
        graph: The graph.
        labels: Community of each node, shape (nodes,).

    Raises:
        NetworkError: there is not one label a node.
    """
    if labels.shape != (graph.order,):
        raise NetworkError(f"{graph.order} nodes need as many labels, not an array of shape {labels.shape}")
    _, community = np.unique(labels, return_inverse=True)
    community = community.ravel()
    groups = int(community.max()) + 1 if len(community) else 0
    u = np.r_[graph.source, graph.target].astype(np.int64)
    v = np.r_[graph.target, graph.source].astype(np.int64)
    degree = np.bincount(u, minlength=graph.order)
    keys, ties = np.unique(u * max(groups, 1) + community[v], return_counts=True)
    node = keys // max(groups, 1)
    squares = np.bincount(node, weights=(ties / degree[node]) ** 2, minlength=graph.order)
    found = np.where(degree > 0, 1.0 - squares, 0.0)
    own = np.bincount(u, weights=community[u] == community[v], minlength=graph.order)
    size = np.maximum(np.bincount(community, minlength=groups), 1)
    mean = np.bincount(community, weights=own, minlength=groups) / size
    spread = np.sqrt(np.bincount(community, weights=(own - mean[community]) ** 2, minlength=groups) / size)
    z = _deviations(own, mean[community], spread[community])
    found, z = np.round(found, _DIGITS), np.round(z, _DIGITS)
    method = Method.of(
        "participation over communities",
        libraries=("numpy",),
        citation="Guimerà & Amaral, Nature 433, 895 (2005)",
        communities=groups,
        hub=HUB_OF_COMMUNITY,
    )
    hub = z >= HUB_OF_COMMUNITY
    places = [np.searchsorted(bounds, found, side="left") for bounds in _BOUNDS]
    roles = tuple(_ROLES[int(h)][int(places[int(h)][i])] for i, h in enumerate(hub.tolist()))
    return Participation(tuple(graph.ids.to_pylist()), tuple(found.tolist()), tuple(z.tolist()), roles, method)


def layer_participation(network: Multilayer) -> Participation:
    """Participation over the layers and overlapping degree. O(m log m).

    P_i = M / (M - 1) · (1 - sum_l (k_il / o_i)^2) over the M layers that hold a tie, o_i the sum of the degrees in the
    layers, z_i its deviation from the mean over all nodes (Battiston, Nicosia & Latora, Phys. Rev. E 89, 032804, 2014).
    Focused up to P = 1/3, mixed up to 2/3, multiplex above; a hub from z = 2. With one layer all nodes are focused.
    """
    nobody = np.zeros(len(network.ids), bool)
    degree = laid_out(network, nobody, nobody).degrees()
    layers = len(network.layers)
    overlapping = degree.sum(axis=1)
    squares = ((degree / np.maximum(overlapping, 1)[:, None]) ** 2).sum(axis=1)
    scale = layers / (layers - 1) if layers > 1 else 0.0
    found = np.round(np.where(overlapping > 0, scale * (1.0 - squares), 0.0), _DIGITS)
    mean = np.full(len(overlapping), overlapping.mean() if len(overlapping) else 0.0)
    spread = np.full(len(overlapping), overlapping.std() if len(overlapping) else 0.0)
    z = np.round(_deviations(overlapping, mean, spread), _DIGITS)
    kinds = tuple(Spread)
    step = np.searchsorted(np.round([1 / 3, 2 / 3], _DIGITS), found, side="left") + 3 * (z >= HUB_OF_LAYERS)
    method = Method.of(
        "participation over layers",
        libraries=("numpy",),
        citation="Battiston, Nicosia & Latora, Phys. Rev. E 89, 032804 (2014)",
        layers=network.layers,
        hub=HUB_OF_LAYERS,
    )
    ids = tuple(network.ids.to_pylist())
    return Participation(ids, tuple(found.tolist()), tuple(z.tolist()), tuple(kinds[i] for i in step.tolist()), method)


def _deviations(
    values: NDArray[np.floating] | NDArray[np.integer], mean: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    varies = spread > 1e-12
    return np.where(varies, (values - mean) / np.where(varies, spread, 1.0), 0.0)
