"""What people and the machine decided, as one person may know of it: identity, marks, claims, findings, cases.

What rests on something closed is left out whole: a judgement on an entity of which something closed was held by then,
since its reason may quote it; a claim or finding any statement of which is closed; and a case any claim or finding of
which is, since one run made them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from sqlalchemy import Connection, select

from contrared.govern.extent import Extent
from contrared.govern.views import together, widest
from contrared.model import Protection
from contrared.store import Node
from contrared.store.tables import canonical, cases, claims, findings, judgements, links, protection

Row = dict[str, Any]


class Decided(ABC):
    """Reads of the ledger; a desk is one of these."""

    node: Node

    @property
    @abstractmethod
    def extent(self) -> Extent:
        """How much of the lake is open."""

    def canonical(self) -> dict[str, str]:
        """Canonical id of each entity that was merged with another; all others are their own.

        As the widest resolution says that was made from nothing but what this person may read.
        """
        with self.node.ledger.reading() as connection:
            wanted = select(canonical.c.entity_id, canonical.c.canonical_id)
            rows = connection.execute(wanted.where(canonical.c.view == self._view(connection)))
            return {row.entity_id: row.canonical_id for row in rows}

    def judgements(self) -> list[Row]:
        """All judgements on identity, oldest first, superseded ones included; each after the one it supersedes."""
        rows = self._rows(select(judgements).order_by(judgements.c.at, judgements.c.id))
        before = {row["id"]: row["supersedes"] for row in rows}
        # Within one second only what supersedes what tells which was first.
        rows.sort(key=lambda row: (row["at"], _superseding(before, row["id"]), row["id"]))
        extent = self.extent
        return [row for row in rows if not extent.touched_by(row["at"], (row["left_id"], row["right_id"]))]

    def links(self, kind: str | None = None) -> list[Row]:
        """What the last resolution linked (``auto``) or left open (``candidate``), in a total order."""
        with self.node.ledger.reading() as connection:
            view = self._view(connection)
        wanted = select(*(column for column in links.c if column is not links.c.view)).where(links.c.view == view)
        if kind is not None:
            wanted = wanted.where(links.c.kind == kind)
        return self._rows(wanted.order_by(links.c.left_id, links.c.right_id))

    def protected(self) -> dict[str, frozenset[Protection]]:
        """Protection marks in force, by entity id.

        Where something is closed, a mark also stands on all that any resolution has for the same as who is marked:
        whoever may not know why must not expose a witness.
        """
        wanted = select(protection.c.entity_id, protection.c.mark).where(protection.c.lifted_at.is_(None))
        found: dict[str, set[Protection]] = {}
        with self.node.ledger.reading() as connection:
            marked = connection.execute(wanted).all()
            ids = {row.entity_id for row in marked}
            same = together(connection, sorted(ids)) if ids and self.extent.forbidden else {}
        for row in marked:
            for entity in same.get(row.entity_id, {row.entity_id}):
                found.setdefault(entity, set()).add(Protection(row.mark))
        hidden = self.extent.hidden if found else frozenset()
        # A canonical id is an entity's only sometimes; one that is not open must not show.
        reached = found.keys() - ids
        hidden |= reached - self.extent.held(reached)
        return {key: frozenset(marks) for key, marks in sorted(found.items()) if key not in hidden}

    def claim(self, prefix: str) -> list[Row]:
        """Claims of briefs whose id starts with ``prefix``, with the statements they rest on."""
        wanted = select(claims).where(claims.c.id.startswith(prefix, autoescape=True))
        rows = self._rows(wanted.order_by(claims.c.id, claims.c.case_id))
        closed = self._closed_cases() if rows else frozenset()
        return [row for row in rows if row["case_id"] not in closed]

    def findings(self, case: str | None = None, prefix: str = "") -> list[Row]:
        """Findings kept for cases, by case and time; those whose id begins with ``prefix``."""
        wanted = select(findings).where(findings.c.id.startswith(prefix, autoescape=True))
        if case is not None:
            wanted = wanted.where(findings.c.case_id == case)
        rows = self._rows(wanted.order_by(findings.c.case_id, findings.c.at, findings.c.id))
        closed = self._closed_cases() if rows else frozenset()
        return [row for row in rows if row["case_id"] not in closed]

    def cases(self) -> list[Row]:
        """Cases investigated on this node, by id."""
        rows = self._rows(select(cases).order_by(cases.c.id))
        closed = self._closed_cases() if rows else frozenset()
        return [row for row in rows if row["id"] not in closed]

    # -- inside ---------------------------------------------------------------------------------------------------

    def _view(self, connection: Connection) -> str:
        return widest(connection, self.extent.classes, everything=not self.extent.forbidden)

    def _closed_cases(self) -> frozenset[str]:
        """Cases that anything closed went into: a statement that is cited, a version that was counted."""
        extent = self.extent
        if not extent.forbidden:
            return frozenset()
        cited = [row for table in (claims, findings) for row in self._rows(select(table.c.case_id, table.c.statements))]
        unreadable = extent.unreadable(each for row in cited for each in row["statements"])
        closed = {row["case_id"] for row in cited if not unreadable.isdisjoint(row["statements"])}
        shut = {f"{version.dataset}@{version.version}" for version in extent.closed}
        shut |= {"@".join(key) for key in extent.parted}
        for row in self._rows(select(findings.c.case_id, findings.c.versions)):
            if not shut.isdisjoint(map(str, row["versions"])):
                closed.add(row["case_id"])
        return frozenset(closed)

    def _rows(self, wanted: Any) -> list[Row]:
        with self.node.ledger.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(wanted)]


def _superseding(before: dict[str, str | None], judgement: str) -> int:
    """How many judgements came before one on the same pair."""
    count = 0
    while (earlier := before.get(judgement)) is not None:
        judgement, count = earlier, count + 1
    return count
