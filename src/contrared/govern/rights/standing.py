"""What no desk shows: sources on their way out, and statements that were found to be false."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from contrared.store import Node, query
from contrared.store.ledger import Ledger
from contrared.store.tables import corrections, departures

#: States of a source whose time is over: hidden and still whole; gone from the ledger; gone; kept by a hold.
LEAVING, PURGED, GONE, HELD = "leaving", "purged", "gone", "held"
#: Act by which sources are deleted, and the one that ends it; neither is ever erased from the record.
BEGUN, DELETED = "deletion begun", "deleted"
STATEMENT, ENTITY = "statement", "entity"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was found to be false and stands so.

    Attributes:
        statements: Ids of statements, and the corrections that say so.
        entities: Ids of entities of which everything is false, and the corrections that say so.
        marks: For each dataset concerned, a text that is another with each other set of corrections.
    """

    statements: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.statements or self.entities)

    def of(self, statement_id: str, entity_id: str) -> str:
        """Id of the correction that says a statement is false; empty where none does."""
        return self.statements.get(statement_id) or self.entities.get(entity_id, "")


def leaving(ledger: Ledger) -> frozenset[str]:
    """Ids of sources whose deletion has begun and is not done: no desk shows them any more."""
    wanted = select(departures.c.source_id).where(departures.c.state.in_((LEAVING, PURGED)))
    with ledger.reading() as connection:
        return frozenset(connection.execute(wanted).scalars())


def corrected(ledger: Ledger) -> Corrected:
    """Corrections in force."""
    wanted = select(corrections).where(corrections.c.undone_at.is_(None)).order_by(corrections.c.id)
    with ledger.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    told: dict[str, list[str]] = {}
    for row in rows:
        for dataset in row["datasets"]:
            told.setdefault(dataset, []).append(row["id"])
    return Corrected(
        {row["target"]: row["id"] for row in rows if row["kind"] == STATEMENT},
        {row["target"]: row["id"] for row in rows if row["kind"] == ENTITY},
        {dataset: hashlib.sha256(" ".join(ids).encode()).hexdigest()[:12] for dataset, ids in told.items()},
    )


class Standing:
    """The part of a desk that knows what it may not show."""

    node: Node

    def leaving(self) -> frozenset[str]:
        """Sources whose deletion has begun: no desk shows them."""
        return leaving(self.node.ledger)

    def corrected(self) -> Corrected:
        """Statements and entities that were found to be false; only ``show``, ``why`` and the defence see them."""
        return corrected(self.node.ledger)

    def _without_false(self, statements: Any) -> Any:
        found = self.corrected()
        return query.without(statements, found.statements, found.entities) if found else statements
