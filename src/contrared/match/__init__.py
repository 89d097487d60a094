"""Comparing parties by named features with weights; pure functions over values the caller already holds."""

from contrared.match.compare import comparable, compare, threshold
from contrared.match.index import Candidate, Index
from contrared.match.profile import Profile, profile_of
from contrared.match.rarity import Rarity, rarity_of
from contrared.match.reason import Comparison, Reason

__all__ = [
    "Candidate",
    "Comparison",
    "Index",
    "Profile",
    "Rarity",
    "Reason",
    "comparable",
    "compare",
    "profile_of",
    "rarity_of",
    "threshold",
]
