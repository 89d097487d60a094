"""Measures of a simple graph: position, cohesion, communities."""

from contrared.network.measures.measure import MEASURES, Compute, Measure

__all__ = ["MEASURES", "Compute", "Measure"]
