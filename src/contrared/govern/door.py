"""The one door to what a node holds."""

from __future__ import annotations

from sqlalchemy import select

from contrared.govern.desk import Desk
from contrared.govern.policy import OwnerPolicy, Person, Policy
from contrared.model import PolicyError
from contrared.store import Node
from contrared.store.tables import users


def enter(
    node: Node,
    user: str | None = None,
    purpose: str | None = None,
    case: str | None = None,
    *,
    policy: Policy | None = None,
) -> Desk:
    """Enter a node and get a desk; what is not given comes from ``node.toml``.

    Args:
        node: The opened node.
        user: Who enters.
        purpose: Why.
        case: For which case.
        policy: Decides; the owner's policy unless given.

    Raises:
        PolicyError: the user is unknown, or policy does not let this person in.
    """
    defaults = node.settings.desk
    user = defaults.user if user is None else user
    purpose = defaults.purpose if purpose is None else purpose
    case = defaults.case if case is None else case
    policy = policy or OwnerPolicy()
    with node.ledger.reading() as connection:
        row = connection.execute(select(users).where(users.c.id == user)).first()
    if row is None:
        raise PolicyError(f"user {user!r} is not known to this node", do="ask the node's owner")
    person = Person(row.id, row.name, row.role, row.agency, row.country)
    decision = policy.may(person, "enter", purpose)
    if not decision.permitted:
        raise PolicyError(f"{user!r} may not enter", do=decision.rule)
    desk = Desk(node, person, purpose, case, policy)
    desk.record("enter", {})
    return desk
