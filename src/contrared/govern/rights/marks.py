"""Protection marks as sharing asks for them: of a person and everybody they were merged with."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from contrared.model import Mark, Protection, may_tell
from contrared.store import Node
from contrared.store.tables import canonical, protection


def marks(node: Node) -> dict[str, tuple[Mark, ...]]:
    """Marks in force by entity or encounter; whoever was merged with a protected person bears their marks too."""
    wanted = select(protection.c.entity_id, protection.c.mark, protection.c.fled)
    found: dict[str, set[Mark]] = {}
    with node.ledger.reading() as connection:
        for row in connection.execute(wanted.where(protection.c.lifted_at.is_(None))):
            found.setdefault(row.entity_id, set()).add(Mark(Protection(row.mark), row.fled))
        merged = {row.entity_id: row.canonical_id for row in connection.execute(select(canonical))}
    of_cluster: dict[str, set[Mark]] = {}
    for entity, these in found.items():
        of_cluster.setdefault(merged.get(entity, entity), set()).update(these)
    members = {**{top: top for top in of_cluster}, **{entity: entity for entity in found}, **merged}
    told = {entity: of_cluster.get(merged.get(entity, entity), set()) for entity in members}
    order = {entity: sorted(these, key=lambda m: (m.protection, m.fled)) for entity, these in told.items() if these}
    return {entity: tuple(these) for entity, these in sorted(order.items())}


def tellable(node: Node, entity_ids: Iterable[str], country: str, own: str = "") -> frozenset[str]:
    """Those of some entities of whom something may be told to a country in ordinary exchange: none who is protected."""
    held = marks(node)
    return frozenset(entity for entity in entity_ids if may_tell(held.get(entity, ()), country, own))
