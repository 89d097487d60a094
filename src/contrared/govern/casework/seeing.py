"""Cases at one desk: those who work on a case see it, to others it does not exist."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from contrared.govern.casework import clashes
from contrared.govern.casework.book import Casebook
from contrared.govern.casework.clashes import SUPERVISORS, Openness
from contrared.govern.casework.events import Event, Kind
from contrared.govern.desk import Desk
from contrared.govern.views import together
from contrared.model import InputError
from contrared.store.tables import access_log, case_events, casebooks, exchange_requests

Row = dict[str, Any]
#: Act by which somebody sees cases they do not work on; only full ones, unless they may approve as well.
SEE = "see cases"


class Seeing:
    """The cases of a node that one person may see.

    Args:
        desk: Their desk.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledger = desk.node.ledger
        self._me = desk.person.id

    # -- reading --------------------------------------------------------------------------------------------------

    def all(self) -> list[Casebook]:
        """Cases this person may see, open ones first, then by id."""
        return sorted((one for one in self._every() if self._sees(one)), key=lambda one: (not one.open, one.id))

    def one(self, case_id: str) -> Casebook:
        """A case.

        Raises:
            InputError: there is none of this id, or this person may not see it.
        """
        for case in self._every():
            if case.id == case_id and self._sees(case):
                return case
        raise InputError(
            f"there is no case {case_id!r}", do="see `contrared case list`, or make it: `contrared case new`"
        )

    def log(self, case_id: str) -> list[Row]:
        """Who did what in a case: its events, and acts for it from the record, in the order of time.

        Returns:
            Rows ``at, by, act, about``; what was read is told by its act alone.
        """
        case = self.one(case_id)
        rows = [
            {"at": event.at, "by": event.by, "act": str(event.kind), "about": _about(event)} for event in case.events
        ]
        wanted = select(access_log.c.at, access_log.c.user_id, access_log.c.action).where(
            access_log.c.case_id == case_id
        )
        with self._ledger.reading() as connection:
            rows += [
                {"at": row.at, "by": row.user_id, "act": row.action, "about": ""}
                for row in connection.execute(wanted.order_by(access_log.c.seq))
                if row.action not in ("case event", "case opened")
            ]
        return sorted(rows, key=lambda row: row["at"])

    def conflicts(self) -> list[Row]:
        """Who else works on parties of this person's cases, and partners that ask about them.

        Returns:
            Rows ``id, case, entity, level, told, at, seen``; a request of a partner has its id in ``told``.
        """
        mine = [case for case in self._every() if self._me in case.members]
        ids = {case.id for case in mine} | ({SUPERVISORS} if self._may("approve") else set())
        with self._ledger.reading() as connection:
            found = clashes.notices(connection, ids)
            asked = self._asked(connection, [case for case in mine if case.open])
        return [
            *(
                {
                    "id": row["id"],
                    "case": row["case_id"],
                    "entity": row["entity_id"],
                    "level": row["level"],
                    "told": row["told"],
                    "at": row["at"],
                    "seen": row["seen_at"] or "",
                }
                for row in found
            ),
            *asked,
        ]

    # -- inside ---------------------------------------------------------------------------------------------------

    def _every(self) -> list[Casebook]:
        with self._ledger.reading() as connection:
            rows = connection.execute(select(casebooks).order_by(casebooks.c.id)).mappings().all()
            events: dict[str, list[Event]] = {row["id"]: [] for row in rows}
            for row in connection.execute(select(case_events).order_by(case_events.c.number)).mappings():
                events.setdefault(row["case_id"], []).append(
                    Event(row["number"], Kind(row["kind"]), row["target"], row["body"], row["by"], row["at"])
                )
        return [Casebook.made(dict(row), events[row["id"]]) for row in rows]

    def _sees(self, case: Casebook) -> bool:
        if self._me in case.members:
            return True
        return self._may(SEE) and (case.openness != Openness.SEALED or self._may("approve"))

    def _may(self, act: str) -> bool:
        return self._desk.policy.may(self._desk.person, act, self._desk.purpose).permitted

    def _asked(self, connection: Connection, mine: list[Casebook]) -> list[Row]:
        """Requests of partners about parties of these cases; nothing is known of questions that nobody opened."""
        rows = []
        for row in connection.execute(select(exchange_requests)).mappings():
            for case in mine:
                same = {s.entity_id for s in case.subjects}
                if same & together(connection, [row["record"]])[row["record"]]:
                    told = {"partner": row["peer"], "request": row["id"], "state": row["state"]}
                    rows.append(
                        {
                            "id": row["id"],
                            "case": case.id,
                            "entity": row["record"],
                            "level": "partner",
                            "told": told,
                            "at": row["received_at"],
                            "seen": "",
                        }
                    )
        return rows


def _about(event: Event) -> str:
    text = event.body.get("text") or event.body.get("why") or ""
    return ": ".join(part for part in (event.target, str(text)) if part)
