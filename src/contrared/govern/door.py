"""The one door to what a node holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import select

from contrared.govern.accounts.key_form import PREFIX
from contrared.govern.accounts.service_keys import ServiceKey, for_commands
from contrared.govern.accounts.sessions import LOGIN, living
from contrared.govern.desk import Desk
from contrared.govern.policy import OwnerPolicy, Person, Policy
from contrared.model import InputError, PolicyError
from contrared.store import Node
from contrared.store.tables import users


def enter(
    node: Node,
    user: str | None = None,
    purpose: str | None = None,
    case: str | None = None,
    *,
    policy: Policy | None = None,
    session: str | ServiceKey | None = None,
    as_of: str = "",
) -> Desk:
    """Enter a node and get a desk; what is not given comes from ``node.toml``.

    Args:
        node: The opened node.
        user: Who enters.
        purpose: Why.
        case: For which case.
        policy: Decides; the policy that ``node.toml`` names unless given.
        session: Secret of a living session, or of a service key for commands; or a service key that was looked at
            already. Its user enters unless ``user`` is given.
        as_of: Date by which lists are asked for, ``2021``, ``2021-06`` or ``2021-06-30``; empty for now.

    Raises:
        PolicyError: the user is unknown or locked, the session does not live or is another user's, the node asks for
            one and none is given, or policy does not let this person in.
        InputError: the policy cannot be read, or ``as_of`` is no date, or in the future.
    """
    defaults = node.settings.desk
    told = {} if session is None else _told(node, session)
    if session is None and node.settings.accounts.required:
        raise PolicyError("this node asks who you are", where=user or "", do=LOGIN)
    if user is not None and told and told["user"] != user:
        raise PolicyError(f"your session is that of {told['user']!r}, not of {user!r}", do=f"{LOGIN} --user {user}")
    user = told.pop("user", defaults.user) if user is None else user
    told.pop("user", None)
    purpose = defaults.purpose if purpose is None else purpose
    case = defaults.case if case is None else case
    policy = policy_of(node, case) if policy is None else policy
    with node.ledger.reading() as connection:
        row = connection.execute(select(users).where(users.c.id == user)).first()
    if row is None:
        raise PolicyError(f"user {user!r} is not known to this node", do="ask the node's owner")
    if row.locked_at is not None:
        raise PolicyError(f"user {user!r} is locked: {row.locked_why}", do="ask the node's administrator")
    person = Person(row.id, row.name, row.role, row.agency, row.country, row.force)
    decision = policy.may(person, "enter", purpose)
    if not decision.permitted:
        raise PolicyError(f"{user!r} may not enter", do=decision.rule)
    desk = Desk(node, person, purpose, case, policy, _past(as_of))
    desk.session = session if isinstance(session, str) and "session" in told else None
    desk.record("enter", told | ({"as_of": as_of} if as_of else {}))
    return desk


def _past(as_of: str) -> str:
    if as_of and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", as_of):
        raise InputError(f"{as_of!r} is no date", where="--as-of", do="write it as 2021, 2021-06 or 2021-06-30")
    today = datetime.now(UTC).date().isoformat()
    if as_of > today[: len(as_of)]:
        raise InputError(f"{as_of} is in the future", where="--as-of", do="give a date that is past")
    return as_of


def _told(node: Node, session: str | ServiceKey) -> dict[str, str]:
    """Whose a living session or key is, and its id, for the record."""
    if isinstance(session, str) and session.startswith(PREFIX):
        session = for_commands(node, session)
    if isinstance(session, ServiceKey):
        return {"user": session.user, "key": session.id}
    found = living(node, session)
    return {"user": found.user, "session": found.id}


def policy_of(node: Node, case: str = "") -> Policy:
    """The policy that ``node.toml`` names, for requests that are made for a case.

    Raises:
        InputError: there is no such profile, or the file cannot be read; names the line.
    """
    named = node.settings.policy.profile
    if named == "owner":
        return OwnerPolicy()
    from contrared.govern.cedar import CedarPolicy

    policy = CedarPolicy.read(node.root / named) if named.endswith(".cedar") else CedarPolicy.profile(named)
    return policy.for_case(case)
