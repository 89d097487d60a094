"""A node of the scenario: its own folder, keys, people, holdings and port."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contrared.case.border.script import Script
from contrared.collect import LoadOptions, load
from contrared.govern import Desk, enter
from contrared.govern.approvals import Act, Seat, Terms, approve, offer
from contrared.govern.cedar import CedarPolicy
from contrared.govern.founding import found
from contrared.govern.users import Users
from contrared.match.screening import Screen, opened
from contrared.match.segments import refresh
from contrared.share.alerts import courier_of
from contrared.share.exchange import Exchange
from contrared.share.node import exchange_at
from contrared.share.peers import Book
from contrared.share.wire import ExchangeServer
from contrared.share.wire.courier import Courier
from contrared.share.wire.port import taking
from contrared.store import Node, config

#: Who works at each node: an officer acts, two supervisors release and approve, nobody does both.
OFFICER, FIRST, SECOND = "officer", "supervisor", "head"
_PEOPLE = {OFFICER: ("Officer on duty", "officer"), FIRST: ("Supervisor", "supervisor"), SECOND: ("Head", "supervisor")}
UNENCRYPTED = "a demonstration: nobody in it exists"


@dataclass(frozen=True, slots=True)
class Carried:
    """A message on the wire, as the node that took it in saw it: after TLS, before anything else."""

    sender: str
    recipient: str
    data: bytes
    reply: bytes
    took: float


@dataclass
class Post:
    """A node with its port open.

    Args:
        root: Folder of all nodes.
        country: Its country.
        script: The scenario.
        oversight: X25519 key of the oversight body, hexadecimal.
    """

    root: Path
    country: str
    script: Script
    oversight: str
    carried: list[Carried] = field(default_factory=list)
    lists: Screen = field(init=False)

    def __post_init__(self) -> None:
        self.name, self.agency = self.script.nodes[self.country]
        self.folder = self.root / self.country
        found(self.folder, self.name, unencrypted=UNENCRYPTED).close()
        self._settle()
        self.node = Node.open(self.folder)
        users = Users(self.desk("owner"))
        for user, (name, role) in _PEOPLE.items():
            users.add(user, name, role, agency=self.agency, country=self.country, force="police")
        self._sides: dict[str, tuple[Desk, Exchange, Book, Courier]] = {}
        _, exchange, book, _ = self.at(FIRST)
        take = taking(exchange)

        def receive(sender: str, data: bytes) -> bytes:
            reply = take(sender, data)
            self.carried.append(Carried(sender, self.id, data, reply, time.perf_counter()))
            return reply

        self.server = ExchangeServer(receive, book.everybody, book.keys().tls)

    @property
    def id(self) -> str:
        """Id of the node."""
        return self.node.settings.node.id

    def desk(self, user: str) -> Desk:
        """A desk for somebody, under the policy of an agency that has police and a chain of command."""
        # The nodes of a demonstration have no passwords, so their settings do not claim a policy for several people.
        policy = CedarPolicy.profile("interior-police").for_case(self.script.case)
        return enter(self.node, user, self.script.purpose, self.script.case, policy=policy)

    def at(self, user: str) -> tuple[Desk, Exchange, Book, Courier]:
        """Somebody's desk with the exchange, the partners, and a courier whose lines stay open."""
        if user not in self._sides:
            desk = self.desk(user)
            exchange, book = exchange_at(desk)
            self._sides[user] = (desk, exchange, book, courier_of(exchange, book))
        return self._sides[user]

    def deliver(self) -> None:
        """Deliver everything that waits."""
        _, exchange, _, courier = self.at(FIRST)
        while exchange.waiting():
            if failures := courier.turn():
                raise ConnectionError(f"{self.name}: {failures[0].why}")

    def hold(self) -> int:
        """Load what the node holds, and build what its own screening asks; people held."""
        desk = self.desk(FIRST)
        background = self.script.folder / "holdings" / f"{self.country}_2026-02-01.ftm.json.gz"
        done = load(desk, background, self._options("register", "TLP:AMBER", "evidence"))
        kinds: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for record in self.script.records:
            if record["node"] == self.country:
                kinds.setdefault((record["handling"], record["status"]), []).append(record)
        with tempfile.TemporaryDirectory() as folder:
            for number, ((handling, status), records) in enumerate(sorted(kinds.items()), 1):
                path = Path(folder) / f"{self.country}_{number}_2026-02-25.ftm.json.gz"
                path.write_bytes(gzip.compress("".join(self._lines(records)).encode(), mtime=0))
                load(desk, path, self._options(f"cases_{number}", handling, status))
        refresh(desk)
        self.lists = opened(desk)
        return int(done.version.entities) + len({record["id"] for group in kinds.values() for record in group})

    def approved_beforehand(self, partners: Iterable[Post]) -> None:
        """The supervisor offers, the head approves: hits on watchlists of these partners are opened at once."""
        terms = Terms(
            act=str(Act.OPEN),
            purposes=(self.script.purpose,),
            partners=tuple(partner.id for partner in partners),
            categories=("watched",),
            datasets=(),
            ceiling="TLP:AMBER",
            most_uses=50,
            most_per_day=50,
            until=Seat.of(self.desk(FIRST)).in_hours(24 * 14),
        )
        request = offer(
            Seat.of(self.desk(FIRST)), terms, "whoever watches for a person hears at once where they are met"
        )
        approve(Seat.of(self.desk(SECOND)), request.id)

    def close(self) -> None:
        """Close port, lines and node."""
        self.server.close()
        for _, _, _, courier in self._sides.values():
            courier.close()
        self.node.close()

    def _settle(self) -> None:
        path = self.folder / "node.toml"
        told = config.read(path)
        exchange = {
            "oversight": self.oversight,
            "ask_at_encounters": True,
            "encounter_purpose": self.script.purpose,
            "encounter_legal_basis": self.script.legal_basis,
        }
        changed = told.model_copy(
            update={
                "exchange": told.exchange.model_copy(update=exchange),
                "approvals": told.approvals.model_copy(update={"required": "always"}),
            }
        )
        path.write_text(config.render(changed), encoding="utf-8")

    def _options(self, dataset: str, handling: str, status: str) -> LoadOptions:
        return LoadOptions(
            dataset=f"{self.country}_{dataset}",
            reliability="B",
            credibility="2",
            handling=handling,
            evidential_status=status,
            obtained_from=self.agency,
        )

    def _lines(self, records: Iterable[Mapping[str, Any]]) -> Iterable[str]:
        for record in records:
            walker = self.script.walkers[record["about"]]
            properties = {
                "name": [record["spelt"]],
                "birthDate": [walker.born],
                "nationality": list(walker.countries),
                "notes": [record["notes"]],
                "topics": list(record.get("topics", ())),
            }
            if record["status"] == "evidence":
                properties["passportNumber"] = list(walker.documents)
            yield json.dumps({"id": record["id"], "schema": "Person", "properties": properties}) + "\n"
