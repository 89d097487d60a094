"""The pen for partners: who was introduced, by whom, and this node's own keys for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, insert, select, update

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.govern.log.keeping import signer_of
from contrared.govern.recall import reason
from contrared.model import InputError, PolicyError
from contrared.store import exchange_keys, keys
from contrared.store.ledger import now
from contrared.store.tables import peer_introductions, peers


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """What this node has for its partners.

    Attributes:
        id: Id of this node.
        root: Its own key, of which its id is made.
        signing: Signs its messages.
        seal: Opens what was sealed to it.
        former: Opens what was sealed to it before its keys were changed.
        certificate: Its TLS certificate, DER.
        tls: The TLS certificate and its key, PEM.
        log: Key of its log, as ``name+id+key``.
        introduction: The introduction last made of these keys, if one was.
    """

    id: str
    root: Ed25519PrivateKey = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)
    seal: X25519PrivateKey = field(repr=False)
    former: tuple[X25519PrivateKey, ...] = field(repr=False)
    certificate: bytes = field(repr=False)
    tls: bytes = field(repr=False)
    log: str
    introduction: bytes | None = field(repr=False)


class PeerPen:
    """Reads and strokes of one desk on partners; each stroke is a transaction with its line in the record."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.node.root / "keys"

    def own(self) -> OwnKeys:
        """This node's own keys; made the first time.

        Raises:
            NodeError: they cannot be read, or the disk is full.
        """
        return self._own(exchange_keys.current(self._folder))

    def introduce(self, made: bytes, said: Mapping[str, Any]) -> None:
        """Keep an introduction of this node.

        Raises:
            PolicyError: this person may not administer.
        """
        self._may_administer()
        with self._desk.node.ledger.begin() as connection:
            exchange_keys.keep_introduction(exchange_keys.current(self._folder), made)
            self._note(connection, "peer invite", said)

    def renew(self, introduced: Callable[[OwnKeys, Ed25519PrivateKey], bytes], why: str) -> None:
        """Change the keys: the new ones are introduced by the old ones, which are then destroyed.

        Args:
            introduced: Makes the introduction, given the new keys and the old signing key.
            why: Reason, kept on record.

        Raises:
            PolicyError: this person may not administer.
            InputError: no reason is given.
        """
        self._may_administer()
        why = reason(why, "changing keys")
        before = exchange_keys.current(self._folder)
        with self._desk.node.ledger.begin() as connection:
            self._note(connection, "peer renew", {"why": why})
            exchange_keys.renew(self._folder, lambda made: introduced(self._own(made), before.signing))

    def row(self, peer_id: str) -> dict[str, Any] | None:
        """One partner as pinned, or None."""
        with self._desk.node.ledger.reading() as connection:
            found = connection.execute(select(peers).where(peers.c.id == peer_id)).mappings().first()
        return None if found is None else dict(found)

    def rows(self) -> list[dict[str, Any]]:
        """All partners, by id, revoked ones included."""
        with self._desk.node.ledger.reading() as connection:
            return [dict(row) for row in connection.execute(select(peers).order_by(peers.c.id)).mappings()]

    def pin(
        self, peer_id: str, introduction: bytes, *, address: str, private_address: bool, said: Mapping[str, Any]
    ) -> None:
        """Pin an introduction, in place of an earlier one of the same node; that one stays on record.

        Raises:
            PolicyError: this person may not administer.
        """
        self._may_administer()
        values = {
            "introduction": introduction,
            "address": address,
            "private_address": private_address,
            "accepted_by": self._desk.person.id,
            "accepted_at": now(),
            "revoked_by": None,
            "revoked_at": None,
            "revoked_why": None,
        }
        kept = {"peer_id": peer_id, "introduction": introduction, "by": values["accepted_by"]}
        with self._desk.node.ledger.begin() as connection:
            done = connection.execute(update(peers).where(peers.c.id == peer_id).values(**values))
            if not done.rowcount:
                connection.execute(insert(peers).values(id=peer_id, **values))
            connection.execute(insert(peer_introductions).values(**kept, at=values["accepted_at"]))
            self._note(connection, "peer accept", {**said, "address": address, "private_address": private_address})

    def revoke(self, peer_id: str, why: str) -> None:
        """Cut a partner off: from this transaction on it is neither answered nor asked.

        Raises:
            PolicyError: this person may not administer.
            InputError: no such partner, revoked already, or no reason.
        """
        self._may_administer()
        why = reason(why, "revoking a partner")
        values = {"revoked_by": self._desk.person.id, "revoked_at": now(), "revoked_why": why}
        wanted = update(peers).where(peers.c.id == peer_id, peers.c.revoked_at.is_(None)).values(**values)
        with self._desk.node.ledger.begin() as connection:
            if not connection.execute(wanted).rowcount:
                raise InputError("no partner of that id is active", where=peer_id, do="see `contrared peer list`")
            self._note(connection, "peer revoke", {"peer": peer_id, "why": why})

    def _own(self, found: exchange_keys.ExchangeKeys) -> OwnKeys:
        node = self._desk.node
        return OwnKeys(
            id=node.settings.node.id,
            root=keys.node_key(self._folder),
            signing=found.signing,
            seal=found.seal,
            former=exchange_keys.former(self._folder),
            certificate=found.certificate,
            tls=exchange_keys.tls(found),
            log=str(signer_of(node).verifier),
            introduction=found.introduction,
        )

    def _may_administer(self) -> None:
        decision = self._desk.policy.may(self._desk.person, "administer", self._desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not decide who is a partner", where=self._desk.person.id, do=decision.rule)

    def _note(self, connection: Connection, action: str, what: Mapping[str, Any]) -> None:
        desk = self._desk
        record.note(connection, user=desk.person.id, purpose=desk.purpose, case=desk.case, action=action, what=what)
