"""Sessions end, and a key is opened by nothing but a living session's secret."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from sqlalchemy import select, update

from contrared.govern.accounts import Accounts, SessionSigning, keys, sessions
from contrared.model import NodeError, PolicyError
from contrared.store import Node
from contrared.store.tables import sessions as table
from contrared.store.tables import signing_keys

from .conftest import PASSWORD, Clock


@pytest.mark.parametrize(
    ("goes", "says"),
    [
        ([{"minutes": 29}, {"minutes": 29}], ""),
        ([{"minutes": 30}], "30 min without use"),
        ([{"minutes": 29}, {"minutes": 30}], "30 min without use"),
        ([{"minutes": 25}] * 28, ""),
        ([{"minutes": 25}] * 29, "after 12 h"),
        ([{"minutes": -4}], ""),
        ([{"minutes": -6}], "went back"),
    ],
)
def test_when_a_session_ends(held: Accounts, ana: str, node: Node, clock: Clock, goes: list[Any], says: str) -> None:
    token = held.login(ana, PASSWORD).token
    ended = ""
    for by in goes:
        clock.go(**by)
        try:
            sessions.living(node, token, clock)
        except PolicyError as exc:
            ended = str(exc)
    assert says in ended
    assert bool(says) == bool(ended)


@pytest.mark.parametrize("token", ["", "A" * 43, "not base64!", "ñ"])
def test_no_session(ana: str, node: Node, clock: Clock, token: str) -> None:
    with pytest.raises(PolicyError, match="not known → run `contrared login`"):
        sessions.living(node, token, clock)


def test_logging_out_destroys_the_copy_of_the_key(held: Accounts, ana: str, node: Node, clock: Clock) -> None:
    token = held.login(ana, PASSWORD).token
    session = held.logout(token)
    with pytest.raises(PolicyError, match="logged out"):
        held.logout(token)
    with node.ledger.reading() as connection:
        row = connection.execute(select(table).where(table.c.id == session)).mappings().one()
    assert row["sealed"] is None
    assert row["revoked_by"] == ana


def test_sessions_that_ended_by_themselves_leave_no_copy_either(
    held: Accounts, ana: str, node: Node, clock: Clock
) -> None:
    held.login(ana, PASSWORD)
    clock.go(minutes=31)
    held.login(ana, PASSWORD)
    with node.ledger.reading() as connection:
        sealed = connection.execute(select(table.c.sealed).order_by(table.c.made_at)).scalars().all()
    assert [each is None for each in sealed] == [True, False]


def test_signing(held: Accounts, ana: str, node: Node, clock: Clock) -> None:
    signing = SessionSigning(node, held.login(ana, PASSWORD).token, clock)
    key, signature = signing.sign(ana, b"release 7")
    assert signing.verify(ana, key, b"release 7", signature)
    assert signing.verify(ana, key, b"release 7", signature, at=clock())
    assert not signing.verify(ana, key, b"release 8", signature)
    assert not signing.verify("owner", key, b"release 7", signature), "a key is of one user"
    assert not signing.verify(ana, "key-0000000000000000", b"release 7", signature)
    assert not signing.verify(ana, key, b"release 7", bytes([signature[0] ^ 1]) + signature[1:])
    assert not signing.verify(ana, key, b"release 7", b"")
    with pytest.raises(PolicyError, match="of 'ana'"):
        signing.sign("owner", b"release 7")
    with pytest.raises(PolicyError, match="needs a session"):
        SessionSigning(node).sign(ana, b"release 7")
    assert SessionSigning(node).verify(ana, key, b"release 7", signature)


def test_a_key_exchanged_in_the_ledger_verifies_nothing(held: Accounts, ana: str, node: Node, clock: Clock) -> None:
    key, signature = SessionSigning(node, held.login(ana, PASSWORD).token, clock).sign(ana, b"m")
    with node.ledger.begin() as connection:
        connection.execute(update(signing_keys).values(public=bytes(32)))
    assert not SessionSigning(node).verify(ana, key, b"m", signature)


def test_a_stolen_ledger_opens_no_key(held: Accounts, ana: str, node: Node, clock: Clock) -> None:
    """The thief has every byte of the row, but the secret only as its hash; and cannot move it to a session of his."""
    mine = held.login(ana, PASSWORD)
    theirs = held.login(ana, PASSWORD)
    with node.ledger.begin() as connection:
        rows = {row.id: row for row in connection.execute(select(table))}
        assert base64.urlsafe_b64decode(mine.token + "=") not in str(rows).encode()
        moved = update(table).where(table.c.id == theirs.session.id).values(sealed=rows[mine.session.id].sealed)
        connection.execute(moved)
    with pytest.raises(NodeError, match="does not open"):
        SessionSigning(node, theirs.token, clock).sign(ana, b"m")


def test_a_session_signs_no_more_once_its_key_is_replaced(held: Accounts, ana: str, node: Node, clock: Clock) -> None:
    begun = held.login(ana, PASSWORD)
    old, signature = SessionSigning(node, begun.token, clock).sign(ana, b"m")
    clock.go(minutes=1)
    new = held.change(ana, PASSWORD, "", "another tide another boat", new_key=True)
    with pytest.raises(PolicyError, match="password was changed"):
        SessionSigning(node, begun.token, clock).sign(ana, b"m")
    assert old != new
    with node.ledger.reading() as connection:
        told = keys.history(connection, ana)
    assert [(row["id"], row["retired_at"] is None) for row in told] == [(old, False), (new, True)]
    assert SessionSigning(node).verify(ana, old, b"m", signature)
