"""Uncertainty: worlds that the record could be of, and what of a ranking holds in them."""

from contrared.network.worlds.draw import Model
from contrared.network.worlds.rank import rank
from contrared.network.worlds.ranking import Doubt, Interval, Ranking, Reason, Settings, Standing
from contrared.network.worlds.sources import SourceEffect, SourceSensitivity, source_sensitivity

__all__ = [
    "Doubt",
    "Interval",
    "Model",
    "Ranking",
    "Reason",
    "Settings",
    "SourceEffect",
    "SourceSensitivity",
    "Standing",
    "rank",
    "source_sensitivity",
]
