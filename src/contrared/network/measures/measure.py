"""The measures of a node's position, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from contrared.network.measures import betweenness, cores, degrees, distances, spectral, triads
from contrared.network.simple import SimpleGraph


class Compute(Protocol):
    """Computes one value a node."""

    def __call__(self, graph: SimpleGraph, weighted: bool = ...) -> NDArray[np.float64]:
        """Values of the nodes, shape (nodes,)."""
        ...


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of position.

    Attributes:
        name: Its name.
        citation: Where its definition comes from.
        compute: Values of a graph's nodes, shape (nodes,). With ``weighted`` weights are strengths of ties, and a tie
            is 1 / weight long. Strength and PageRank take weights in any case. NaN where it is not defined.
        directed: Whether it says something of its own only in a directed graph.
    """

    name: str
    citation: str
    compute: Compute
    directed: bool = False


_FREEMAN = "Freeman, Soc. Networks 1, 215 (1978)"
_UCINET = "Freeman, Soc. Networks 1, 215 (1978), as printed by UCINET (Borgatti, Everett & Freeman, 2002)"

#: Every measure. Those normalised are normalised as NetworkX's functions are by default. ``betweenness_raw``,
#: ``betweenness_percent``, ``farness`` and ``closeness_percent`` are what UCINET prints, for comparison with papers.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            Measure("degree", _FREEMAN, degrees.degree),
            Measure("in_degree", _FREEMAN, degrees.in_degree, directed=True),
            Measure("out_degree", _FREEMAN, degrees.out_degree, directed=True),
            Measure("degree_centrality", _FREEMAN, degrees.degree_centrality),
            Measure("strength", "Barrat et al., PNAS 101, 3747 (2004)", degrees.strength),
            Measure("in_strength", "Barrat et al., PNAS 101, 3747 (2004)", degrees.in_strength, directed=True),
            Measure("out_strength", "Barrat et al., PNAS 101, 3747 (2004)", degrees.out_strength, directed=True),
            Measure("closeness", "Wasserman & Faust, Social Network Analysis, p. 201 (1994)", distances.closeness),
            Measure("closeness_percent", _UCINET, distances.closeness_percent),
            Measure("farness", _UCINET, distances.farness),
            Measure("harmonic", "Boldi & Vigna, Internet Math. 10, 222 (2014)", distances.harmonic),
            Measure("betweenness", "Brandes, J. Math. Sociol. 25, 163 (2001)", betweenness.betweenness),
            Measure("betweenness_raw", _UCINET, betweenness.betweenness_raw),
            Measure("betweenness_percent", _UCINET, betweenness.betweenness_percent),
            Measure("eigenvector", "Bonacich, J. Math. Sociol. 2, 113 (1972)", spectral.eigenvector),
            Measure("pagerank", "Brin & Page, Comput. Netw. ISDN Syst. 30, 107 (1998)", spectral.pagerank),
            Measure("core", "Seidman, Soc. Networks 5, 269 (1983)", cores.core),
            Measure("clustering", "Watts & Strogatz, Nature 393, 440 (1998)", triads.clustering),
            Measure("constraint", "Burt, Structural Holes (1992)", triads.constraint),
            Measure("effective_size", "Burt, Structural Holes (1992)", triads.effective_size),
        )
    }
)
