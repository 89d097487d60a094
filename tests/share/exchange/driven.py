"""Exchanges driven on from wherever two nodes stand, as often as they are started: for kills and full disks.

As a program it waits for lines: each makes it fork a child that drives persons on until it is killed; the child writes
the id of each release to a file, flushed to disk, once the asker acknowledged it.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.govern import Desk
from contrared.share.exchange import Draft, Exchange, Onward, Reach, Statement
from contrared.share.keys import Subject

from . import nodes
from .nodes import START, Clock, Own, Post, carry, meet

PEOPLE = max(400, 4 * int(os.environ.get("CONTRARED_KILLS", "20")))

#: A day that is long enough for a thousand kills.
TERMS = replace(nodes.TERMS, questions_a_day=10**6, elements_a_day=10**9)


class Always:
    """Lets everything be released: what is looked at here is something else."""

    def demand(
        self, desk: Desk, content: Mapping[str, Any], *, subject: str, reach: Reach, legal_basis: str, emergency: str
    ) -> Callable[[Any], str]:
        return lambda _: ""


def person(number: int) -> Subject:
    """Somebody known by a document that nobody else has."""
    digits = int(hashlib.sha256(str(number).encode()).hexdigest(), 16) % 10**10
    return Subject((f"Person {number}",), (), (("co", f"{digits:010}"),))


def opened(root: Path) -> tuple[Post, Post]:
    """Two nodes whose keys are the same at every start."""
    clock = Clock()
    pair = []
    for country, at in (("br", 1), ("pa", 2)):
        post = Post(root / country, country, clock, terms=TERMS)
        seed = bytes([at]) * 32
        post.book.mine = Own(
            post.id, Ed25519PrivateKey.from_private_bytes(seed), X25519PrivateKey.from_private_bytes(seed)
        )
        post.approving = Always()
        pair.append(post)
    meet(*pair)
    for number in range(PEOPLE):
        pair[1].shelf.put(f"rec-{number}", person(number))
    return pair[0], pair[1]


def drive(br: Post, pa: Post, number: int) -> str:
    """One person from wherever things stand to a release that was acknowledged: its id."""
    asker, holder = br.at(), pa.at()
    while True:
        carry(pa, br)
        carry(br, pa)
        asked = next((row for row in asker.asks() if row["subject"]["names"] == list(person(number).names)), None)
        if asked is None:
            asker.ask(pa.id, person(number), purpose="search", legal_basis="treaty", case="case-1")
            continue
        if asked["state"] == "sent":
            continue
        (opening,) = asker.openings(asked["id"])
        if opening["state"] == "hit":
            asker.approve(asked["id"], opening["handle"])
        elif opening["state"] == "approved":
            asker.open(asked["id"], opening["handle"], "stopped")
        elif opening["state"] == "released" and not holder.waiting():
            return str(opening["release_id"])
        else:
            decide(holder, opening["id"])


def decide(holder: Exchange, thread: str) -> None:
    """What the holder's people do when they come back to a request."""
    row = next((row for row in holder.inbox() if row["id"] == thread), None)
    if row is not None and row["state"] == "pending":
        said = (Statement("name", row["identity"]["names"][0], "B2", "TLP:AMBER"),)
        holder.draft(thread, Draft("TLP:AMBER", "B2", "law", START.replace(year=2027), Onward.NOBODY, said))
    elif row is not None and row["state"] == "approved_1":
        holder.release(thread)


def child(root: Path) -> None:
    """Drive persons on until killed."""
    br, pa = opened(root)
    acknowledged = (root / "acknowledged").read_text().split()
    with (root / "acknowledged").open("a") as out:
        for number in range(len(acknowledged), PEOPLE):
            out.write(drive(br, pa, number) + "\n")
            out.flush()
            os.fsync(out.fileno())


def main(root: Path) -> None:
    """Fork a child for each line."""
    for _ in sys.stdin:
        made = os.fork()
        if made == 0:
            child(root)
            os._exit(0)
        print(made, flush=True)  # noqa: T201 (it is how the test hears of it)
        os.waitpid(made, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
