"""Invitations, the first account, changed passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from contrared.govern import Desk
from contrared.govern.accounts import Accounts, SessionSigning, sessions, totp
from contrared.govern.accounts.invitations import invite
from contrared.govern.accounts.passwords import Cost
from contrared.govern.users import Users
from contrared.model import InputError, NodeError, PolicyError
from contrared.store import Node
from contrared.store.tables import accounts, signing_keys

from .conftest import OTHER, PASSWORD, Clock

Acts = Callable[[], list[tuple[str, str, dict[str, Any]]]]


def test_the_first_account_is_that_of_somebody_who_lets_others_in(held: Accounts, desk: Desk, acts: Acts) -> None:
    Users(desk).add("ana", "Ana Rojas", "analyst")
    with pytest.raises(PolicyError, match="may let others in"):
        held.first("ana", PASSWORD)
    with pytest.raises(InputError, match="characters"):
        held.first("owner", "short")
    held.first("owner", PASSWORD)
    assert acts()[-1][:2] == ("owner", "password set")
    with pytest.raises(PolicyError, match="already"):
        held.first("owner", OTHER)
    Users(desk).add("second", "Second owner", "owner")
    with pytest.raises(PolicyError, match="already"):
        held.first("second", OTHER)
    assert held.login("owner", PASSWORD), "nothing was changed"


def test_an_invitation_is_used_once_and_ends(held: Accounts, desk: Desk, clock: Clock, acts: Acts) -> None:
    Users(desk).add("ana", "Ana Rojas", "analyst")
    first, second = (invite(desk, "ana", "first account", clock) for _ in range(2))
    with pytest.raises(PolicyError, match="ended"):
        held.accept(first.word, PASSWORD)
    with pytest.raises(InputError, match="guessed"):
        held.accept(second.word, "password12345")
    assert held.accept(f" {second.word.upper()} ", PASSWORD) == "ana"
    with pytest.raises(PolicyError, match="was used"):
        held.accept(second.word, OTHER)
    late = invite(desk, "ana", "password lost", clock)
    clock.go(hours=72)
    with pytest.raises(PolicyError, match="ended"):
        held.accept(late.word, OTHER)
    with pytest.raises(PolicyError, match="not known"):
        held.accept("cti_aaaa", OTHER)
    assert [(who, act) for who, act, _ in acts()[-2:]] == [
        ("ana", "invitation refused"),
        ("unknown", "invitation refused"),
    ]
    with pytest.raises(InputError, match="reason"):
        invite(desk, "ana", " ", clock)
    with pytest.raises(InputError, match="no user"):
        invite(desk, "ann", "x", clock)


def test_a_locked_user_accepts_nothing(held: Accounts, desk: Desk, clock: Clock) -> None:
    Users(desk).add("ana", "Ana Rojas", "analyst")
    word = invite(desk, "ana", "first account", clock).word
    Users(desk).lock("ana", "left")
    with pytest.raises(PolicyError, match="locked: left"):
        held.accept(word, PASSWORD)
    Users(desk).unlock("ana", "came back")
    assert held.accept(word, PASSWORD) == "ana", "a refusal does not use it up"


def test_a_changed_password_ends_sessions_and_keeps_key_and_factor(
    held: Accounts, ana: str, node: Node, clock: Clock
) -> None:
    secret = totp.new_secret()
    held.enrol(ana, PASSWORD, "", secret, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    clock.go(seconds=31)
    begun = held.login(ana, PASSWORD, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    key, signature = SessionSigning(node, begun.token, clock).sign(ana, b"m")
    clock.go(seconds=31)
    code = totp.code_at(secret, int(clock.at.timestamp()) // 30)
    with pytest.raises(InputError, match="old one"):
        held.change(ana, PASSWORD, code, PASSWORD)
    assert held.change(ana, PASSWORD, code, OTHER) == key
    with pytest.raises(PolicyError, match="the password was changed"):
        sessions.living(node, begun.token, clock)
    clock.go(seconds=31)
    code = totp.code_at(secret, int(clock.at.timestamp()) // 30)
    again = held.login(ana, OTHER, code)
    assert SessionSigning(node, again.token, clock).sign(ana, b"m") == (key, signature)
    clock.go(seconds=31)
    with pytest.raises(PolicyError, match="wrong"):
        held.login(ana, PASSWORD, totp.code_at(secret, int(clock.at.timestamp()) // 30))


def test_a_lost_password_costs_key_and_factor(held: Accounts, ana: str, node: Node, desk: Desk, clock: Clock) -> None:
    secret = totp.new_secret()
    begun = held.login(ana, PASSWORD)
    held.enrol(ana, PASSWORD, "", secret, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    old, signature = SessionSigning(node, begun.token, clock).sign(ana, b"m")
    clock.go(hours=1)
    held.accept(invite(desk, ana, "password lost", clock).word, OTHER)
    with pytest.raises(PolicyError, match="set anew"):
        sessions.living(node, begun.token, clock)
    signing = SessionSigning(node, held.login(ana, OTHER).token, clock)
    new, _ = signing.sign(ana, b"m")
    assert new != old
    clock.go(seconds=1)
    assert signing.verify(ana, old, b"m", signature), "what was signed stays signed"
    assert not signing.verify(ana, old, b"m", signature, at=clock()), "but not with the old key from now on"
    with node.ledger.reading() as connection:
        sealed = connection.execute(select(signing_keys.c.sealed).where(signing_keys.c.id == old)).scalar()
    assert sealed is None


def test_an_old_password_is_stretched_anew_at_login(held: Accounts, ana: str, node: Node, clock: Clock) -> None:
    secret = totp.new_secret()
    held.enrol(ana, PASSWORD, "", secret, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    dearer = Accounts(node, clock, Cost(memory=128, passes=2, lanes=1))
    keys = set()
    for who in (dearer, dearer, held):
        clock.go(seconds=60)
        begun = who.login(ana, PASSWORD, totp.code_at(secret, int(clock.at.timestamp()) // 30))
        keys.add(SessionSigning(node, begun.token, clock).sign(ana, b"m"))
        with node.ledger.reading() as connection:
            assert (
                connection.execute(select(accounts.c.password)).scalar_one().startswith("$argon2id$v=19$m=128,t=2,p=1$")
            )
    assert len(keys) == 1


def test_a_ledger_in_which_keys_were_exchanged_opens_nothing(
    held: Accounts, ana: str, node: Node, desk: Desk, clock: Clock
) -> None:
    """Whoever writes the ledger gives one user's password another's key, or their second factor: neither opens."""
    Users(desk).add("bea", "Bea Soto", "supervisor")
    held.accept(invite(desk, "bea", "first", clock).word, OTHER)
    with node.ledger.begin() as connection:
        kept = dict(connection.execute(select(accounts.c.user_id, accounts.c.password)).all())
        connection.execute(accounts.update().where(accounts.c.user_id == "bea").values(password=kept["ana"]))
    with pytest.raises(NodeError, match="ledger was changed"):
        held.login("bea", PASSWORD)
