"""Service keys: what a program shows instead of a password; narrow, expiring, told once, recognised where they leak."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from sqlalchemy import insert, select, update

from contrared.govern import record
from contrared.govern.accounts.clock import Clock, read, told, wall
from contrared.govern.accounts.key_form import FORM, hashed, new_secret, well_formed
from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError
from contrared.store import Node
from contrared.store.tables import service_keys, users

#: What a key may be for; each route of the service belongs to one.
SCOPES = ("screen", "match", "reconcile", "read", "metrics", "commands")
#: Days a key lives at most.
LONGEST = 366


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """A key as the ledger knows it; its secret is kept nowhere.

    Attributes:
        id: Id.
        user: The service that bears it.
        purpose: Why it asks, on record with each of its acts.
        scopes: What it is for.
        networks: Addresses it may come from; any where empty.
        made_by: Who made it.
        made_at: When, UTC.
        ends_at: Until when it lives, UTC.
        revoked_at: When it was revoked; empty where it was not.
        revoked_why: Why.
    """

    id: str
    user: str
    purpose: str
    scopes: tuple[str, ...]
    networks: tuple[str, ...]
    made_by: str
    made_at: str
    ends_at: str
    revoked_at: str
    revoked_why: str

    def from_here(self, address: str) -> bool:
        """Whether it may be shown from an address."""
        if not self.networks:
            return True
        try:
            said = ip_address(address)
        except ValueError:
            return False
        mapped = getattr(said, "ipv4_mapped", None) or said
        return any(mapped in ip_network(network) for network in self.networks)


class ServiceKeys:
    """The keys of a node's services, in the hands of somebody who may administer it.

    Args:
        desk: Whose.
        clock: What says the time.

    Raises:
        PolicyError: this person may not administer.
    """

    def __init__(self, desk: Desk, clock: Clock = wall) -> None:
        decision = desk.policy.may(desk.person, "administer", desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not administer keys", where=desk.person.id, do=decision.rule)
        self._desk = desk
        self._clock = clock

    def all(self) -> list[ServiceKey]:
        """All keys there ever were, newest first."""
        wanted = select(service_keys).order_by(service_keys.c.made_at.desc(), service_keys.c.id)
        with self._desk.node.ledger.reading() as connection:
            return [_key(row) for row in connection.execute(wanted).mappings()]

    def add(
        self, user: str, scopes: Sequence[str], days: int, purpose: str, networks: Sequence[str] = ()
    ) -> tuple[ServiceKey, str]:
        """Make a key.

        Args:
            user: The service; a person logs in, so its role must be service. Under the profile ``owner``, where nobody
                else may do anything, the owner.
            scopes: What it is for.
            days: Days it lives.
            purpose: Why it asks.
            networks: Addresses it may come from, as ``10.0.0.0/8``; any unless given.

        Returns:
            The key, and its secret, which is told once.

        Raises:
            InputError: no such service, scope or network, no purpose, or too long a life.
        """
        at, secret = self._clock(), new_secret()
        row = {
            "id": f"srv-{os.urandom(6).hex()}",
            "user_id": user,
            "hash": hashed(secret),
            "purpose": _said(purpose),
            "scopes": _scopes(scopes),
            "networks": _networks(networks),
            "made_by": self._desk.person.id,
            "made_at": told(at),
            "ends_at": told(at + _life(days)),
        }
        with self._desk.node.ledger.begin() as connection:
            role = connection.execute(select(users.c.role).where(users.c.id == user)).scalar()
            if role is None:
                raise InputError(f"there is no user {user!r}", do="see `contrared users list`")
            wanted = "owner" if self._desk.node.settings.policy.profile == "owner" else "service"
            if role != wanted:
                raise InputError(
                    f"{user!r} has the role {role}: keys are for users whose role is {wanted}",
                    where=user,
                    do=f"add one with `contrared users add … --role {wanted}`; people use `contrared login`",
                )
            connection.execute(insert(service_keys).values(**row))
            kept = connection.execute(select(service_keys).where(service_keys.c.id == row["id"])).mappings().one()
            self._note(connection, "service key made", {key: kept[key] for key in _TOLD})
        return _key(kept), secret

    def revoke(self, key: str, why: str) -> None:
        """Revoke a key; processes that serve know it within five seconds.

        Raises:
            InputError: there is no such key that lives, or no reason.
        """
        if not why.strip():
            raise InputError("revoking a key needs a reason", where="--why", do="say why")
        values = {
            "revoked_at": told(self._clock()),
            "revoked_by": self._desk.person.id,
            "revoked_why": why.strip(),
        }
        with self._desk.node.ledger.begin() as connection:
            living = update(service_keys).where(service_keys.c.id == key, service_keys.c.revoked_at.is_(None))
            if not connection.execute(living.values(**values)).rowcount:
                raise InputError(f"no key {key!r} lives", do="see `contrared keys list`")
            self._note(connection, "service key revoked", {"key": key, "why": why.strip()})

    def leaked(self, text: str) -> list[ServiceKey]:
        """Keys of this node that stand in a text, dead ones too."""
        found = []
        for secret in dict.fromkeys(FORM.findall(text)):
            key = find(self._desk.node, secret) if well_formed(secret) else None
            if key is not None:
                found.append(key)
        self._desk.record("service keys looked for", {"found": [key.id for key in found]})
        return found

    def _note(self, connection: Any, action: str, what: dict[str, Any]) -> None:
        desk = self._desk
        record.note(connection, user=desk.person.id, purpose=desk.purpose, case=desk.case, action=action, what=what)


def find(node: Node, secret: str) -> ServiceKey | None:
    """The key of a secret, living or not."""
    with node.ledger.reading() as connection:
        row = connection.execute(select(service_keys).where(service_keys.c.hash == hashed(secret))).mappings().first()
    return None if row is None else _key(row)


def dead(node: Node, key: ServiceKey, at: datetime) -> str:
    """Why a key no longer opens anything; empty while it does."""
    if key.revoked_at:
        return f"was revoked: {key.revoked_why}"
    if at >= read(key.ends_at):
        return f"expired on {key.ends_at[:10]}"
    with node.ledger.reading() as connection:
        locked = connection.execute(select(users.c.locked_at).where(users.c.id == key.user)).scalar()
    return f"is of {key.user!r}, who is locked" if locked is not None else ""


def for_commands(node: Node, secret: str, clock: Clock = wall) -> ServiceKey:
    """The key by which a command enters that nobody watches.

    Raises:
        PolicyError: it is none, does not live, or is not for commands of this machine.
    """
    key = find(node, secret) if well_formed(secret) else None
    if key is None:
        raise PolicyError("this service key is not known", do="make one with `contrared keys add`")
    if why := dead(node, key, clock()):
        raise PolicyError(f"this service key {why}", where=key.id, do="make one with `contrared keys add`")
    if "commands" not in key.scopes or not key.from_here("127.0.0.1"):
        raise PolicyError(
            "this service key is not for commands on this machine",
            where=key.id,
            do="make one with `contrared keys add --scope commands`",
        )
    return key


_TOLD = ("id", "user_id", "purpose", "scopes", "networks", "ends_at")


def _key(row: Any) -> ServiceKey:
    return ServiceKey(
        id=row["id"],
        user=row["user_id"],
        purpose=row["purpose"],
        scopes=tuple(row["scopes"]),
        networks=tuple(row["networks"]),
        made_by=row["made_by"],
        made_at=row["made_at"],
        ends_at=row["ends_at"],
        revoked_at=row["revoked_at"] or "",
        revoked_why=row["revoked_why"] or "",
    )


def _said(purpose: str) -> str:
    if not purpose.strip():
        raise InputError("a key needs a purpose: why its bearer asks", where="--for", do="say it; it is on record")
    return purpose.strip()


def _scopes(scopes: Sequence[str]) -> list[str]:
    wanted = sorted({scope.strip() for scope in scopes if scope.strip()})
    for scope in wanted:
        if scope not in SCOPES:
            raise InputError(f"{scope!r} is no scope", where="--scope", do=f"some of {','.join(SCOPES)}")
    if not wanted:
        raise InputError("a key needs a scope", where="--scope", do=f"some of {','.join(SCOPES)}")
    return wanted


def _networks(networks: Sequence[str]) -> list[str]:
    found = []
    for network in networks:
        try:
            found.append(str(ip_network(network.strip())))
        except ValueError as exc:
            raise InputError(f"{network!r} is no network: {exc}", where="--from", do="write 10.0.0.0/8") from exc
    return sorted(set(found))


def _life(days: int) -> timedelta:
    if not 1 <= days <= LONGEST:
        raise InputError(f"a key lives 1 to {LONGEST} days, not {days}", where="--expires", do="write 90d")
    return timedelta(days=days)
