"""Measures of a simple graph: position, cohesion, communities."""
