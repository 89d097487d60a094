"""The partners of a node, and what it tells them of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contrared.govern import Desk
from contrared.govern.peers import OwnKeys, PeerPen
from contrared.model import InputError, PolicyError
from contrared.share.peers.address import Address
from contrared.share.peers.introduction import Introduction, follows, heard, read
from contrared.share.peers.peer import ACTIVE, EXPIRED, REVOKED, Own, Peer

#: Days an introduction may be believed unless said otherwise, and at most.
DAYS, MOST_DAYS = 365, 1100


@dataclass(frozen=True, slots=True)
class Self:
    """What a node's operator says of it: name, agency, country, address, and the normaliser it speaks."""

    name: str
    agency: str
    country: str
    address: str
    normaliser: str
    normaliser_hash: str


class Book:
    """Partners as they are pinned in the ledger; every look is a fresh one.

    Args:
        desk: Who looks, and for what.
        clock: Gives the time, UTC.
    """

    def __init__(self, desk: Desk, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._desk = desk
        self._pen = PeerPen(desk)
        self._clock = clock

    def get(self, peer_id: str) -> Peer | None:
        """The partner of that id, whatever its state; None where there is none."""
        row = self._pen.row(peer_id)
        return None if row is None else self._peer(row)

    def own(self) -> Own:
        """This node's own keys."""
        found = self._pen.own()
        return Own(found.id, found.signing, found.seal, found.former)

    def keys(self) -> OwnKeys:
        """All of this node's own keys, those of the wire too."""
        return self._pen.own()

    def everybody(self) -> list[Peer]:
        """All partners, revoked ones included; for the wire, which must know whom to let in."""
        return [self._peer(row) for row in self._pen.rows()]

    def all(self) -> list[Peer]:
        """All partners, for people.

        Raises:
            PolicyError: this person neither administers nor asks nor answers.
        """
        decisions = [self._desk.policy.may(self._desk.person, act, self._desk.purpose) for act in _KNOWING]
        if not any(decision.permitted for decision in decisions):
            raise PolicyError("you may not know the partners", where=self._desk.person.id, do=decisions[0].rule)
        return sorted(self.everybody(), key=lambda peer: (peer.country, peer.name, peer.id))

    def named(self, wanted: str) -> Peer:
        """The active partner of an id, name or country.

        Raises:
            InputError: none or several fit.
        """
        said = wanted.strip().casefold()
        fit = [
            peer
            for peer in self.everybody()
            if peer.active and said in (peer.id, peer.name.casefold(), peer.country) and said
        ]
        exact = [peer for peer in fit if peer.id == said] or fit
        if len(exact) != 1:
            what = "several partners are meant by that" if exact else "no active partner is known by that"
            raise InputError(what, where=wanted, do="see `contrared peer list`, and give the id")
        return exact[0]

    def invite(self, said: Self, *, days: int = DAYS) -> bytes:
        """Introduce this node; what is written goes to the partner, its fingerprint over the telephone.

        Raises:
            PolicyError: this person may not administer.
            InputError: what is said of the node cannot be, or the days are too many.
        """
        keys = self._pen.own()
        data = self._introduction(keys, said, days).signed(keys.root, keys.signing)
        self._pen.introduce(data, {"introduction": hashlib.sha256(data).hexdigest(), **asdict(said)})
        return data

    def renew(self, why: str, *, days: int = DAYS) -> bytes:
        """Change this node's keys and introduce the new ones, signed by the old.

        Raises:
            PolicyError: this person may not administer.
            InputError: the node was never introduced, or no reason is given.
        """
        old = self._pen.own().introduction
        if old is None:
            raise InputError("this node was never introduced", do="write `contrared peer invite` first")
        before = read(old)
        said = Self(
            before.name, before.agency, before.country, before.address, before.normaliser, before.normaliser_hash
        )
        made = []

        def introduced(keys: OwnKeys, signing: Ed25519PrivateKey) -> bytes:
            replaces = hashlib.sha256(old).hexdigest()
            data = self._introduction(keys, said, days, replaces).signed(keys.root, keys.signing, signing)
            made.append(data)
            return data

        self._pen.renew(introduced, why)
        return made[0]

    def accept(self, data: bytes, typed: str, *, address: str | None = None, private: bool = False) -> Peer:
        """Pin a partner's introduction, after its fingerprint was heard and typed.

        Args:
            data: The introduction.
            typed: Its fingerprint, as the partner read it aloud.
            address: Where the partner is reached; what the introduction says unless given.
            private: Whether that may be a private, loopback or link-local address.

        Raises:
            PolicyError: this person may not administer.
            InputError: it is malformed, expired, of this node itself, or the fingerprint is not its own; or a
                partner of that id is pinned and the new introduction does not follow the old one.
        """
        said = read(data)
        heard(typed, data)
        if said.id == self._pen.own().id:
            raise InputError("this is the introduction of this node itself", where=said.id, do="accept the partner's")
        if _time(said.expires) <= self._clock():
            raise InputError(f"this introduction ended on {said.expires[:10]}", where=said.id, do="ask for a new one")
        held = self._pen.row(said.id)
        if held is not None and held["revoked_at"] is None and held["introduction"] != data:
            follows(data, held["introduction"])
        where = said.address if address is None else address
        if where:
            parsed = Address.parse(where)
            parsed.check(private=private)
            where = str(parsed)
        told = {"peer": said.id, "introduction": hashlib.sha256(data).hexdigest(), "country": said.country}
        self._pen.pin(said.id, data, address=where, private_address=private, said=told)
        row = self._pen.row(said.id)
        assert row is not None
        return self._peer(row)

    def revoke(self, peer_id: str, why: str) -> None:
        """Cut a partner off at once.

        Raises:
            PolicyError: this person may not administer.
            InputError: no active partner of that id, or no reason.
        """
        self._pen.revoke(peer_id, why)

    def _introduction(self, keys: OwnKeys, said: Self, days: int, replaces: str = "") -> Introduction:
        if not 1 <= days <= MOST_DAYS:
            raise InputError(f"an introduction holds from 1 to {MOST_DAYS} days", where="--days", do="say fewer")
        made = self._clock().replace(microsecond=0)
        return Introduction(
            id=keys.id,
            name=said.name,
            agency=said.agency,
            country=said.country,
            address=str(Address.parse(said.address)) if said.address else "",
            root=keys.root.public_key().public_bytes_raw(),
            key=keys.signing.public_key().public_bytes_raw(),
            seal_key=keys.seal.public_key().public_bytes_raw(),
            certificate=keys.certificate,
            log=keys.log,
            normaliser=said.normaliser,
            normaliser_hash=said.normaliser_hash,
            made=made.isoformat(),
            expires=(made + timedelta(days=days)).isoformat(),
            replaces=replaces,
        )

    def _peer(self, row: dict[str, Any]) -> Peer:
        said = _pinned(row["introduction"])
        expired = _time(said.expires) <= self._clock()
        return Peer(
            id=said.id,
            name=said.name,
            country=said.country,
            address=row["address"],
            key=Ed25519PublicKey.from_public_bytes(said.key),
            seal_key=said.seal_key,
            state=REVOKED if row["revoked_at"] else EXPIRED if expired else ACTIVE,
            agency=said.agency,
            certificate=said.certificate,
            private_address=row["private_address"],
            log=said.log,
            normaliser=(said.normaliser, said.normaliser_hash),
        )


#: What was verified once need not be verified at each look: the bytes are the key.
_pinned = lru_cache(maxsize=256)(read)
_KNOWING = ("administer", "ask", "answer")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
