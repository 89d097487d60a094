"""Protected persons are masked for all but those who need to see them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from contrared.govern import Desk
from contrared.govern.masking import masked_ids
from contrared.govern.sight import SEE_PROTECTED
from contrared.model import PolicyError
from contrared.model.protection import MASKED

__all__ = ["MASKED", "masked_ids", "names_any", "need_to_see"]


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
