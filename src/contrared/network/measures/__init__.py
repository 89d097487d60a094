"""Measures of a simple graph: position, cohesion, communities."""

from contrared.network.measures.agreement import adjusted_rand, mutual_information
from contrared.network.measures.communities import Communities, communities
from contrared.network.measures.components import Components, CutPoints, components, cut_points, undirected
from contrared.network.measures.leiden import modularity
from contrared.network.measures.measure import MEASURES, Compute, Measure
from contrared.network.measures.measured import Measured, measured
from contrared.network.measures.sampled import SampledBetweenness, sampled_betweenness
from contrared.network.measures.stability import StableCommunities, stable_communities

__all__ = [
    "MEASURES",
    "Communities",
    "Components",
    "Compute",
    "CutPoints",
    "Measure",
    "Measured",
    "SampledBetweenness",
    "StableCommunities",
    "adjusted_rand",
    "communities",
    "components",
    "cut_points",
    "measured",
    "modularity",
    "mutual_information",
    "sampled_betweenness",
    "stable_communities",
    "undirected",
]
