"""Whom a desk masks: protected persons, for all but those who need to see them."""

from __future__ import annotations

from contrared.govern.desk import Desk
from contrared.govern.sight import SEE_PROTECTED


def masked_ids(desk: Desk) -> frozenset[str]:
    """Entries and canonical ids of protected persons, all that is the same as them included.

    Empty for whoever policy lets see them.
    """
    if desk.policy.may(desk.person, SEE_PROTECTED, desk.purpose).permitted:
        return frozenset()
    marked = desk.protected()
    if not marked:
        return frozenset()
    mapping = desk.canonical()
    tops = {mapping.get(entity, entity) for entity in marked}
    return frozenset(tops.union(marked, (entity for entity, top in mapping.items() if top in tops)))
