"""What people and the machine decided, as one person may know of it: identity, marks, claims, findings, cases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from contrared.model import Protection
from contrared.store import Node
from contrared.store.tables import canonical, cases, claims, findings, judgements, links, protection


class Decided:
    """Reads of the ledger; a desk is one of these."""

    node: Node

    def canonical(self) -> dict[str, str]:
        """Canonical id of each entity that was merged with another; all others are their own."""
        with self.node.ledger.reading() as connection:
            rows = connection.execute(select(canonical.c.entity_id, canonical.c.canonical_id))
            return {row.entity_id: row.canonical_id for row in rows}

    def judgements(self) -> list[dict[str, Any]]:
        """All judgements on identity, oldest first, superseded ones included."""
        with self.node.ledger.reading() as connection:
            rows = connection.execute(select(judgements).order_by(judgements.c.at, judgements.c.id))
            return [dict(row._mapping) for row in rows]

    def links(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What the last resolution linked (``auto``) or left open (``candidate``), in a total order."""
        wanted = select(links).order_by(links.c.left_id, links.c.right_id)
        if kind is not None:
            wanted = wanted.where(links.c.kind == kind)
        with self.node.ledger.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(wanted)]

    def protected(self) -> dict[str, frozenset[Protection]]:
        """Protection marks in force, by entity id."""
        wanted = select(protection.c.entity_id, protection.c.mark).where(protection.c.lifted_at.is_(None))
        found: dict[str, set[Protection]] = {}
        with self.node.ledger.reading() as connection:
            for row in connection.execute(wanted):
                found.setdefault(row.entity_id, set()).add(Protection(row.mark))
        return {key: frozenset(marks) for key, marks in sorted(found.items())}

    def claim(self, prefix: str) -> list[dict[str, Any]]:
        """Claims of briefs whose id starts with ``prefix``, with the statements they rest on."""
        wanted = (
            select(claims)
            .where(claims.c.id.startswith(prefix, autoescape=True))
            .order_by(claims.c.id, claims.c.case_id)
        )
        with self.node.ledger.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(wanted)]

    def findings(self, case: str | None = None, prefix: str = "") -> list[dict[str, Any]]:
        """Findings kept for cases, by case and time; those whose id begins with ``prefix``."""
        wanted = select(findings).where(findings.c.id.startswith(prefix, autoescape=True))
        if case is not None:
            wanted = wanted.where(findings.c.case_id == case)
        with self.node.ledger.reading() as connection:
            rows = connection.execute(wanted.order_by(findings.c.case_id, findings.c.at, findings.c.id))
            return [dict(row._mapping) for row in rows]

    def cases(self) -> list[dict[str, Any]]:
        """Cases investigated on this node, by id."""
        with self.node.ledger.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(select(cases).order_by(cases.c.id))]
