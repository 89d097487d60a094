"""Nodes that exchange with each other within a test: real nodes, real keys, a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import insert

from contrared.govern import Desk, enter
from contrared.govern.exchange import Book as Rows
from contrared.govern.exchange import Pen
from contrared.govern.log.keeping import signer_of
from contrared.model import PolicyError
from contrared.share.envelope import Fields, Kind, peek
from contrared.share.exchange import Approving, Exchange, Held, Reach, Record, Terms, Told
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import Why, post, waiting
from contrared.share.exchange.side import Side
from contrared.share.keys import Subject
from contrared.store import Node
from contrared.store.ledger import now
from contrared.store.tables import users

START = datetime(2026, 11, 26, 12, tzinfo=UTC)
OVERSIGHT = X25519PrivateKey.from_private_bytes(bytes(range(32)))
TERMS = Terms(oversight=OVERSIGHT.public_key().public_bytes_raw())

NADIA = Subject(names=("Nadia Farouk",), born=("1980-02-11",), documents=(("co", "AX 123456"),))
TOMAS = Subject(names=("Tomas Quiroga Vidal",), born=("1975-07-30",))
STRANGER = Subject(names=("Ines Aldao",), born=("1991-05-05",))


@dataclass
class Clock:
    """Time, moved by the test."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def later(self, **how: float) -> None:
        self.at += timedelta(**how)


@dataclass(frozen=True)
class Known:
    """A partner."""

    id: str
    name: str
    country: str
    key: Ed25519PublicKey
    seal_key: bytes
    log: str
    active: bool = True


@dataclass(frozen=True)
class Own:
    id: str
    key: Ed25519PrivateKey
    seal_key: X25519PrivateKey
    former: tuple[X25519PrivateKey, ...] = ()


def new_keys(node_id: str) -> Own:
    """Keys of a node, drawn for a test."""
    return Own(node_id, Ed25519PrivateKey.generate(), X25519PrivateKey.generate())


@dataclass
class Book:
    """Who the partners are."""

    mine: Own
    known: dict[str, Known] = field(default_factory=dict)

    def get(self, peer_id: str) -> Partner | None:
        return self.known.get(peer_id)

    def own(self) -> Own:
        return self.mine


@dataclass
class TwoPersons:
    """Approval by another of exactly what leaves, kept in memory."""

    asked: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    used: list[str] = field(default_factory=list)

    def demand(
        self, desk: Desk, content: Mapping[str, Any], *, subject: str, reach: Reach, legal_basis: str, emergency: str
    ) -> Callable[[Any], str]:
        key = str(sorted(content.items()))
        if key not in self.approved:
            self.asked[key] = (desk.person.id, content)
            raise PolicyError("release waits for somebody else")

        def use(connection: Any) -> str:
            if key in self.used:
                raise PolicyError("was used already")
            self.used.append(key)
            return f"apr-{len(self.used)}"

        return use

    def approve(self, by: str) -> None:
        """Approve everything that waits, as somebody."""
        for key, (asker, _) in self.asked.items():
            if asker == by:
                raise PolicyError("the requester does not approve")
            self.approved.add(key)
        self.asked.clear()


@dataclass
class Shelf:
    """Records that a test gives a node."""

    held: dict[str, Held] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def put(self, record: str, subject: Subject, *told: Told) -> None:
        party = {"schema": "Person", "properties": {"name": list(subject.names), "birthDate": list(subject.born)}}
        said = told or (Told("name", subject.names[0], "B2", "TLP:AMBER", "wanted"),)
        self.held[record] = Held(record, subject, party, said)

    def published(self, partner: Partner) -> Iterator[Record]:
        yield from (Record(key, held.subject) for key, held in self.held.items() if key not in self.closed)

    def record(self, partner: Partner, record_id: str) -> Held | None:
        return None if record_id in self.closed else self.held.get(record_id)


class Post:
    """A node with its people.

    Args:
        root: Where it lies; made there if there is none.
        country: Its country, and its name.
        clock: The time.
        own: Its keys; new ones unless given.
        terms: On which it exchanges.
    """

    def __init__(self, root: Path, country: str, clock: Clock, own: Own | None = None, terms: Terms = TERMS) -> None:
        there = root.exists()
        self.node = Node.open(root) if there else Node.init(root, country, unencrypted="a test")
        self.clock = clock
        self.terms = terms
        self.country = country
        self.book = Book(own or new_keys(self.node.settings.node.id))
        self.approving: Approving = TwoPersons()
        self.shelf = Shelf()
        if not there:
            with self.node.ledger.begin() as connection:
                for user in ("ana", "ben"):
                    connection.execute(
                        insert(users).values(
                            id=user, name=user, role="owner", agency="", country=country, created_at=now()
                        )
                    )

    @property
    def id(self) -> str:
        return self.book.mine.id

    def known(self) -> Known:
        own, log = self.book.mine, str(signer_of(self.node).verifier)
        return Known(
            own.id, self.country, self.country, own.key.public_key(), own.seal_key.public_key().public_bytes_raw(), log
        )

    def at(self, user: str = "ana") -> Exchange:
        """The exchange as one of its people sees it."""
        desk = enter(self.node, user, "search for persons", "case-1")
        return Exchange(
            desk,
            peers=self.book,
            clock=self.clock,
            approving=self.approving,
            terms=self.terms,
            holdings=self.shelf,
        )


def meet(*posts: Post) -> None:
    """Introduce nodes to each other."""
    for one in posts:
        for other in posts:
            if one is not other:
                one.book.known[other.id] = other.known()


def carry(one: Post, other: Post) -> list[tuple[Kind, str]]:
    """Deliver what waits, from one to the other: the kinds, and the faults that came back."""
    done = []
    sender, taker = one.at(), other.at()
    for message in sender.waiting():
        if message.peer != other.id:
            continue
        reply = taker.receive(message.data)
        done.append((peek(message.data).header.type, fault_of(reply)))
        if reply:
            sender.delivered(message.id, reply)
    return done


def fault_of(reply: bytes) -> str:
    """The fault that an answer states; empty where it states none, ``-`` where there is no answer."""
    if not reply:
        return "-"
    opened = peek(reply)
    return Fields(opened.body, "it").text("code") if opened.header.type is Kind.ERROR else ""


def side(post: Post) -> Side:
    """What lies under the exchange of a node, for messages that no honest node would send."""
    desk = enter(post.node, "ana", "search for persons", "case-1")
    return Side(desk, post.book, post.clock, post.terms, Pen(post.node, "ana", desk.purpose, "case-1"))


def send(
    one: Post,
    other: Post,
    kind: Kind,
    body: Callable[[bytes], bytes],
    *,
    manifest: str = "",
    case: str = "",
    heeded: bool = True,
) -> str:
    """Send a message of one's own making: the fault that comes back, which the sender heeds or forgets."""
    at = side(one)
    with at.pen.stroke(other.id) as stroke:
        why = Why("search for persons", "treaty, art. 5", case)
        message = post(at, stroke, at.partner(other.id), kind, body, why=why, what={}, manifest=manifest)
    waits = next(out for out in waiting(at) if out.id == message)
    reply = other.at().receive(waits.data)
    if heeded:
        one.at().delivered(message, reply)
    else:
        with at.pen.stroke(other.id) as stroke:
            stroke.change(Rows.MESSAGES, {"peer": other.id, "direction": "out", "id": message}, state="done")
    return fault_of(reply)
