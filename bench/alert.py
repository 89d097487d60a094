"""From recording an encounter until the duty desk of the partner that watches for the person has it: two nodes.

Both nodes, their ports and all their cryptography share the two cores; lines are on loopback and stay open.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import contrared
from contrared.case.border.post import FIRST, OFFICER, Post
from contrared.case.border.script import Script, read_script
from contrared.match.encounter import record
from contrared.share.alerts import asked_at_encounter
from contrared.share.alerts.publishing import begin, publish
from contrared.share.envelope import Kind, peek
from contrared.share.keys import NORMALISER, normaliser_hash
from contrared.share.peers import Self, fingerprint
from figure import Figure, of

SCRIPT = Path(contrared.__file__).parent / "demo" / "border"
#: Encounters of each run: with somebody who is watched for.
MEETINGS = 10
WATCHED = 4


def prepared(script: Script, folder: Path) -> tuple[Post, Post]:
    """The node that meets people, and the one that watches; introduced, subscribed, approved beforehand."""
    oversight = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    home, partner = (Post(folder, country, script, oversight) for country in ("co", "gt"))
    for one, other in ((home, partner), (partner, home)):
        said = Self(
            other.name,
            other.agency,
            other.country,
            f"127.0.0.1:{other.server.port}",
            NORMALISER,
            normaliser_hash().hex(),
        )
        data = other.at("owner")[2].invite(said)
        one.at("owner")[2].accept(data, fingerprint(data), private=True)
    watched = script.walkers[WATCHED]
    partner.desk(OFFICER).memory.watch("ruta", [(watched.label, watched.queries())])
    desk, exchange, book, _ = partner.at(FIRST)
    begin(desk, book.named("co"), "ruta", script.legal_basis)
    publish(desk, exchange, book.named("co"))
    partner.deliver()
    home.approved_beforehand([partner])
    return home, partner


def rung(script: Script, home: Post, partner: Post) -> float:
    """Seconds until the partner's duty desk has an encounter."""
    desk, exchange, book, courier = home.at(OFFICER)
    walker, before, started = script.walkers[WATCHED], len(partner.carried), time.perf_counter()
    subject = record(desk, walker.met(walker.at, home.name, home.country))
    row = next(row for row in desk.memory.encounters() if row["id"] == subject.id)
    asked_at_encounter(desk, exchange, book, row, courier)
    opened = [each for each in partner.carried[before:] if peek(each.data).header.type is Kind.OPEN and each.reply]
    return opened[0].took - started


def measure(runs: int) -> list[Figure]:
    script = read_script(SCRIPT)
    with tempfile.TemporaryDirectory() as folder:
        home, partner = prepared(script, Path(folder))
        try:
            rung(script, home, partner)
            taken = [rung(script, home, partner) for _ in range(min(runs * MEETINGS, 45))]
        finally:
            home.close()
            partner.close()
    slowest = sorted(taken)[int(len(taken) * 0.95)]
    return [
        of("alert", "encounter recorded, partner's duty desk rings", taken, "s", "< 1"),
        of("alert", "the same, 95 of 100", [slowest], "s", "< 1"),
    ]


if __name__ == "__main__":
    for figure in measure(1):
        print(figure)
