"""Service keys: their form, whom they are made for, when they open nothing, and guessers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern import Desk, enter
from contrared.govern.accounts.key_form import new_secret, well_formed
from contrared.govern.accounts.keyring import BELIEVED, MOST_FAILURES, Keyring, Refused
from contrared.govern.accounts.service_keys import ServiceKeys
from contrared.govern.policy import OwnerPolicy
from contrared.govern.users import Users
from contrared.model import InputError, PolicyError
from contrared.store import Node

from .conftest import Clock

Acts = Callable[[], list[tuple[str, str, dict[str, Any]]]]


class Ticks:
    """Seconds a test lets go by."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def held(desk: Desk, clock: Clock) -> ServiceKeys:
    return ServiceKeys(desk, clock)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def ring(node: Node, clock: Clock, ticks: Ticks) -> Keyring:
    return Keyring(node, clock, ticks)


def why(ring: Keyring, secret: str, scope: str = "screen", address: str = "127.0.0.1") -> str:
    try:
        ring.living(secret, scope, address)
    except Refused as exc:
        return exc.why
    return ""


@given(st.integers(0, 50), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_one_wrong_character_is_seen_without_asking_the_node(place: int, letter: str) -> None:
    secret = new_secret()
    assert well_formed(secret)
    changed = secret[:place] + letter + secret[place + 1 :]
    assert well_formed(changed) is (changed == secret)


@pytest.mark.parametrize(
    ("user", "scopes", "days", "purpose", "networks", "says"),
    [
        ("nobody", ["screen"], 90, "x", [], "no user"),
        ("ana", ["screen"], 90, "x", [], "role analyst"),
        ("owner", [], 90, "x", [], "needs a scope"),
        ("owner", ["screen", "everything"], 90, "x", [], "'everything' is no scope"),
        ("owner", ["screen"], 0, "x", [], "1 to 366 days"),
        ("owner", ["screen"], 367, "x", [], "1 to 366 days"),
        ("owner", ["screen"], 90, " ", [], "needs a purpose"),
        ("owner", ["screen"], 90, "x", ["10.0.0.1/8"], "host bits"),
        ("owner", ["screen"], 90, "x", ["intranet"], "no network"),
    ],
)
def test_no_key_is_made(
    held: ServiceKeys,
    desk: Desk,
    user: str,
    scopes: list[str],
    days: int,
    purpose: str,
    networks: list[str],
    says: str,
) -> None:
    Users(desk).add("ana", "Ana Rojas", "analyst")
    with pytest.raises(InputError, match=says):
        held.add(user, scopes, days, purpose, networks)
    assert held.all() == []


def test_a_key_opens_its_scope_from_its_networks(held: ServiceKeys, ring: Keyring, acts: Acts) -> None:
    key, secret = held.add("owner", ["screen", "match"], 90, "counter", ["10.0.0.0/8", "2001:db8::/32"])
    assert acts()[-1][1] == "service key made"
    assert secret not in str(acts())
    assert ring.living(secret, "match", "10.7.7.7") == key
    assert ring.living(secret, "", "::ffff:10.7.7.7") == key
    assert ring.living(secret, "screen", "2001:db8::1") == key
    assert why(ring, secret, "metrics", "10.7.7.7") == "this key is not for metrics"
    for address in ("11.0.0.1", "testclient", ""):
        assert why(ring, secret, "screen", address) == "this key may not be shown from here"


def test_a_key_expires(held: ServiceKeys, ring: Keyring, clock: Clock, ticks: Ticks) -> None:
    _, secret = held.add("owner", ["screen"], 1, "counter")
    clock.go(hours=23, minutes=59)
    assert why(ring, secret) == ""
    clock.go(minutes=1)
    ticks.at += BELIEVED
    assert "expired" in why(ring, secret)


def test_a_revoked_key_opens_nothing_within_five_seconds(
    held: ServiceKeys, ring: Keyring, ticks: Ticks, node: Node
) -> None:
    key, secret = held.add("owner", ["screen"], 90, "counter")
    assert why(ring, secret) == ""
    held.revoke(key.id, "the laptop of the counter was stolen")
    assert BELIEVED < 5
    ticks.at += BELIEVED
    assert "revoked" in why(ring, secret)
    assert "revoked" in why(Keyring(node), secret), "another process, at once"
    with pytest.raises(InputError, match="lives"):
        held.revoke(key.id, "again")
    with pytest.raises(InputError, match="reason"):
        held.revoke(key.id, "")


def test_a_key_of_a_locked_service_opens_nothing(held: ServiceKeys, ring: Keyring, desk: Desk, ticks: Ticks) -> None:
    Users(desk).add("second", "Second owner", "owner")
    _, secret = held.add("second", ["screen"], 90, "counter")
    assert why(ring, secret) == ""
    Users(desk).lock("second", "out of service")
    ticks.at += BELIEVED
    assert "not known, expired or was revoked" in why(ring, secret)


def test_guessers_are_held_up_and_do_not_fill_the_record(
    held: ServiceKeys, ring: Keyring, acts: Acts, ticks: Ticks
) -> None:
    _, known = held.add("owner", ["screen"], 90, "counter")
    _, fresh = held.add("owner", ["screen"], 90, "counter")
    assert why(ring, known) == ""
    before = len(acts())
    for number in range(100):
        assert why(ring, new_secret() if number % 2 else "ctr_nonsense")
    assert [act for _, act, _ in acts()[before:]] == ["service key refused"] * 2
    assert acts()[-1][2] == {"from": "127.0.0.1", "failures": MOST_FAILURES, "held up": True}
    assert "too many" in why(ring, fresh), "a good key waits too, where it is not known yet"
    assert why(ring, known) == "", "one that is known does not"
    assert why(ring, fresh, address="127.0.0.2") == "", "nor does another address"
    ticks.at += 60
    assert why(ring, fresh) == ""


def test_leaked_keys_are_found(held: ServiceKeys, acts: Acts) -> None:
    key, secret = held.add("owner", ["screen"], 90, "counter")
    text = f"export KEY={secret}\n{secret[:-1]}a\n{new_secret()}\nctr_{'a' * 47}\n{secret}"
    assert held.leaked(text) == [key]
    assert acts()[-1] == ("owner", "service keys looked for", {"found": [key.id]})


def test_a_command_nobody_watches_enters_with_a_key(held: ServiceKeys, node: Node) -> None:
    key, secret = held.add("owner", ["commands"], 90, "nightly load")
    _, other = held.add("owner", ["screen"], 90, "counter")
    _, elsewhere = held.add("owner", ["commands"], 90, "nightly load", ["10.0.0.0/8"])
    desk = enter(node, session=secret, policy=OwnerPolicy())
    assert (desk.person.id, desk.session) == ("owner", None)
    assert enter(node, session=key).person.id == "owner"
    with pytest.raises(PolicyError, match="not of 'ana'"):
        enter(node, "ana", session=secret)
    for wrong in (other, elsewhere):
        with pytest.raises(PolicyError, match="not for commands"):
            enter(node, session=wrong)
    with pytest.raises(PolicyError, match="not known"):
        enter(node, session=new_secret())
    held.revoke(key.id, "moved")
    with pytest.raises(PolicyError, match="revoked: moved"):
        enter(node, session=secret)


def test_only_administrators_make_keys(desk: Desk, node: Node) -> None:
    Users(desk).add("ana", "Ana Rojas", "analyst")
    from contrared.govern.cedar import CedarPolicy

    with pytest.raises(PolicyError, match="may not administer keys"):
        ServiceKeys(enter(node, "ana", "work", policy=CedarPolicy.profile("separate-fiu")))
