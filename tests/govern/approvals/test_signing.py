"""Whose key signs an approval: one's own where there is one, the node's for who has none; never the other."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from contrared.govern import Desk, enter
from contrared.govern.accounts import Accounts
from contrared.govern.accounts.invitations import invite
from contrared.govern.accounts.passwords import Cost
from contrared.govern.approvals import NodeSigning, OwnSigning, Seat, State, approve, demand, shown
from contrared.govern.approvals.permit import Waiting
from contrared.model import PolicyError
from contrared.store import Node
from contrared.store.config import ApprovalSettings
from contrared.store.tables import users

PASSWORD = "the ferry leaves at dawn"
MESSAGE = b"a message"


@pytest.fixture
def people(node: Node, desk: Desk) -> Accounts:
    """A second owner with a password, and a third without."""
    for who in ("beto", "carla"):
        row = {"id": who, "name": who, "role": "owner", "agency": "", "country": "", "created_at": "2026"}
        with node.ledger.begin() as connection:
            connection.execute(insert(users).values(**row))
    held = Accounts(node, cost=Cost(memory=64, passes=1, lanes=1))
    held.accept(invite(desk, "beto", "first account").word, PASSWORD)
    return held


def required(node: Node) -> None:
    changed = {"approvals": ApprovalSettings.model_validate({"required": "always"})}
    node.settings = node.settings.model_copy(update=changed)


def asked(desk: Desk) -> str:
    with pytest.raises(Waiting) as waits:
        demand(desk, "export", {"rows": 3})
    return waits.value.request_id


def test_a_user_with_a_key_signs_with_it_and_with_nothing_else(node: Node, desk: Desk, people: Accounts) -> None:
    required(node)
    request = asked(desk)
    without = Seat.of(enter(node, "beto", "test"))
    with pytest.raises(PolicyError, match="signing needs a session"):
        approve(without, request)
    token = people.login("beto", PASSWORD).token
    within = Seat.of(enter(node, "beto", "test", session=token))
    assert approve(within, request).state is State.APPROVED
    (approval,) = shown(within, request).approvals
    assert (approval.key[:4], approval.against) == ("key-", "")
    assert demand(desk, "export", {"rows": 3}).way == "persons"


def test_the_node_vouches_for_a_user_without_a_key(node: Node, desk: Desk, people: Accounts) -> None:
    required(node)
    request = asked(desk)
    carla = Seat.of(enter(node, "carla", "test"))
    assert approve(carla, request).state is State.APPROVED
    (approval,) = shown(carla, request).approvals
    assert (approval.key[:5], approval.against) == ("node:", "")


def test_what_the_node_vouches_for_does_not_count_for_who_has_a_key(node: Node, people: Accounts) -> None:
    key, signature = NodeSigning(node).sign("beto", MESSAGE)
    assert OwnSigning(node, None).verify("carla", key, MESSAGE, signature)
    assert not OwnSigning(node, None).verify("beto", key, MESSAGE, signature)
    assert not OwnSigning(node, None).verify("carla", key, b"another", signature)
    assert not OwnSigning(node, None).verify("carla", "node:0000000000000000", MESSAGE, signature)
    accounts = node.settings.accounts.model_copy(update={"required": True})
    node.settings = node.settings.model_copy(update={"accounts": accounts})
    assert not OwnSigning(node, None).verify("carla", key, MESSAGE, signature)
    with pytest.raises(PolicyError, match="signing needs a session"):
        OwnSigning(node, None).sign("carla", MESSAGE)


def test_a_session_signs_for_its_user_only(node: Node, people: Accounts) -> None:
    token = people.login("beto", PASSWORD).token
    with pytest.raises(PolicyError, match="this session is of 'beto'"):
        OwnSigning(node, token).sign("carla", MESSAGE)
    key, signature = OwnSigning(node, token).sign("beto", MESSAGE)
    assert OwnSigning(node, None).verify("beto", key, MESSAGE, signature)
    assert not OwnSigning(node, None).verify("carla", key, MESSAGE, signature)
