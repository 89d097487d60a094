"""Clearances: what was judged not to be the same party, bound to the facts of both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contrared.govern.fingerprint import fingerprint
from contrared.govern.recall import OPEN, Recall, Row, new_id
from contrared.model import InputError
from contrared.store.ledger import now
from contrared.store.tables import alerts, clearances, encounters, hits, watched


class Clearing(Recall):
    """How clearances are kept, take effect and end; within the transaction of the act."""

    def _raise(self, connection: Connection, raised: Sequence[Row]) -> list[Row]:
        due = (datetime.now(UTC) + timedelta(hours=self._settings.attend_within_hours)).isoformat(timespec="seconds")
        rows = [{**row, "id": new_id("alr"), "raised_at": now(), "due_at": due, "state": OPEN} for row in raised]
        if rows:
            connection.execute(insert(alerts), rows)
        return rows

    def _clear(
        self, connection: Connection, party: Mapping[str, Any], entity: Mapping[str, Any], why: str, alert: str | None
    ) -> Row:
        """Keep a clearance of a party against an entry; in force at once where one person is enough."""
        facts = entity["facts"]
        if facts is None:  # the alert is older than clearances that are bound to facts
            pair = (hits.c.subject_id == entity["subject_id"]) & (hits.c.entity_id == entity["entity_id"])
            facts = connection.execute(select(hits.c.facts).where(pair)).scalar() or {}
        row = {
            "id": new_id("clr"),
            "fingerprint": fingerprint(party["queries"]),
            "entity_id": entity["entity_id"],
            "label": party["label"],
            "queries": party["queries"],
            "facts": facts,
            "alert_id": alert,
            "by": self._person.id,
            "at": now(),
            "why": why,
            "confirmed_by": None if self._second else self._person.id,
        }
        connection.execute(insert(clearances).values(**row))
        if row["confirmed_by"]:
            self._mark_hits(connection, row)
        return row

    def _mark_hits(self, connection: Connection, clearance: Row) -> None:
        for hit in self._hits_of(connection, clearance):
            pair = (hits.c.subject_id == hit["subject_id"]) & (hits.c.entity_id == hit["entity_id"])
            said = {"cleared_by": clearance["by"], "cleared_at": now(), "cleared_why": clearance["why"]}
            connection.execute(update(hits).where(pair).values(**said))

    def _hits_of(self, connection: Connection, clearance: Row) -> list[Row]:
        """Known hits that a clearance speaks of: the same facts on both sides."""
        found = connection.execute(select(hits).where(hits.c.entity_id == clearance["entity_id"]))
        return [
            dict(row._mapping)
            for row in found
            if row.facts == clearance["facts"]
            and fingerprint(self._subject(connection, row.subject_id)["queries"]) == clearance["fingerprint"]
        ]

    def _withdraw(self, connection: Connection, clearance: Row, why: str) -> None:
        values = {"withdrawn_by": self._person.id, "withdrawn_at": now(), "withdrawn_why": why}
        connection.execute(update(clearances).where(clearances.c.id == clearance["id"]).values(**values))

    def _subject(self, connection: Connection, subject_id: str) -> Row:
        for table in (watched, encounters):
            row = connection.execute(select(table).where(table.c.id == subject_id)).first()
            if row is not None:
                return dict(row._mapping)
        raise InputError(f"{subject_id!r} is neither watched nor met", do="see `contrared watch list`")
