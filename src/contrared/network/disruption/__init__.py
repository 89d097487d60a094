"""Disruption: key players, removal plans under a budget, and what networks do after a removal."""
