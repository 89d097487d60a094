"""Protection marks as sharing asks for them: of a person and everybody they were merged with."""

from __future__ import annotations

from sqlalchemy import select

from contrared.govern.views import together
from contrared.model import Mark, Protection
from contrared.store import Node
from contrared.store.tables import protection


def marks(node: Node) -> dict[str, tuple[Mark, ...]]:
    """Marks in force by entity or encounter; who was merged with them in any view bears them too."""
    wanted = select(protection.c.entity_id, protection.c.mark, protection.c.fled)
    found: dict[str, set[Mark]] = {}
    with node.ledger.reading() as connection:
        for row in connection.execute(wanted.where(protection.c.lifted_at.is_(None))):
            found.setdefault(row.entity_id, set()).add(Mark(Protection(row.mark), row.fled))
        cluster = together(connection, sorted(found))
    told: dict[str, set[Mark]] = {}
    for entity, these in found.items():
        for member in cluster[entity]:
            told.setdefault(member, set()).update(these)
    return {member: tuple(sorted(told[member], key=lambda m: (m.protection, m.fled))) for member in sorted(told)}
