"""Nodes with open ports, introduced to each other, each with people and a standing approval if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.govern import Desk, enter
from contrared.govern.approvals import Act, Seat, Terms, approve, offer
from contrared.govern.users import Users
from contrared.match.encounter import Met, record
from contrared.match.question import Known
from contrared.share.alerts import WATCHED, Partnered, asked_at_encounter
from contrared.share.alerts.publishing import begin, publish
from contrared.share.exchange import PERSONS, Exchange
from contrared.share.node import exchange_at
from contrared.share.peers import Book, Self, fingerprint
from contrared.share.wire import ExchangeServer, Limits
from contrared.share.wire.port import taking
from contrared.store import Node, config

OVERSIGHT = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PURPOSE, BASIS = "border control", "Law 1, art. 4"


def known(name: str, born: str = "", document: str = "") -> list[dict[str, Any]]:
    documents = (document,) if document else ()
    return Known(names=(name,), schema="Person", born=born, documents=documents).queries()


@dataclass
class Post:
    """A node with its port open; three people: ana acts, ben and eva approve."""

    folder: Path
    country: str
    node: Node = field(init=False)
    server: ExchangeServer = field(init=False)

    def __post_init__(self) -> None:
        Node.init(self.folder, self.country, unencrypted="a test").close()
        told = config.read(self.folder / "node.toml")
        exchange = {
            "oversight": OVERSIGHT.public_key().public_bytes_raw().hex(),
            "ask_at_encounters": True,
            "encounter_purpose": PURPOSE,
            "encounter_legal_basis": BASIS,
        }
        told = told.model_copy(
            update={
                "exchange": told.exchange.model_copy(update=exchange),
                "approvals": told.approvals.model_copy(update={"required": "always"}),
            }
        )
        (self.folder / "node.toml").write_text(config.render(told), encoding="utf-8")
        self.node = Node.open(self.folder)
        users = Users(enter(self.node, purpose=PURPOSE))
        for user in ("ana", "ben", "eva"):
            users.add(user, user.title(), "owner", country=self.country)
        exchange_, book = self.at("ana")
        self.server = ExchangeServer(
            taking(exchange_), book.everybody, book.keys().tls, limits=Limits(beat=0.001, idle_seconds=30)
        )

    def desk(self, user: str = "ana") -> Desk:
        return enter(self.node, user, PURPOSE, "case-1")

    def at(self, user: str = "ana") -> tuple[Exchange, Book]:
        return exchange_at(self.desk(user))

    def watch(self, watchlist: str, *parties: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return self.desk().memory.watch(watchlist, [(q[0]["properties"]["name"][0], q) for q in parties])

    def lets_ask(self, other: Post, watchlist: str) -> None:
        """Let another node ask for a watchlist, and deliver what it asks under."""
        desk, (exchange, book) = self.desk(), self.at()
        peer = book.named(other.country)
        begin(desk, peer, watchlist, BASIS)
        publish(desk, exchange, peer)
        self.deliver()

    def deliver(self) -> None:
        from contrared.cli.sharing.desk import delivered

        exchange, book = self.at()
        assert delivered(exchange, book, 20) == []

    def approved_beforehand(self, other: Post, **changed: Any) -> None:
        """Ben asks that what was hit at another may be opened at once, eva approves."""
        terms = {
            "act": str(Act.OPEN),
            "purposes": (PURPOSE,),
            "partners": (other.node.settings.node.id,),
            "categories": (WATCHED, PERSONS),
            "datasets": (),
            "ceiling": "TLP:AMBER",
            "most_uses": 10,
            "most_per_day": 10,
            "until": (datetime.now(UTC) + timedelta(days=5)).isoformat(timespec="seconds"),
        }
        request = offer(Seat.of(self.desk("ben")), Terms(**{**terms, **changed}), "alerts along the route")
        approve(Seat.of(self.desk("eva")), request.id)

    def meets(self, queries: Sequence[Mapping[str, Any]], **more: Any) -> list[Partnered]:
        """Record an encounter, and ask partners at once."""
        desk = self.desk()
        met = Met(queries=queries, at="2026-03-01T08:02-05:00", place="Capurganá", country=self.country, **more)
        subject = record(desk, met)
        row = next(row for row in desk.memory.encounters() if row["id"] == subject.id)
        return asked_at_encounter(desk, *exchange_at(desk), row)

    def close(self) -> None:
        self.server.close()
        self.node.close()


def meet(*posts: Post) -> None:
    """Introduce all to each other, fingerprints heard."""
    data = {}
    for post in posts:
        said = Self(
            post.country, post.country, post.country, f"127.0.0.1:{post.server.port}", "contrared-keys-1", "ab" * 32
        )
        data[post.country] = post.at()[1].invite(said)
    for post in posts:
        for other in posts:
            if other is not post:
                told = data[other.country]
                post.at()[1].accept(told, fingerprint(told), private=True)
