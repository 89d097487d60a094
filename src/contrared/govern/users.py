"""Who there is on a node: added, given a role, locked; never removed, since the record names them."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, insert, select, update

from contrared.govern import record
from contrared.govern.accounts import sessions, tries
from contrared.govern.accounts.clock import wall
from contrared.govern.desk import Desk
from contrared.govern.user_id import USER_ID
from contrared.model import InputError, PolicyError
from contrared.store.ledger import now
from contrared.store.tables import accounts, users

#: Roles that policies speak of.
ROLES = ("owner", "analyst", "officer", "prosecutor", "supervisor", "administrator", "oversight", "service")
#: Forces that policies speak of.
FORCES = ("", "police", "military", "judicial", "fiu", "customs", "civil")


class Users:
    """The users of a node, in the hands of somebody who may administer it.

    Raises:
        PolicyError: this person may not administer.
    """

    def __init__(self, desk: Desk) -> None:
        decision = desk.policy.may(desk.person, "administer", desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not administer users", where=desk.person.id, do=decision.rule)
        self._desk = desk

    def all(self) -> list[dict[str, Any]]:
        """Every user, by id; ``account`` says what they log in with, and whether failed tries locked it."""
        wanted = select(users, accounts.c.password, accounts.c.totp).order_by(users.c.id)
        with self._desk.node.ledger.reading() as connection:
            rows = connection.execute(wanted.join(accounts, accounts.c.user_id == users.c.id, isouter=True)).mappings()
            return [
                {
                    **{column.name: row[column.name] for column in users.c},
                    "account": _account(row, tries.locked(connection, row["id"])),
                }
                for row in rows.all()
            ]

    def add(
        self, user: str, name: str, role: str, *, agency: str = "", country: str = "", force: str = ""
    ) -> dict[str, Any]:
        """Add a user.

        Raises:
            InputError: the id is taken or malformed, or role, force or country is none.
        """
        if not USER_ID.fullmatch(user):
            raise InputError(f"{user!r} is no id of a user", do="two to 63 of a-z, 0-9, dot, dash, underscore")
        country = country.lower()
        if country and not re.fullmatch("[a-z]{2}", country):
            raise InputError(f"{country!r} is no country", where="--country", do="say two letters, as in co")
        row = {
            "id": user,
            "name": name.strip(),
            "role": _one_of(role, ROLES, "role"),
            "agency": agency.strip(),
            "country": country,
            "force": _one_of(force, FORCES, "force"),
            "created_at": now(),
        }
        if not row["name"]:
            raise InputError("a user has a name", do="say who it is")
        with self._desk.node.ledger.begin() as connection:
            if connection.execute(select(users.c.id).where(users.c.id == user)).first() is not None:
                raise InputError(f"there is a user {user!r} already", do="choose another id; ids are never given twice")
            connection.execute(insert(users).values(**row))
            self._note(connection, "user added", row)
        return row

    def role(self, user: str, role: str, *, force: str | None = None, why: str) -> None:
        """Give a user another role.

        Raises:
            InputError: no such user or role, no reason, or nobody would be left who may administer.
        """
        values = {"role": _one_of(role, ROLES, "role")}
        if force is not None:
            values["force"] = _one_of(force, FORCES, "force")
        self._change(user, values, "role changed", why)

    def lock(self, user: str, why: str) -> None:
        """Lock a user out; their sessions end.

        Raises:
            InputError: no such user, no reason, or nobody would be left who may administer.
        """
        self._change(user, {"locked_at": now(), "locked_why": why.strip()}, "user locked", why)

    def unlock(self, user: str, why: str) -> None:
        """Let a user in again, locked by an administrator or after failed tries.

        Raises:
            InputError: no such user, or no reason.
        """
        self._change(user, {"locked_at": None, "locked_why": None}, "user unlocked", why)

    def _change(self, user: str, values: dict[str, Any], act: str, why: str) -> None:
        if not why.strip():
            raise InputError(f"that a {act} needs a reason", where="--why", do="say why")
        with self._desk.node.ledger.begin() as connection:
            before = connection.execute(select(users).where(users.c.id == user)).mappings().first()
            if before is None:
                raise InputError(f"there is no user {user!r}", do="see `contrared users list`")
            connection.execute(update(users).where(users.c.id == user).values(**values))
            left = select(func.count()).where(users.c.role.in_(_KEEPERS), users.c.locked_at.is_(None))
            if not connection.execute(left).scalar_one():
                raise InputError(
                    "nobody would be left who may administer this node",
                    where=user,
                    do="make somebody else administrator first",
                )
            told = {"user": user, "why": why.strip(), "before": {key: before[key] for key in values}}
            if act == "user unlocked":
                tries.forget(connection, user)
            elif act == "user locked":
                told["sessions"] = sessions.end(connection, wall(), self._desk.person.id, "user locked", user=user)
            self._note(connection, act, {**told, "after": values})

    def _note(self, connection: Any, act: str, what: dict[str, Any]) -> None:
        desk = self._desk
        record.note(connection, user=desk.person.id, purpose=desk.purpose, case=desk.case, action=act, what=what)


#: Roles that can let others in.
_KEEPERS = ("owner", "administrator")


def _account(row: Any, locked: bool) -> str:
    told = [] if row["password"] is None else ["password"]
    told += [] if row["totp"] is None else ["codes"]
    told += ["locked after failed tries"] if locked else []
    return ", ".join(told)


def _one_of(value: str, known: tuple[str, ...], kind: str) -> str:
    if value not in known:
        raise InputError(
            f"{value!r} is no {kind}", where=f"--{kind}", do=f"use one of {', '.join(k for k in known if k)}"
        )
    return value
