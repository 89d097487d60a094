"""Working on a case: everything that is done is an event with its line in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from contrared.govern import record
from contrared.govern.casework import clashes
from contrared.govern.casework.book import Bearing, Casebook
from contrared.govern.casework.clashes import Openness
from contrared.govern.casework.events import Kind
from contrared.govern.casework.seeing import Row, Seeing
from contrared.model import InputError, PolicyError
from contrared.store.ledger import now
from contrared.store.tables import access_log, case_events, case_notices, casebooks, users

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Casework(Seeing):
    """The cases of a node, for one person who works on some.

    Args:
        desk: Their desk.
    """

    # -- doing ----------------------------------------------------------------------------------------------------

    def new(
        self,
        case_id: str,
        *,
        title: str,
        legal_basis: str,
        contact: str,
        lead: str = "",
        openness: str = Openness.CONTACT,
    ) -> Casebook:
        """Open a case.

        Raises:
            InputError: the id is there or none, something is not said, or the lead is no user.
            PolicyError: this person may not write.
        """
        self._desk.write()
        if not _ID.fullmatch(case_id):
            raise InputError(f"{case_id!r} is no id of a case", do="use small letters, digits and dashes, at most 63")
        row = {
            "id": case_id,
            "title": _said(title, "--title", "a case needs a title"),
            "legal_basis": _said(legal_basis, "--legal-basis", "a case needs a legal basis"),
            "lead": lead or self._me,
            "contact": _said(contact, "--contact", "others must know whom to call"),
            "openness": _openness(openness),
            "opened_by": self._me,
            "opened_at": now(),
            "closed_at": None,
        }
        with self._ledger.begin() as connection:
            self._user(connection, lead or self._me)
            if connection.execute(select(casebooks.c.id).where(casebooks.c.id == case_id)).first():
                raise InputError(f"the id {case_id!r} is taken", do="choose another")
            connection.execute(insert(casebooks).values(**row))
            self._event(connection, case_id, Kind.OPENED, "", {})
            self._note(connection, "case opened", case_id, {"case": case_id})
        return self.one(case_id)

    def note(self, case_id: str, text: str) -> None:
        """Add a note."""
        self._do(case_id, Kind.NOTE, "", {"text": _said(text, "TEXT", "a note says something")})

    def member(self, case_id: str, user: str, *, leaves: bool = False) -> None:
        """Let somebody work on the case, or no longer.

        Raises:
            InputError: no such user, or the lead is to leave.
        """
        case = self.one(case_id)
        if leaves and user not in case.members:
            raise InputError(f"{user} does not work on it", where=case_id, do="see `contrared case open`")
        if leaves and user == case.lead:
            raise InputError(
                "the lead cannot leave", where=case_id, do="hand it on first: `contrared case member --leads`"
            )
        with self._working(case_id) as (_, connection):
            self._user(connection, user)
            self._event(connection, case_id, Kind.LEFT if leaves else Kind.MEMBER, user, {})

    def hand(self, case_id: str, lead: str) -> None:
        """Give the lead to somebody else.

        Raises:
            PolicyError: somebody who does not lead it asks.
        """
        with self._working(case_id) as (case, connection):
            if self._me != case.lead and not self._may("approve"):
                raise PolicyError("only the lead hands a case on", where=case_id, do=f"ask {case.lead}")
            self._user(connection, lead)
            connection.execute(update(casebooks).where(casebooks.c.id == case_id).values(lead=lead))
            self._event(connection, case_id, Kind.LEAD, lead, {})

    def task(self, case_id: str, text: str, *, whom: str = "", due: str = "") -> int:
        """Set a task.

        Returns:
            Its number.

        Raises:
            InputError: nothing is said, or the day is none.
        """
        if due:
            _day(due)
        body = {"text": _said(text, "TEXT", "a task says what is to be done"), "whom": whom or self._me, "due": due}
        number = len(self.one(case_id).tasks) + 1
        self._do(case_id, Kind.TASK, str(number), body)
        return number

    def done(self, case_id: str, number: int) -> None:
        """Say that a task is done.

        Raises:
            InputError: there is no such task, or it is done.
        """
        found = next((task for task in self.one(case_id).tasks if task.number == number), None)
        if found is None:
            raise InputError(f"there is no task {number}", where=case_id, do="see `contrared case open`")
        if found.done_at:
            raise InputError(f"task {number} is done already, by {found.done_by}", where=case_id)
        self._do(case_id, Kind.DONE, str(number), {})

    def subject(self, case_id: str, entity_id: str, why: str) -> list[Row]:
        """Put a party under the case, and tell whoever else works on it, as policy allows.

        Returns:
            What this case is told of others.

        Raises:
            InputError: no reason, no such entity open to this person, or it is there already.
        """
        body = {"why": _said(why, "--why", "a party is put under a case for a reason")}
        if any(one.entity_id == entity_id for one in self.one(case_id).subjects):
            raise InputError(f"{entity_id} is a subject of it already", where=case_id)
        versions = self._desk.versions()
        if not self._desk.statements(versions=versions, entity_ids=[entity_id]).num_rows:
            raise InputError(
                f"the node holds no entity {entity_id!r}", do="see `contrared show` and `contrared screen`"
            )
        every = self._every()
        with self._working(case_id) as (case, connection):
            self._event(connection, case_id, Kind.SUBJECT, entity_id, body)
            found = clashes.clashes(connection, case, entity_id, every)
            rows = clashes.tell(connection, case, entity_id, found)
            for row in rows:
                # What leaves with a case (disclosure, evidence) is chosen by the case of its lines: those about what
                # another case is told stand under none, so that neither learns more of the other than its notice says.
                under = case_id if row["case_id"] == case_id else ""
                self._note(connection, "case told", under, {"notice": row["id"]})
        return [row for row in rows if row["case_id"] == case_id]

    def unsubject(self, case_id: str, entity_id: str, why: str) -> None:
        """Take a party out of the case.

        Raises:
            InputError: no reason, or it is no subject.
        """
        if all(one.entity_id != entity_id for one in self.one(case_id).subjects):
            raise InputError(f"{entity_id} is no subject of it", where=case_id, do="see `contrared case open`")
        self._do(case_id, Kind.UNSUBJECT, entity_id, {"why": _said(why, "--why", "taking it out needs a reason")})

    def hypothesis(self, case_id: str, text: str) -> str:
        """Add an explanation; its id, ``H1``, ``H2``, …"""
        name = f"H{len(self.one(case_id).hypotheses) + 1}"
        self._do(case_id, Kind.HYPOTHESIS, name, {"text": _said(text, "TEXT", "a hypothesis says something")})
        return name

    def weigh(self, case_id: str, statement_id: str, bearing: Mapping[str, Bearing], why: str) -> None:
        """Say how a statement bears on hypotheses; what was said of others before stands.

        Raises:
            InputError: no reason, nothing weighed, no such hypothesis, or no such statement open to this person.
        """
        known = {one.id for one in self.one(case_id).hypotheses}
        if missing := sorted(set(bearing) - known):
            raise InputError(f"there is no hypothesis {missing[0]}", where=case_id, do="see `contrared case competing`")
        if not bearing:
            raise InputError(
                "on which hypothesis does it bear?", do="say --consistent H1, --inconsistent H2, --neutral H3"
            )
        versions = self._desk.versions()
        found = self._desk.statements(versions=versions, statement_ids=[statement_id], corrected=True)
        if not found.num_rows:
            raise InputError(f"the node holds no statement {statement_id!r}", do="see `contrared show --json`")
        told = {key: str(value) for key, value in bearing.items()}
        body = {"bearing": told, "why": _said(why, "--why", "weighing needs a reason")}
        self._do(case_id, Kind.EVIDENCE, statement_id, body)

    def close(self, case_id: str, why: str) -> None:
        """Close a case; what was done in it stays.

        Raises:
            InputError: no reason, or it is closed.
        """
        body = {"why": _said(why, "--why", "closing a case needs a reason")}
        with self._working(case_id) as (_, connection):
            connection.execute(update(casebooks).where(casebooks.c.id == case_id).values(closed_at=now()))
            self._event(connection, case_id, Kind.CLOSED, "", body)

    def reopen(self, case_id: str, why: str) -> None:
        """Open a closed case again.

        Raises:
            InputError: no reason, or it is open.
        """
        body = {"why": _said(why, "--why", "opening a case again needs a reason")}
        if self.one(case_id).open:
            raise InputError("it is open", where=case_id)
        self._desk.write()
        with self._ledger.begin() as connection:
            connection.execute(update(casebooks).where(casebooks.c.id == case_id).values(closed_at=None))
            self._event(connection, case_id, Kind.REOPENED, "", body)

    def seen(self, notice_id: str) -> None:
        """Say that a notice was seen.

        Raises:
            InputError: there is none for this person, or it was seen.
        """
        if not any(row["id"] == notice_id and not row["seen"] for row in self.conflicts()):
            raise InputError(f"no notice {notice_id!r} waits for you", do="see `contrared case conflicts`")
        with self._ledger.begin() as connection:
            values = {"seen_by": self._me, "seen_at": now()}
            connection.execute(update(case_notices).where(case_notices.c.id == notice_id).values(**values))
            self._note(connection, "case notice seen", self._desk.case, {"notice": notice_id})

    # -- inside ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _working(self, case_id: str) -> Iterator[tuple[Casebook, Connection]]:
        """A transaction in an open case that this person works on, or leads as a supervisor."""
        self._desk.write()
        case = self.one(case_id)
        if not case.open:
            raise InputError("the case is closed", where=case_id, do="open it again: `contrared case reopen`")
        if self._me not in case.members and not self._may("approve"):
            raise PolicyError("only who works on a case adds to it", where=case_id, do=f"ask {case.lead}")
        with self._ledger.begin() as connection:
            yield case, connection

    def _do(self, case_id: str, kind: Kind, target: str, body: Row) -> None:
        with self._working(case_id) as (_, connection):
            self._event(connection, case_id, kind, target, body)

    def _event(self, connection: Connection, case_id: str, kind: Kind, target: str, body: Row) -> None:
        last = select(func.max(case_events.c.number)).where(case_events.c.case_id == case_id)
        number = (connection.execute(last).scalar() or 0) + 1
        row = {"case_id": case_id, "number": number, "kind": str(kind), "target": target, "body": body}
        connection.execute(insert(case_events).values(**row, by=self._me, at=now()))
        self._note(connection, "case event", case_id, {"case": case_id, "event": str(kind), "number": number})

    def _note(self, connection: Connection, action: str, case_id: str, what: Row) -> None:
        row = record.line(user=self._me, purpose=self._desk.purpose, case=case_id, action=action, what=what)
        connection.execute(insert(access_log).values(**row))

    def _user(self, connection: Connection, user: str) -> None:
        if connection.execute(select(users.c.id).where(users.c.id == user)).first() is None:
            raise InputError(f"there is no user {user!r}", do="see `contrared users list`")


def _openness(text: str) -> str:
    if text not in list(Openness):
        raise InputError(f"{text!r} is no openness", where="--openness", do="say full, contact or sealed")
    return str(text)


def _said(text: str, where: str, what: str) -> str:
    if not text.strip():
        raise InputError(what, where=where, do="say it; it is kept on record")
    return text.strip()


def _day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as exc:
        raise InputError(f"{text!r} is no day", where="--due", do="write it as 2026-12-31") from exc
