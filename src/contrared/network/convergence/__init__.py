"""Convergence: who joins groups that are otherwise apart."""

from contrared.network.convergence.bridges import bridges
from contrared.network.convergence.dual import DualListed, DualListings, dual_listed
from contrared.network.convergence.kinds import Facilitation, Indication, Said, said_in, said_of
from contrared.network.convergence.null import discoveries
from contrared.network.convergence.participation import (
    Participation,
    Role,
    Spread,
    layer_participation,
    participation,
)
from contrared.network.convergence.paths import GroupPaths, NoPath, Path, PathsFound, Step, paths_between_groups
from contrared.network.convergence.rarity import SharedThing, chance_of_overlap, shared_things
from contrared.network.convergence.result import (
    Bridges,
    Candidate,
    GroupOfInterest,
    Loss,
    Reason,
    Standing,
    Stretch,
    Verdict,
    Way,
)

__all__ = [
    "Bridges",
    "Candidate",
    "DualListed",
    "DualListings",
    "Facilitation",
    "GroupOfInterest",
    "GroupPaths",
    "Indication",
    "Loss",
    "NoPath",
    "Participation",
    "Path",
    "PathsFound",
    "Reason",
    "Role",
    "Said",
    "SharedThing",
    "Spread",
    "Standing",
    "Step",
    "Stretch",
    "Verdict",
    "Way",
    "bridges",
    "chance_of_overlap",
    "discoveries",
    "dual_listed",
    "layer_participation",
    "participation",
    "paths_between_groups",
    "said_in",
    "said_of",
    "shared_things",
]
