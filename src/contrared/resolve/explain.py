"""Why two entities are, or are not, taken for one party."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from contrared.match import Comparison, Profile, compare, rarity_of
from contrared.match.model import RESOLUTION, Model
from contrared.model import InputError
from contrared.resolve.parties import profiles


@dataclass(frozen=True, slots=True)
class Explained:
    """Two parties and how they compare."""

    left: Profile
    right: Profile
    comparison: Comparison


def explain(
    statements: pa.Table, left: str, right: str, *, use_references: bool = True, model: Model = RESOLUTION
) -> Explained:
    """Compare two entities as :func:`contrared.resolve.resolve` does, whether or not they share a key.

    Args:
        statements: What resolution would be given: the rarity of a name is counted over all of it.
        left: Entity id.
        right: Entity id.
        use_references: Count references that one list quotes from another.
        model: Weights.

    Raises:
        InputError: one of the two is no party in the statements.
    """
    found = profiles(statements, use_references=use_references)
    by_id = {profile.entity_id: profile for profile in found}
    for entity in (left, right):
        if entity not in by_id:
            raise InputError(f"{entity!r} is not a party of this node", do="give two entity ids, see `contrared show`")
    a, b = by_id[left], by_id[right]
    return Explained(a, b, compare(a, b, model.name, rarity_of(found)))
