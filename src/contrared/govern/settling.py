"""Settling alerts: attended, dismissed, cleared beforehand, confirmed by a second person, and all of it undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.rows import expire
from contrared.govern.recall import ATTENDED, DISMISSED, OPEN, PENDING, Row, reason
from contrared.govern.seconding import Seconding
from contrared.model import InputError
from contrared.store.ledger import now
from contrared.store.tables import alerts, clearances, hits

_UNCLEARED = {"cleared_by": None, "cleared_at": None, "cleared_why": None}


class Settling(Seconding):
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
            settled = self._settled(connection, alert, PENDING if self._second else DISMISSED, why, "dismiss")
            if self._second:
                self._ask_second(connection, Act.DISMISS, alert_id)
            return settled

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
            if self._second:
                self._ask_second(connection, Act.WHITELIST, row["id"])
        return row

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

        A dismissal or removal that no second person confirmed in time is undone first.

        Returns:
            Those of them that this person may know of.
        """
        expire(self._seat)
        with self._ledger.begin() as connection:
            self._lapse(connection)
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
