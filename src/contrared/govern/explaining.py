"""Why somebody may or may not do something, without doing it."""

from __future__ import annotations

from sqlalchemy import select

from contrared.govern.cedar import CedarPolicy
from contrared.govern.desk import Desk
from contrared.govern.policy import Decision, Person, SourceClass
from contrared.model import EvidentialStatus, Handling, InputError
from contrared.store.tables import users

#: Acts that are about a class of sources; all others are about the node.
ABOUT_SOURCES = ("read", "release", "export")


def about(handling: str, status: str, act: str) -> SourceClass | None:
    """The class of sources an explanation is about; None for an act that is about the node.

    Raises:
        InputError: handling or status is none.
    """
    if act not in ABOUT_SOURCES:
        if handling:
            raise InputError(
                f"{act} is not about a source", where="--handling", do=f"leave it out; {', '.join(ABOUT_SOURCES)} are"
            )
        return None
    try:
        known = EvidentialStatus(status)
    except ValueError as exc:
        names = ", ".join(item.value for item in EvidentialStatus)
        raise InputError(f"{status!r} is no evidential status", where="--status", do=f"use one of {names}") from exc
    return SourceClass(Handling.parse(handling or "TLP:CLEAR"), str(known))


def explain(desk: Desk, policy: CedarPolicy, who: str, act: str, purpose: str, about: SourceClass | None) -> Decision:
    """What a policy decides for a user of the node, and by which rule.

    Raises:
        InputError: there is no such user.
    """
    with desk.node.ledger.reading() as connection:
        row = connection.execute(select(users).where(users.c.id == who)).first()
    if row is None:
        raise InputError(f"there is no user {who!r}", where="--who", do="see `contrared users list`")
    if row.locked_at is not None:
        return Decision(False, f"locked: {row.locked_why}")
    person = Person(row.id, row.name, row.role, row.agency, row.country, row.force)
    entering = policy.may(person, "enter", purpose)
    decided = policy.may(person, act, purpose, about)
    if decided.permitted and not entering.permitted:
        return entering
    return decided
