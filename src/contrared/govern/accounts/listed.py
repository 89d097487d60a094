"""The sessions there are, listed and ended: one's own, or anybody's by whoever may administer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from contrared.govern import record
from contrared.govern.accounts import sessions
from contrared.govern.accounts.clock import Clock, wall
from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError
from contrared.store.tables import sessions as table


@dataclass(frozen=True, slots=True)
class Listed:
    """A session as it is listed; ``ended`` says why it no longer lives, empty while it does."""

    id: str
    user: str
    client: str
    made_at: str
    seen_at: str
    ends_at: str
    ended: str


class Sessions:
    """Sessions as somebody at a desk sees them.

    Args:
        desk: Whose; an administrator sees those of all.
        clock: What says the time.
    """

    def __init__(self, desk: Desk, clock: Clock = wall) -> None:
        self._desk = desk
        self._clock = clock
        self._all = desk.policy.may(desk.person, "administer", desk.purpose).permitted

    def all(self, user: str = "", *, dead: bool = False) -> list[Listed]:
        """Sessions, newest first.

        Args:
            user: Only those of this user.
            dead: Also those that ended.
        """
        wanted = select(table).order_by(table.c.made_at.desc(), table.c.id)
        if not self._all:
            wanted = wanted.where(table.c.user_id == self._desk.person.id)
        if user:
            wanted = wanted.where(table.c.user_id == user)
        at, settings = self._clock(), self._desk.node.settings.accounts
        with self._desk.node.ledger.reading() as connection:
            found = [
                Listed(
                    id=row["id"],
                    user=row["user_id"],
                    client=row["client"],
                    made_at=row["made_at"],
                    seen_at=row["seen_at"],
                    ends_at=row["ends_at"],
                    ended=sessions.ending(row, at, settings),
                )
                for row in connection.execute(wanted).mappings()
            ]
        return [each for each in found if dead or not each.ended]

    def revoke(self, session: str, why: str) -> str:
        """End a session.

        Returns:
            Whose it was.

        Raises:
            InputError: there is none that lives, or no reason.
            PolicyError: it is somebody else's, and this person may not administer.
        """
        if not why.strip():
            raise InputError("ending a session needs a reason", where="--why", do="say why")
        found = next((each for each in self.all() if each.id == session), None)
        if found is None:
            # Whether somebody else has such a session is not told to whoever may not see it.
            error = InputError if self._all else PolicyError
            raise error(f"no session {session!r} lives", do="see `contrared sessions list`")
        desk = self._desk
        with desk.node.ledger.begin() as connection:
            sessions.end(connection, self._clock(), desk.person.id, why.strip(), session=session)
            what = {"session": session, "of": found.user, "why": why.strip()}
            record.note(
                connection,
                user=desk.person.id,
                purpose=desk.purpose,
                case=desk.case,
                action="session revoked",
                what=what,
            )
        return found.user
