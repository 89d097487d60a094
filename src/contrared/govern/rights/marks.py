"""Protection marks as sharing asks for them: of a person and everybody they were merged with."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from contrared.govern.rights.merged import merged
from contrared.model import Mark, Protection, may_tell
from contrared.store import Node
from contrared.store.tables import protection


def marks(node: Node) -> dict[str, tuple[Mark, ...]]:
    """Marks in force by entity or encounter; who was merged with them in any view bears them too."""
    wanted = select(protection.c.entity_id, protection.c.mark, protection.c.fled)
    found: dict[str, set[Mark]] = {}
    with node.ledger.reading() as connection:
        for row in connection.execute(wanted.where(protection.c.lifted_at.is_(None))):
            found.setdefault(row.entity_id, set()).add(Mark(Protection(row.mark), row.fled))
        cluster = merged(connection, sorted(found))
    told: dict[str, set[Mark]] = {}
    for entity, these in found.items():
        for member in cluster[entity]:
            told.setdefault(member, set()).update(these)
    return {member: tuple(sorted(told[member], key=lambda m: (m.protection, m.fled))) for member in sorted(told)}


def tellable(node: Node, entity_ids: Iterable[str], country: str, own: str = "") -> frozenset[str]:
    """Those of some entities of whom something may be told to a country in ordinary exchange: none who is protected."""
    held = marks(node)
    return frozenset(entity for entity in entity_ids if may_tell(held.get(entity, ()), country, own))
