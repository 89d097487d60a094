"""Ties that the statements support: one file a kind of evidence, each edge with its statements."""

from contrared.network.ties.colocation import co_located
from contrared.network.ties.custody import in_custody
from contrared.network.ties.edges import edges, shielded
from contrared.network.ties.encounters import encountered
from contrared.network.ties.multilayer import multilayer
from contrared.network.ties.parties import Listing, Party, parties
from contrared.network.ties.remarks import Group
from contrared.network.ties.rows import canonical_ids
from contrared.network.ties.sightings import Sighting, recorded, sightings
from contrared.network.ties.stays import Stay, stays

__all__ = [
    "Group",
    "Listing",
    "Party",
    "Sighting",
    "Stay",
    "canonical_ids",
    "co_located",
    "edges",
    "encountered",
    "in_custody",
    "multilayer",
    "parties",
    "recorded",
    "shielded",
    "sightings",
    "stays",
]
