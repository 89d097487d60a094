"""Reading the memory of screening: who is watched, whom the node met, which hits are known, which alerts wait."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from contrared.govern import record
from contrared.govern.approvals.seat import Seat
from contrared.govern.fingerprint import fingerprint
from contrared.govern.policy import OwnerPolicy, Person
from contrared.govern.rights.standing import leaving
from contrared.govern.sight import Sight, masked, masked_alert
from contrared.govern.views import together
from contrared.model import InputError
from contrared.store.config import ScreeningSettings
from contrared.store.ledger import Ledger
from contrared.store.tables import access_log, alerts, clearances, encounters, hits, protection, rescreened, watched

Row = dict[str, Any]

#: States of an alert. ``pending`` waits for a second person.
OPEN, PENDING, ATTENDED, DISMISSED = "open", "pending", "attended", "dismissed"


class Recall:
    """What one person may read of the memory.

    Args:
        ledger: The ledger.
        person: Who sits at the desk.
        purpose: Why.
        case: Case id, or empty.
        settings: Whether a second person is needed, and how long alerts may lie.
        sight: What policy lets this person see and do; as the owner's policy says unless given.
        seat: Where the person asks others and approves; one without a key unless given.
    """

    def __init__(
        self,
        ledger: Ledger,
        person: Person,
        purpose: str,
        case: str,
        settings: ScreeningSettings,
        sight: Sight | None = None,
        seat: Seat | None = None,
    ) -> None:
        self._ledger = ledger
        self._person = person
        self._purpose = purpose
        self._case = case
        self._settings = settings
        self._sight = sight or Sight(person, purpose, OwnerPolicy())
        self._seat = seat or Seat(ledger, person, purpose, case, self._sight.policy)
        #: Whether what puts something away waits for a second person.
        self._second = settings.second_person or self._seat.required

    def watched(self, name: str | None = None) -> list[Row]:
        """Parties on watchlists, removals that wait for a second person among them; one list only, where named.

        Protected persons are masked for those who need not see them.
        """
        return self._shown(self._watched(name))

    def encounters(self) -> list[Row]:
        """Encounters on record that policy opens, oldest first; protected persons masked as in :meth:`watched`."""
        return self._shown(self._encounters())

    def unwatched(self) -> list[Row]:
        """Parties that were taken off their watchlist and are still kept; masked as in :meth:`watched`."""
        return self._shown(self._watched(None, off=True))

    def everybody(self) -> tuple[list[Row], list[Row]]:
        """All watched parties and all encounters, for screening only.

        Whoever loads a list screens it against everybody; what that person is shown is what :meth:`watched`,
        :meth:`encounters` and :meth:`alerts` give.
        """
        return self._watched(None), self._encounters()

    def hits(self, dataset: str | None = None) -> list[Row]:
        """Known hits, of one dataset where named; for screening, as :meth:`everybody`."""
        wanted = select(hits).order_by(hits.c.subject_id, hits.c.entity_id)
        return self._rows(wanted if dataset is None else wanted.where(hits.c.dataset == dataset))

    def alerts(self, *, everything: bool = False) -> list[Row]:
        """Alerts that wait for somebody, escalated ones first; all there ever were, where asked.

        Alerts on persons or lists that this person may not know of are left out; what tells who a protected entry is,
        is masked for whoever need not see it.
        """
        wanted = select(alerts).order_by(alerts.c.escalated_at.is_(None), alerts.c.raised_at, alerts.c.id)
        waiting = wanted if everything else wanted.where(alerts.c.state.in_((OPEN, PENDING)))
        return self._open_to_me(self._rows(waiting))

    def clearances(self, entity_ids: Collection[str] | None = None) -> list[Row]:
        """Everything that was ever cleared, oldest first, what was withdrawn or waits for a second person included.

        For screening, as :meth:`everybody`; what this person may be shown of it, :meth:`clearances_shown` says.

        Args:
            entity_ids: Only clearances against these entries.
        """
        wanted = select(clearances).order_by(clearances.c.at, clearances.c.id)
        return self._rows(wanted if entity_ids is None else wanted.where(clearances.c.entity_id.in_(entity_ids)))

    def clearances_shown(self, rows: Sequence[Row]) -> list[Row]:
        """Those of the clearances that this person may know of: of parties that policy opens, whole or not at all."""
        if not rows:
            return []
        protected = self._protected()
        with self._ledger.reading() as connection:
            told = [(row, self._cleared_parties(connection, row)) for row in rows]
        return [
            row
            for row, parties in told
            if row["by"] == self._person.id
            or (
                self._sight.shows_entry(row)
                and all(self._sight.knows(party, protected=party["id"] in protected) for party in parties)
            )
        ]

    def rescreened(self, dataset: str) -> str | None:
        """The version of a dataset that everybody was screened against last; None where that never was."""
        with self._ledger.reading() as connection:
            return connection.execute(
                select(rescreened.c.version).where(rescreened.c.dataset == dataset)
            ).scalar_one_or_none()

    # -- inside ---------------------------------------------------------------------------------------------------

    def _watched(self, name: str | None, *, off: bool = False) -> list[Row]:
        wanted = select(watched).order_by(watched.c.list, watched.c.label, watched.c.id)
        if name is not None:
            wanted = wanted.where(watched.c.list == name)
        going = leaving(self._ledger)
        rows = [row for row in self._rows(wanted) if bool(row["removed_at"] and row["confirmed_by"]) is off]
        return [row for row in rows if row["id"] not in going]

    def _encounters(self) -> list[Row]:
        going = leaving(self._ledger)
        rows = [row for row in self._rows(select(encounters)) if row["id"] not in going]
        return sorted(rows, key=lambda row: (datetime.fromisoformat(row["at"]), row["id"]))

    def _cleared_parties(self, connection: Connection, clearance: Row) -> list[Row]:
        """Parties on record that a clearance is about: of its alert, and of known hits with the same facts."""
        of_alert = select(alerts.c.subject_id).where(alerts.c.id == clearance["alert_id"])
        of_hits = select(hits.c.subject_id).where(hits.c.entity_id == clearance["entity_id"])
        ids = sorted({*connection.execute(of_alert).scalars(), *connection.execute(of_hits).scalars()})
        wanted = (
            select(watched.c.id, watched.c.by, watched.c.queries).where(watched.c.id.in_(ids)),
            select(encounters.c.id, encounters.c.by, encounters.c.queries, encounters.c.handling).where(
                encounters.c.id.in_(ids)
            ),
        )
        found = [dict(row._mapping) for each in wanted for row in connection.execute(each)]
        return [row for row in found if fingerprint(row["queries"]) == clearance["fingerprint"]]

    def _shown(self, rows: list[Row]) -> list[Row]:
        protected = self._protected()
        return [
            row if self._sight.knows(row, protected=row["id"] in protected) else masked(row)
            for row in rows
            if self._sight.reads(row)
        ]

    def _open_to_me(self, rows: list[Row]) -> list[Row]:
        if not rows:
            return []
        protected = self._protected()
        wanted = (select(watched.c.id, watched.c.by), select(encounters.c.id, encounters.c.by, encounters.c.handling))
        subjects = {row["id"]: row for about in wanted for row in self._rows(about)}
        entries = self._protected_entries()
        return [
            masked_alert(row) if row["entity_id"] in entries else row
            for row in rows
            if self._sight.shows_hit(row)
            and self._sight.knows(subjects[row["subject_id"]], protected=row["subject_id"] in protected)
        ]

    def _protected(self) -> frozenset[str]:
        with self._ledger.reading() as connection:
            wanted = select(protection.c.entity_id).where(protection.c.lifted_at.is_(None))
            return frozenset(connection.execute(wanted).scalars())

    def _protected_entries(self) -> frozenset[str]:
        """Listed entries that are masked here: all that any resolution has for the same as who is marked."""
        if self._sight.protected_persons or not (marked := self._protected()):
            return frozenset()
        with self._ledger.reading() as connection:
            return marked.union(*together(connection, sorted(marked)).values())

    def _rows(self, wanted: Any) -> list[Row]:
        with self._ledger.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(wanted)]

    def _line(self, action: str, what: Mapping[str, Any]) -> Row:
        return record.line(user=self._person.id, purpose=self._purpose, case=self._case, action=action, what=what)

    def _note(self, connection: Connection, action: str, what: Mapping[str, Any]) -> None:
        connection.execute(insert(access_log).values(**self._line(action, what)))


def reason(why: str, act: str) -> str:
    """The reason of an act.

    Raises:
        InputError: none is given.
    """
    if not why.strip():
        raise InputError(f"{act} needs a reason", where="--why", do="say why")
    return why.strip()


def new_id(kind: str) -> str:
    """A random id, ``alr-15c7b21ebf78``."""
    return f"{kind}-{secrets.token_hex(6)}"
