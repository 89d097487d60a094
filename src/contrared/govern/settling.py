"""Settling alerts: attended, dismissed, cleared beforehand, confirmed by a second person, and all of it undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from contrared.govern.fingerprint import fingerprint
from contrared.govern.recall import ATTENDED, DISMISSED, OPEN, PENDING, Recall, Row, new_id, reason
from contrared.model import InputError, PolicyError
from contrared.store.ledger import now
from contrared.store.tables import alerts, clearances, encounters, hits, watched

_UNCLEARED = {"cleared_by": None, "cleared_at": None, "cleared_why": None}


class Settling(Recall):
    """What people decide on alerts; each decision a transaction with its line in the record."""

    def attend(self, alert_id: str, why: str) -> Row:
        """Say that somebody has taken an alert in hand.

        Raises:
            InputError: there is no such open alert, or no reason is given.
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("attend")
        why = reason(why, "attending an alert")
        with self._ledger.begin() as connection:
            alert = self._alert(connection, alert_id, (OPEN,))
            return self._settled(connection, alert, ATTENDED, why, "attend")

    def dismiss(self, alert_id: str, why: str) -> Row:
        """Dismiss an alert as no hit: the pair stays cleared while what the alert showed stays as it was.

        Waits as ``pending`` for a second person where the node's settings say so.

        Raises:
            InputError: there is no such alert that waits or is attended, or no reason is given.
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("dismiss")
        why = reason(why, "dismissing an alert")
        with self._ledger.begin() as connection:
            alert = self._alert(connection, alert_id, (OPEN, ATTENDED))
            if alert["kind"] != "gone":
                self._clear(connection, self._subject(connection, alert["subject_id"]), alert, why, alert_id)
            state = PENDING if self._settings.second_person else DISMISSED
            return self._settled(connection, alert, state, why, "dismiss")

    def whitelist(self, queries: Sequence[Mapping[str, Any]], label: str, entity: Mapping[str, Any], why: str) -> Row:
        """Clear a party against an entry beforehand: it raises no alert while the facts of both stay as they are.

        Args:
            queries: What is known of the party.
            label: What people know it by.
            entity: ``entity_id`` and ``facts`` of the entry.
            why: The reason.

        Returns:
            The clearance; ``confirmed_by`` is empty where it waits for a second person.

        Raises:
            InputError: no reason is given.
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("whitelist")
        why = reason(why, "clearing a party beforehand")
        with self._ledger.begin() as connection:
            row = self._clear(connection, {"queries": list(queries), "label": label}, entity, why, None)
            self._note(connection, "whitelist", {"id": row["id"], "entity": row["entity_id"], "why": why})
        return row

    def confirm(self, item_id: str) -> None:
        """Confirm, as the second person, a dismissal, a clearance or a removal from a watchlist.

        Raises:
            PolicyError: the first person asks, or policy does not permit it.
            InputError: nothing of that id waits.
        """
        self._sight.permitted("confirm")
        with self._ledger.begin() as connection:
            alert, clearance, party = self._waiting(connection, item_id)
            first = alert["by"] if alert else clearance["by"] if clearance else party["removed_by"]
            if first == self._person.id:
                raise PolicyError("the second person cannot be the first", where=item_id, do="ask somebody else")
            if alert:
                connection.execute(
                    update(alerts).where(alerts.c.id == item_id).values(state=DISMISSED, confirmed_by=self._person.id)
                )
            if clearance:
                own = clearances.c.id == clearance["id"]
                connection.execute(update(clearances).where(own).values(confirmed_by=self._person.id))
                self._mark_hits(connection, clearance)
            if party:
                connection.execute(update(watched).where(watched.c.id == item_id).values(confirmed_by=self._person.id))
                connection.execute(delete(hits).where(hits.c.subject_id == item_id))
            self._note(connection, "confirm", {"id": item_id})

    def refuse(self, item_id: str, why: str) -> None:
        """Not confirm what waits: the alert is open again, the party stays watched.

        Raises:
            InputError: nothing of that id waits, or no reason is given.
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("confirm")
        why = reason(why, "refusing")
        with self._ledger.begin() as connection:
            alert, clearance, party = self._waiting(connection, item_id)
            if alert:
                again = {"state": OPEN, "by": None, "at": None, "why": None}
                connection.execute(update(alerts).where(alerts.c.id == item_id).values(**again))
            if clearance:
                self._withdraw(connection, clearance, why)
            if party:
                kept = {"removed_by": None, "removed_at": None, "removed_why": None}
                connection.execute(update(watched).where(watched.c.id == item_id).values(**kept))
            self._note(connection, "refuse", {"id": item_id, "why": why})

    def withdraw(self, item_id: str, why: str) -> list[Row]:
        """Undo a clearance; hits that it kept quiet raise an alert again. It stays on record.

        Args:
            item_id: Id of the clearance, or of the alert that was dismissed.
            why: The reason.

        Returns:
            The alerts raised.

        Raises:
            InputError: no such clearance is in force, or no reason is given.
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("withdraw")
        why = reason(why, "withdrawing a clearance")
        with self._ledger.begin() as connection:
            row = connection.execute(
                select(clearances).where(
                    (clearances.c.id == item_id) | (clearances.c.alert_id == item_id),
                    clearances.c.confirmed_by.isnot(None),
                    clearances.c.withdrawn_at.is_(None),
                )
            ).first()
            if row is None:
                raise InputError(f"no clearance is in force under {item_id!r}", do="see `contrared alerts --all`")
            clearance = dict(row._mapping)
            self._withdraw(connection, clearance, why)
            raised = []
            for hit in self._hits_of(connection, clearance):
                pair = (hits.c.subject_id == hit["subject_id"]) & (hits.c.entity_id == hit["entity_id"])
                connection.execute(update(hits).where(pair).values(**_UNCLEARED))
                kept = {key: hit[key] for key in ("subject_id", "entity_id", "dataset", "version", "score", "facts")}
                said = [f"cleared by {clearance['by']} on {clearance['at']}, withdrawn: {why}"]
                raised.append({**kept, "kind": "changed", "reasons": [], "changes": said})
            rows = self._raise(connection, raised)
            self._note(connection, "withdraw", {"id": clearance["id"], "why": why, "alerts": len(rows)})
        return self._open_to_me(rows)

    def escalate(self) -> list[Row]:
        """Mark alerts that nobody attended in time, each once; all of them, whoever asks.

        Returns:
            Those of them that this person may know of.
        """
        with self._ledger.begin() as connection:
            wanted = select(alerts).where(
                alerts.c.state.in_((OPEN, PENDING)), alerts.c.escalated_at.is_(None), alerts.c.due_at < now()
            )
            late = [dict(row._mapping) for row in connection.execute(wanted.order_by(alerts.c.raised_at, alerts.c.id))]
            if late:
                ids = [row["id"] for row in late]
                connection.execute(update(alerts).where(alerts.c.id.in_(ids)).values(escalated_at=now()))
                self._note(connection, "escalate", {"alerts": ids})
        return self._open_to_me(late)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _raise(self, connection: Connection, raised: Sequence[Row]) -> list[Row]:
        due = (datetime.now(UTC) + timedelta(hours=self._settings.attend_within_hours)).isoformat(timespec="seconds")
        rows = [{**row, "id": new_id("alr"), "raised_at": now(), "due_at": due, "state": OPEN} for row in raised]
        if rows:
            connection.execute(insert(alerts), rows)
        return rows

    def _alert(self, connection: Connection, alert_id: str, states: Sequence[str]) -> Row:
        row = connection.execute(select(alerts).where(alerts.c.id == alert_id, alerts.c.state.in_(states))).first()
        if row is None or not self._open_to_me([dict(row._mapping)]):
            raise InputError(f"there is no open alert {alert_id!r}", do="see `contrared alerts`")
        return dict(row._mapping)

    def _settled(self, connection: Connection, alert: Row, state: str, why: str, action: str) -> Row:
        values = {"state": state, "by": self._person.id, "at": now(), "why": why}
        connection.execute(update(alerts).where(alerts.c.id == alert["id"]).values(**values))
        self._note(connection, action, {"id": alert["id"], "why": why, "state": state})
        return {**alert, **values}

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
            "confirmed_by": None if self._settings.second_person else self._person.id,
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

    def _waiting(self, connection: Connection, item_id: str) -> tuple[Row, Row, Row]:
        """The alert, clearance and watched party that wait under an id, each empty where there is none."""
        alert = select(alerts).where(alerts.c.id == item_id, alerts.c.state == PENDING)
        clearance = select(clearances).where(
            (clearances.c.alert_id == item_id) | ((clearances.c.id == item_id) & clearances.c.alert_id.is_(None)),
            clearances.c.confirmed_by.is_(None),
            clearances.c.withdrawn_at.is_(None),
        )
        party = select(watched).where(
            watched.c.id == item_id, watched.c.removed_at.isnot(None), watched.c.confirmed_by.is_(None)
        )
        rows = [connection.execute(wanted).first() for wanted in (alert, clearance, party)]
        found = [dict(row._mapping) if row is not None else {} for row in rows]
        if not any(found):
            raise InputError(f"nothing waits under {item_id!r}", do="see `contrared alerts` and `watch list`")
        return found[0], found[1], found[2]
