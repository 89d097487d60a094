"""The memory of screening: who is watched, whom the node met, which hits are known, which alerts wait for somebody."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from contrared.govern.policy import Person
from contrared.model import InputError, PolicyError
from contrared.store.config import ScreeningSettings
from contrared.store.ledger import Ledger, now
from contrared.store.tables import access_log, alerts, encounters, hits, watched

Row = dict[str, Any]

#: States of an alert. ``pending`` waits for a second person.
OPEN, PENDING, ATTENDED, DISMISSED = "open", "pending", "attended", "dismissed"


class Memory:
    """Reads and strokes of one user; each stroke is a transaction with its line in the record.

    Args:
        ledger: The ledger.
        person: Who sits at the desk.
        purpose: Why.
        case: Case id, or empty.
        settings: Whether a second person is needed, and how long alerts may lie.
    """

    def __init__(self, ledger: Ledger, person: Person, purpose: str, case: str, settings: ScreeningSettings) -> None:
        self._ledger = ledger
        self._person = person
        self._purpose = purpose
        self._case = case
        self._settings = settings

    # -- reading --------------------------------------------------------------------------------------------------

    def watched(self, name: str | None = None) -> list[Row]:
        """Parties on watchlists, removals that wait for a second person among them; one list only, where named."""
        wanted = select(watched).order_by(watched.c.list, watched.c.label, watched.c.id)
        if name is not None:
            wanted = wanted.where(watched.c.list == name)
        return [row for row in self._rows(wanted) if not (row["removed_at"] and row["confirmed_by"])]

    def encounters(self) -> list[Row]:
        """Encounters on record, oldest first."""
        return self._rows(select(encounters).order_by(encounters.c.at, encounters.c.id))

    def hits(self, dataset: str | None = None) -> list[Row]:
        """Known hits, of one dataset where named."""
        wanted = select(hits).order_by(hits.c.subject_id, hits.c.entity_id)
        return self._rows(wanted if dataset is None else wanted.where(hits.c.dataset == dataset))

    def alerts(self, *, everything: bool = False) -> list[Row]:
        """Alerts that wait for somebody, escalated ones first; all there ever were, where asked."""
        wanted = select(alerts).order_by(alerts.c.escalated_at.is_(None), alerts.c.raised_at, alerts.c.id)
        return self._rows(wanted if everything else wanted.where(alerts.c.state.in_((OPEN, PENDING))))

    # -- who is watched, who was met ------------------------------------------------------------------------------

    def watch(self, name: str, parties: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[Row]:
        """Put parties on a watchlist: label and queries of each. Those that stand there already are left alone."""
        held = {(row["label"], str(row["queries"])) for row in self.watched(name)}
        rows = [
            {
                "id": _id("wat"),
                "list": name,
                "label": label,
                "queries": list(queries),
                "by": self._person.id,
                "at": now(),
            }
            for label, queries in parties
            if (label, str(list(queries))) not in held
        ]
        with self._ledger.begin() as connection:
            if rows:
                connection.execute(insert(watched), rows)
            self._note(connection, "watch", {"list": name, "added": len(rows)})
        return rows

    def unwatch(self, ids: Sequence[str], why: str) -> bool:
        """Take parties off their watchlist.

        Returns:
            False where it waits for a second person.

        Raises:
            InputError: no reason is given, or one of them is not watched.
        """
        self._reason(why, "removing from a watchlist")
        alone = not self._settings.second_person
        with self._ledger.begin() as connection:
            known = connection.execute(
                select(watched.c.id).where(watched.c.id.in_(ids), watched.c.removed_at.is_(None))
            ).scalars()
            if missing := sorted(set(ids) - set(known)):
                raise InputError(f"{', '.join(missing)} is not watched", do="see `contrared watch list`")
            values = {"removed_by": self._person.id, "removed_at": now(), "removed_why": why}
            if alone:
                values["confirmed_by"] = self._person.id
                connection.execute(delete(hits).where(hits.c.subject_id.in_(ids)))
            connection.execute(update(watched).where(watched.c.id.in_(ids)).values(**values))
            self._note(connection, "unwatch", {"ids": list(ids), "why": why, "pending": not alone})
        return alone

    def encounter(self, row: Mapping[str, Any]) -> Row:
        """Keep an encounter; it is never changed afterwards."""
        kept = {**row, "id": _id("enc"), "by": self._person.id, "recorded_at": now()}
        with self._ledger.begin() as connection:
            connection.execute(insert(encounters).values(**kept))
            self._note(connection, "encounter", {"id": kept["id"], "place": kept["place"], "country": kept["country"]})
        return kept

    # -- hits and alerts ------------------------------------------------------------------------------------------

    def remember(self, found: Sequence[Row], gone: Sequence[tuple[str, str]], raised: Sequence[Row]) -> list[Row]:
        """Replace known hits and raise alerts, in one transaction.

        Args:
            found: Hits as they stand now: subject, entity, dataset, version, score, facts; a clearance that still holds
                is kept in them.
            gone: Subject and entity of hits that are no more.
            raised: Alerts without id, time and state.

        Returns:
            The alerts with all of it.
        """
        due = (datetime.now(UTC) + timedelta(hours=self._settings.attend_within_hours)).isoformat(timespec="seconds")
        rows = [{**row, "id": _id("alr"), "raised_at": now(), "due_at": due, "state": OPEN} for row in raised]
        empty = {"cleared_by": None, "cleared_at": None, "cleared_why": None}
        with self._ledger.begin() as connection:
            for subject, entity in [*gone, *((row["subject_id"], row["entity_id"]) for row in found)]:
                connection.execute(delete(hits).where(hits.c.subject_id == subject, hits.c.entity_id == entity))
            if found:
                connection.execute(insert(hits), [{**empty, **row} for row in found])
            if rows:
                connection.execute(insert(alerts), rows)
            self._note(connection, "rescreen", {"hits": len(found), "gone": len(gone), "alerts": len(rows)})
        return rows

    def attend(self, alert_id: str, why: str) -> Row:
        """Say that somebody has taken an alert in hand.

        Raises:
            InputError: there is no such open alert, or no reason is given.
        """
        self._reason(why, "attending an alert")
        return self._settle(alert_id, {"state": ATTENDED, "by": self._person.id, "at": now(), "why": why}, "attend")

    def dismiss(self, alert_id: str, why: str) -> Row:
        """Dismiss an alert as no hit: the pair stays cleared until the facts change.

        Waits as ``pending`` for a second person where the node's settings say so.

        Raises:
            InputError: there is no such open alert, or no reason is given.
        """
        self._reason(why, "dismissing an alert")
        state = PENDING if self._settings.second_person else DISMISSED
        return self._settle(alert_id, {"state": state, "by": self._person.id, "at": now(), "why": why}, "dismiss")

    def confirm(self, item_id: str) -> None:
        """Confirm, as the second person, a dismissal or a removal from a watchlist.

        Raises:
            PolicyError: the first person asks.
            InputError: nothing of that id waits.
        """
        with self._ledger.begin() as connection:
            alert = connection.execute(select(alerts).where(alerts.c.id == item_id, alerts.c.state == PENDING)).first()
            party = connection.execute(
                select(watched).where(
                    watched.c.id == item_id, watched.c.removed_at.isnot(None), watched.c.confirmed_by.is_(None)
                )
            ).first()
            if alert is None and party is None:
                raise InputError(f"nothing waits under {item_id!r}", do="see `contrared alerts` and `watch list`")
            first = alert.by if alert is not None else party.removed_by  # type: ignore[union-attr]
            if first == self._person.id:
                raise PolicyError("the second person cannot be the first", where=item_id, do="ask somebody else")
            if alert is not None:
                connection.execute(
                    update(alerts).where(alerts.c.id == item_id).values(state=DISMISSED, confirmed_by=self._person.id)
                )
                self._clear(connection, alert.subject_id, alert.entity_id, alert.by, alert.why)
            else:
                connection.execute(update(watched).where(watched.c.id == item_id).values(confirmed_by=self._person.id))
                connection.execute(delete(hits).where(hits.c.subject_id == item_id))
            self._note(connection, "confirm", {"id": item_id})

    def escalate(self) -> list[Row]:
        """Mark alerts that nobody attended in time; each once."""
        late = [row for row in self.alerts() if row["escalated_at"] is None and row["due_at"] < now()]
        if late:
            with self._ledger.begin() as connection:
                ids = [row["id"] for row in late]
                connection.execute(update(alerts).where(alerts.c.id.in_(ids)).values(escalated_at=now()))
                self._note(connection, "escalate", {"alerts": ids})
        return late

    # -- inside ---------------------------------------------------------------------------------------------------

    def _settle(self, alert_id: str, values: Mapping[str, Any], action: str) -> Row:
        with self._ledger.begin() as connection:
            alert = connection.execute(select(alerts).where(alerts.c.id == alert_id, alerts.c.state == OPEN)).first()
            if alert is None:
                raise InputError(f"there is no open alert {alert_id!r}", do="see `contrared alerts`")
            connection.execute(update(alerts).where(alerts.c.id == alert_id).values(**values))
            if values["state"] == DISMISSED:
                self._clear(connection, alert.subject_id, alert.entity_id, self._person.id, values["why"])
            self._note(connection, action, {"id": alert_id, "why": values["why"], "state": values["state"]})
            return {**alert._mapping, **values}

    def _clear(self, connection: Connection, subject: str, entity: str, by: str, why: str) -> None:
        connection.execute(
            update(hits)
            .where(hits.c.subject_id == subject, hits.c.entity_id == entity)
            .values(cleared_by=by, cleared_at=now(), cleared_why=why)
        )

    def _rows(self, wanted: Any) -> list[Row]:
        with self._ledger.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(wanted)]

    def _note(self, connection: Connection, action: str, what: Mapping[str, Any]) -> None:
        connection.execute(
            insert(access_log).values(
                at=now(),
                user_id=self._person.id,
                purpose=self._purpose,
                case_id=self._case,
                action=action,
                what=dict(what),
            )
        )

    def _reason(self, why: str, act: str) -> None:
        if not why.strip():
            raise InputError(f"{act} needs a reason", where="--why", do="say why")


def _id(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(6)}"
