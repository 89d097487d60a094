"""Protected persons are masked for all but those who need to see them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from contrared.govern import Desk
from contrared.govern.sight import MASKED, SEE_PROTECTED
from contrared.model import PolicyError

__all__ = ["MASKED", "masked_ids", "names_any", "need_to_see"]


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


def names_any(statements: pa.Table, ids: frozenset[str]) -> pa.Array | pa.ChunkedArray:
    """Which statements are about one of these, or name one."""
    wanted = pa.array(sorted(ids), pa.string())
    pointing = pc.and_(pc.equal(statements["prop_type"], "entity"), pc.is_in(statements["value"], wanted))
    return pc.or_(pc.is_in(statements["entity_id"], wanted), pointing)


def need_to_see(desk: Desk, statements: pa.Table) -> None:
    """Refuse to go on with statements about protected persons, unless policy lets this person see them.

    Raises:
        PolicyError: one of them is about, or names, a protected person.
    """
    hidden = masked_ids(desk)
    if hidden and pc.any(names_any(statements, hidden)).as_py():
        decision = desk.policy.may(desk.person, SEE_PROTECTED, desk.purpose)
        raise PolicyError("this is about a protected person", where=desk.person.id, do=decision.rule)
