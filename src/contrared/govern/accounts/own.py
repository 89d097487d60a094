"""One's own account: log in and out, change the password, have a second factor, end one's sessions."""

from __future__ import annotations

import hmac
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from contrared.govern import record
from contrared.govern.accounts import keys, passwords, sessions, totp, tries
from contrared.govern.accounts.clock import Clock, told, wall
from contrared.govern.accounts.invitations import invited, taken
from contrared.govern.accounts.passwords import Cost, Stretched
from contrared.govern.accounts.proving import PURPOSE, TOTP_USE, Proven, Prover
from contrared.govern.accounts.sessions import Begun
from contrared.govern.accounts.vault import seal, unseal
from contrared.model import InputError, PolicyError
from contrared.store import Node
from contrared.store.tables import accounts, users

#: Roles that let others in; the first account of a node is one of theirs.
KEEPERS = ("owner", "administrator")


class Accounts:
    """What users do with their own accounts; each act is one transaction with its line in the record.

    Args:
        node: The opened node.
        clock: What says the time.
        cost: What a guess at a new password costs.
    """

    def __init__(self, node: Node, clock: Clock = wall, cost: Cost | None = None) -> None:
        self._node = node
        self._clock = clock
        self._cost = cost or Cost()
        self._prover = Prover(node, clock, cost)

    @property
    def none(self) -> bool:
        """Whether nobody on this node has a password yet."""
        with self._node.ledger.reading() as connection:
            return not connection.execute(select(func.count()).select_from(accounts)).scalar_one()

    def login(self, user: str, password: str, code: str = "", client: str = "") -> Begun:
        """Begin a session.

        Args:
            user: Id of the user.
            password: Password.
            code: Code of the second factor; empty for users who have none.
            client: What they use, shown in the list of sessions.

        Raises:
            PolicyError: not let in; an unknown user and a wrong password are answered alike, and as late.
        """
        with self._prover.prove(user, password, code) as proven:
            key = keys.opened(proven.connection, user, proven.stretched)
            if passwords.cheaper(proven.kept, self._cost):
                kept, stretched = passwords.new(password, self._cost)
                keys.reseal(proven.connection, user, key, stretched)
                _keep(proven, kept, stretched)
                proven.note("password stretched anew", {})
            settings = self._node.settings.accounts
            begun = sessions.begin(proven.connection, user, key, client, proven.at, settings)
            proven.note("login", {"session": begun.session.id, "client": client})
        return begun

    def logout(self, token: str) -> str:
        """End the session of this secret.

        Returns:
            Id of the session.

        Raises:
            PolicyError: it does not live.
        """
        session = sessions.living(self._node, token, self._clock)
        with self._node.ledger.begin() as connection:
            sessions.end(connection, self._clock(), session.user, "logged out", session=session.id)
            _note(connection, session.user, "logout", {"session": session.id})
        return session.id

    def change(self, user: str, password: str, code: str, new: str, *, new_key: bool = False) -> str:
        """Change the password; the user's sessions end.

        Args:
            user: Id of the user.
            password: The present password.
            code: Code of the second factor.
            new: The new password.
            new_key: Whether a new signing key is made, the old one may be known to others.

        Returns:
            Id of the signing key.

        Raises:
            InputError: the new password is refused, or is the old one.
            PolicyError: not proven who this is.
        """
        chosen = passwords.checked(new, user)
        if hmac.compare_digest(chosen.encode("utf-8", "surrogatepass"), password.encode("utf-8", "surrogatepass")):
            raise InputError("the new password is the old one", do="choose another")
        kept, stretched = passwords.new(chosen, self._cost)
        with self._prover.prove(user, password, code) as proven:
            connection, at = proven.connection, proven.at
            if new_key:
                key = keys.make(connection, user, stretched, at, "replaced by its user")
            else:
                key = keys.opened(connection, user, proven.stretched)
                keys.reseal(connection, user, key, stretched)
            _keep(proven, kept, stretched)
            ended = sessions.end(connection, at, user, "the password was changed", user=user)
            proven.note("password changed", {"sessions": ended, **_public(connection, user, key.id)})
        return key.id

    def accept(self, invitation: str, new: str) -> str:
        """Take up an invitation: a first password, or a new one for whoever lost theirs.

        Returns:
            Id of the user.

        Raises:
            InputError: the password is refused.
            PolicyError: there is no such invitation, it was used, it ended, or its user is locked.
        """
        with self._node.ledger.reading() as connection:
            user = invited(connection, invitation)
        kept = passwords.new(passwords.checked(new, user), self._cost)
        try:
            with self._node.ledger.begin() as connection:
                user, by = taken(connection, invitation, self._clock())
                self._set(connection, user, kept, {"by": "invitation", "invited_by": by})
        except PolicyError:
            about = {"user": user or "unknown", "purpose": PURPOSE, "case": "", "action": "invitation refused"}
            record.append(self._node.ledger, **about, what={})
            raise
        return user

    def first(self, user: str, new: str) -> None:
        """Give the first account of a node its password: there is nobody yet who could invite.

        Raises:
            InputError: the password is refused.
            PolicyError: somebody has a password already, or this user may not let others in.
        """
        kept = passwords.new(passwords.checked(new, user), self._cost)
        with self._node.ledger.begin() as connection:
            person = connection.execute(select(users).where(users.c.id == user)).mappings().first()
            if person is None or person["role"] not in KEEPERS or person["locked_at"] is not None:
                raise PolicyError(
                    "the first account is that of somebody who may let others in",
                    where=user,
                    do=f"take a user whose role is {' or '.join(KEEPERS)}",
                )
            _at_most(connection, 0, user)
            self._set(connection, user, kept, {"by": "first account of the node"})
            # Of two that come first at once, the second to write finds the other's account here.
            _at_most(connection, 1, user)

    def enrol(self, user: str, password: str, code: str, secret: bytes, proof: str) -> None:
        """Have a second factor from now on; sessions go on.

        Args:
            user: Id of the user.
            password: Password.
            code: Code of the second factor there is, if there is one.
            secret: Secret of the new one.
            proof: A code of the new one, so that nobody locks themselves out.

        Raises:
            InputError: the code of the new one is wrong.
            PolicyError: not proven who this is.
        """
        step = totp.step_of(secret, proof, self._clock().timestamp())
        if step is None:
            raise InputError("this code is not the one of now", do="check the clock of the phone, and try again")
        with self._prover.prove(user, password, code) as proven:
            sealed = seal(proven.stretched.key(TOTP_USE), secret, f"second factor of {user}")
            values = {"totp": sealed, "totp_step": step}
            proven.connection.execute(update(accounts).where(accounts.c.user_id == user).values(**values))
            proven.note("second factor enrolled", {})

    def without(self, user: str, password: str, code: str) -> None:
        """Have no second factor any more.

        Raises:
            PolicyError: not proven who this is.
        """
        with self._prover.prove(user, password, code) as proven:
            values = {"totp": None, "totp_step": None}
            proven.connection.execute(update(accounts).where(accounts.c.user_id == user).values(**values))
            proven.note("second factor removed", {})

    def _set(self, connection: Connection, user: str, new: tuple[str, Stretched], how: dict[str, Any]) -> None:
        """Give a password without the old one: what that had sealed is lost, so there is a new key and no factor."""
        at = self._clock()
        kept, stretched = new
        before = connection.execute(select(accounts.c.user_id).where(accounts.c.user_id == user)).first()
        values = {"password": kept, "changed_at": told(at), "totp": None, "totp_step": None}
        if before is None:
            connection.execute(insert(accounts).values(user_id=user, **values))
        else:
            connection.execute(update(accounts).where(accounts.c.user_id == user).values(**values))
        key = keys.make(connection, user, stretched, at, "the password was set anew")
        tries.forget(connection, user)
        ended = sessions.end(connection, at, user, "the password was set anew", user=user)
        _note(connection, user, "password set", {**how, "sessions": ended, **_public(connection, user, key.id)})


def _at_most(connection: Connection, number: int, user: str) -> None:
    if connection.execute(select(func.count()).select_from(accounts)).scalar_one() > number:
        raise PolicyError(
            "there are accounts on this node already", where=user, do="ask an administrator for an invitation"
        )


def _keep(proven: Proven, kept: str, stretched: Stretched) -> None:
    """Keep a new password, or the same at another cost, with the second factor sealed under it."""
    values: dict[str, Any] = {"password": kept, "changed_at": told(proven.at)}
    if (secret := _secret(proven)) is not None:
        values["totp"] = seal(stretched.key(TOTP_USE), secret, f"second factor of {proven.user}")
    proven.connection.execute(update(accounts).where(accounts.c.user_id == proven.user).values(**values))


def _secret(proven: Proven) -> bytes | None:
    """The secret of the second factor, opened with the password."""
    wanted = select(accounts.c.totp).where(accounts.c.user_id == proven.user)
    sealed = proven.connection.execute(wanted).scalar()
    if sealed is None:
        return None
    return unseal(proven.stretched.key(TOTP_USE), sealed, f"second factor of {proven.user}")


def _public(connection: Connection, user: str, key_id: str) -> dict[str, Any]:
    """A signing key as the record names it: whoever exchanges the public half in the ledger contradicts the log."""
    row = next(row for row in keys.history(connection, user) if row["id"] == key_id)
    return {"key": key_id, "public": row["public"].hex()}


def _note(connection: Connection, user: str, action: str, what: dict[str, Any]) -> None:
    record.note(connection, user=user, purpose=PURPOSE, case="", action=action, what=what)
