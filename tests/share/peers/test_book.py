"""Partners are pinned after their fingerprint was heard, cut off at once, and all of it is on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from contrared.govern import enter, record
from contrared.govern.users import Users
from contrared.model import InputError, PolicyError
from contrared.share.peers import Book, fingerprint, read

from ..conftest import NOON, Member, Members


def introduced(member: Members) -> tuple[Member, Member, bytes]:
    ours, theirs = member("ours"), member("theirs")
    return ours, theirs, theirs.book.invite(theirs.said("pa", "theirs.example:8700"))


def test_two_nodes_know_each_other(member: Members) -> None:
    ours, theirs, data = introduced(member)
    peer = ours.book.accept(data, fingerprint(data))
    assert ours.book.get(theirs.id) == peer == ours.book.named("pa") == ours.book.named("THEIRS")
    assert (peer.id, peer.country, peer.address, peer.state) == (theirs.id, "pa", "theirs.example:8700", "active")
    own = theirs.book.own()
    peer.key.verify(own.key.sign(b"x"), b"x")
    assert peer.seal_key == own.seal_key.public_key().public_bytes_raw()
    assert peer.certificate == theirs.book.keys().certificate
    assert theirs.book.all() == [], "the partner pins us only when we are introduced to it"
    actions = [entry.action for entry in record.entries(ours.node.ledger)]
    assert "peer accept" in actions


def test_nobody_is_pinned_without_the_fingerprint(member: Members) -> None:
    ours, theirs, data = introduced(member)
    other = ours.book.invite(ours.said("co"))
    with pytest.raises(InputError, match="not the fingerprint"):
        ours.book.accept(data, fingerprint(other))
    assert ours.book.get(theirs.id) is None
    with pytest.raises(InputError, match="this node itself"):
        ours.book.accept(other, fingerprint(other))


def test_the_operator_sets_the_address(member: Members) -> None:
    ours, _, data = introduced(member)
    with pytest.raises(InputError, match="--allow-private"):
        ours.book.accept(data, fingerprint(data), address="10.0.0.8:8700")
    peer = ours.book.accept(data, fingerprint(data), address="10.0.0.8:8700", private=True)
    assert (peer.address, peer.private_address) == ("10.0.0.8:8700", True)


def test_a_revoked_partner_is_known_and_shut_out_at_once(member: Members) -> None:
    ours, theirs, data = introduced(member)
    ours.book.accept(data, fingerprint(data))
    other = Book(enter(ours.node, purpose="another process"), lambda: NOON)
    other.revoke(theirs.id, "their key was stolen")
    found = ours.book.get(theirs.id)
    assert found is not None
    assert (found.state, found.active) == ("revoked", False)
    with pytest.raises(InputError, match="no active partner"):
        ours.book.named("pa")
    with pytest.raises(InputError, match="no partner of that id is active"):
        ours.book.revoke(theirs.id, "again")
    assert ours.book.accept(data, fingerprint(data)).active, "introduced anew, with its fingerprint heard again"


@pytest.mark.parametrize(
    "act", [lambda book, peer: book.revoke(peer, " "), lambda book, _peer: book.renew("")], ids=["revoke", "renew"]
)
def test_what_cuts_off_needs_a_reason(member: Members, act: Callable[[Book, str], object]) -> None:
    ours, theirs, data = introduced(member)
    ours.book.accept(data, fingerprint(data))
    ours.book.invite(ours.said("co"))
    with pytest.raises(InputError, match="needs a reason"):
        act(ours.book, theirs.id)


def test_an_introduction_ends(member: Members) -> None:
    ours, theirs, data = introduced(member)
    ours.book.accept(data, fingerprint(data))
    later = Book(ours.desk, lambda: NOON + timedelta(days=366))
    found = later.get(theirs.id)
    assert found is not None
    assert found.state == "expired"
    with pytest.raises(InputError, match="ended on"):
        later.accept(data, fingerprint(data))


def test_keys_are_changed_in_the_hands_of_the_old_ones(member: Members) -> None:
    ours, theirs, data = introduced(member)
    ours.book.accept(data, fingerprint(data))
    before = theirs.book.own()
    renewed = theirs.book.renew("the disk was sent to repair")
    after = theirs.book.own()
    assert before.key.public_key() != after.key.public_key()
    assert [key.private_bytes_raw() for key in after.former] == [before.seal_key.private_bytes_raw()]
    assert read(renewed).id == theirs.id
    peer = ours.book.accept(renewed, fingerprint(renewed))
    peer.key.verify(after.key.sign(b"x"), b"x")
    with pytest.raises(InputError, match="does not replace"):
        ours.book.accept(data, fingerprint(data))
    folders = sorted(path.name for path in (theirs.node.root / "keys").glob("exchange-*"))
    assert folders == ["exchange-1", "exchange-2"]
    assert not (theirs.node.root / "keys" / "exchange-1" / "signing.key").exists()


def test_whoever_does_not_administer_decides_on_no_partner(member: Members) -> None:
    ours, _, data = introduced(member)
    Users(ours.desk).add("ana", "Ana Rojas", "analyst", force="police")
    ours.node.settings = ours.node.settings.model_copy(
        update={"policy": ours.node.settings.policy.model_copy(update={"profile": "interior-police"})}
    )
    ana = Book(enter(ours.node, "ana", "case work"), lambda: NOON)
    with pytest.raises(PolicyError):
        ana.accept(data, fingerprint(data))
    with pytest.raises(PolicyError):
        ana.invite(ours.said("co"))
    assert ana.all() == []


@pytest.mark.parametrize("days", [0, -1, 1101])
def test_an_introduction_does_not_hold_for_ever(member: Members, days: int) -> None:
    ours = member("ours")
    with pytest.raises(InputError, match="days"):
        ours.book.invite(ours.said("co"), days=days)
