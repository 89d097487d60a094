"""What waits for a second person in the memory of screening, bound to exactly what the first one saw."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, select, update

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.bound import Bound, bind, end, lapsed, seconded, signed_for
from contrared.govern.approvals.rows import expire
from contrared.govern.approvals.scope import Scope
from contrared.govern.clearing import Clearing
from contrared.govern.recall import DISMISSED, OPEN, PENDING, Row, reason
from contrared.model import InputError, PolicyError
from contrared.store.tables import alerts, clearances, hits, watched

#: What of each row a confirmation is bound to: all that the first person saw or said, nothing that time changes.
_ALERT = ("id", "kind", "subject_id", "entity_id", "dataset", "version", "reasons", "changes", "facts", "by", "why")
_CLEARANCE = ("id", "fingerprint", "entity_id", "label", "queries", "facts", "alert_id", "by", "why")
_PARTY = ("id", "list", "label", "queries", "removed_by", "removed_why")
_GONE = {
    Bound.CHANGED: ("what waits has changed since it was asked for", "it is open again; look at it anew"),
    Bound.UNASKED: ("nothing is asked for here any more", "refuse it, if it still waits, and let it be asked again"),
}


class Seconding(Clearing):
    """Confirming and refusing what another person settled."""

    def confirm(self, item_id: str) -> None:
        """Confirm, as the second person, a dismissal, a clearance or a removal from a watchlist.

        It is confirmed as the first person asked for it: what has changed since is open again.

        Raises:
            PolicyError: the first person asks, policy does not permit it, or what waits has changed or lapsed since.
            InputError: nothing of that id waits.
        """
        self._sight.permitted("confirm")
        expire(self._seat)
        signed = signed_for(self._seat, item_id)
        with self._ledger.begin() as connection:
            waiting = self._waiting(connection, item_id)
            alert, clearance, party = waiting
            first = alert["by"] if alert else clearance["by"] if clearance else party["removed_by"]
            if first == self._person.id:
                raise PolicyError("the second person cannot be the first", where=item_id, do="ask somebody else")
            found = seconded(connection, self._seat, item_id, self._content(connection, *waiting), signed)
            if found is Bound.CHANGED or (found is Bound.UNASKED and item_id in lapsed(connection)):
                self._reopen(connection, item_id, *waiting, "changed" if found is Bound.CHANGED else "lapsed")
            elif found is Bound.DONE:
                self._take_effect(connection, item_id, *waiting)
        if found not in (Bound.DONE, Bound.MORE):
            what, do = _GONE[found]
            raise PolicyError(what, where=item_id, do=do)

    def refuse(self, item_id: str, why: str) -> None:
        """Not confirm what waits: the alert is open again, the party stays watched.

        Raises:
            InputError: nothing of that id waits, or no reason is given.
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("confirm")
        why = reason(why, "refusing")
        expire(self._seat)
        with self._ledger.begin() as connection:
            waiting = self._waiting(connection, item_id)
            end(connection, self._seat, item_id, why)
            self._reopen(connection, item_id, *waiting, why)

    def take_back(self, item_id: str, why: str) -> None:
        """Take back, as the first person, what waits for a second one: it is as it was before.

        Raises:
            InputError: nothing of that id waits, or no reason is given.
            PolicyError: somebody else asked.
        """
        why = reason(why, "withdrawing a request")
        expire(self._seat)
        with self._ledger.begin() as connection:
            waiting = self._waiting(connection, item_id)
            if self._person.id not in (waiting[0].get("by"), waiting[1].get("by"), waiting[2].get("removed_by")):
                raise PolicyError("only whoever asked can withdraw it", where=item_id, do="refuse it instead")
            end(connection, self._seat, item_id, why)
            self._reopen(connection, item_id, *waiting, why)

    def _ask_second(self, connection: Connection, act: Act, item_id: str) -> None:
        """Bind what was just put to wait to what it is now."""
        alert, clearance, party = self._waiting(connection, item_id)
        scope = Scope(datasets=(alert["dataset"],) if alert else ())
        bind(connection, self._seat, act, item_id, self._content(connection, alert, clearance, party), scope)

    def _lapse(self, connection: Connection) -> None:
        """Open again what nobody confirmed in time."""
        for item_id in lapsed(connection):
            waiting = self._found(connection, item_id)
            if any(waiting):
                self._reopen(connection, item_id, *waiting, "nobody confirmed it in time")

    def _content(self, connection: Connection, alert: Row, clearance: Row, party: Row) -> dict[str, Any]:
        """What the second person says yes to: who, what was shown of both sides, and why."""
        told: dict[str, Any] = {"persons": []}
        if alert:
            subject = self._subject(connection, alert["subject_id"])
            pair = (hits.c.subject_id == alert["subject_id"]) & (hits.c.entity_id == alert["entity_id"])
            told["alert"] = {key: alert[key] for key in _ALERT}
            told["hit"] = connection.execute(select(hits.c.facts).where(pair)).scalar()
            told["party"] = {key: subject[key] for key in ("id", "label", "queries")}
            told["persons"] = [subject["id"]]
        if clearance:
            told["clearance"] = {key: clearance[key] for key in _CLEARANCE}
        if party:
            told["removed"] = {key: party[key] for key in _PARTY}
            told["persons"] = [party["id"]]
        return told

    def _take_effect(self, connection: Connection, item_id: str, alert: Row, clearance: Row, party: Row) -> None:
        if alert:
            confirmed = {"state": DISMISSED, "confirmed_by": self._person.id}
            connection.execute(update(alerts).where(alerts.c.id == item_id).values(**confirmed))
        if clearance:
            own = clearances.c.id == clearance["id"]
            connection.execute(update(clearances).where(own).values(confirmed_by=self._person.id))
            self._mark_hits(connection, clearance)
        if party:
            connection.execute(update(watched).where(watched.c.id == item_id).values(confirmed_by=self._person.id))
            connection.execute(delete(hits).where(hits.c.subject_id == item_id))
        self._note(connection, "confirm", {"id": item_id})

    def _reopen(self, connection: Connection, item_id: str, alert: Row, clearance: Row, party: Row, why: str) -> None:
        if alert:
            again = {"state": OPEN, "by": None, "at": None, "why": None}
            connection.execute(update(alerts).where(alerts.c.id == item_id).values(**again))
        if clearance:
            self._withdraw(connection, clearance, why)
        if party:
            kept = {"removed_by": None, "removed_at": None, "removed_why": None}
            connection.execute(update(watched).where(watched.c.id == item_id).values(**kept))
        self._note(connection, "refuse", {"id": item_id, "why": why})

    def _waiting(self, connection: Connection, item_id: str) -> tuple[Row, Row, Row]:
        """The alert, clearance and watched party that wait under an id, each empty where there is none.

        Raises:
            InputError: none of them waits.
        """
        found = self._found(connection, item_id)
        if not any(found):
            raise InputError(f"nothing waits under {item_id!r}", do="see `contrared alerts` and `watch list`")
        return found

    def _found(self, connection: Connection, item_id: str) -> tuple[Row, Row, Row]:
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
        return found[0], found[1], found[2]
