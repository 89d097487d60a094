"""The course of the scenario: every step is what an officer or supervisor of one of the nodes does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.case.border.nobody import Searched, searched
from contrared.case.border.post import FIRST, OFFICER, SECOND, Carried, Post
from contrared.case.border.script import Script, Walker
from contrared.govern.approvals import Seat, Waiting, approve
from contrared.govern.verify import verify
from contrared.match.encounter import record
from contrared.match.watching import look
from contrared.share.alerts import NodeHoldings, asked_at_encounter
from contrared.share.alerts.publishing import begin, publish
from contrared.share.envelope import Kind, peek
from contrared.share.exchange import Draft, Found, Onward, Refusal, Statement
from contrared.share.keys import NORMALISER, normaliser_hash
from contrared.share.peers import Self, fingerprint

HOME = "co"
RELEASED_AS = "TLP:AMBER // H1"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a node, as its people saw it; seconds where how fast matters."""

    node: str
    what: str
    seconds: float | None = None


@dataclass
class Fate:
    """Where a traveller was last met, and what came of it."""

    walker: Walker
    last: str
    state: str = "open"


@dataclass
class Run:
    """What happened.

    Attributes:
        script: The scenario.
        posts: The nodes, by country; closed.
        events: In their order.
        fates: Of the six.
        searched: What looking for the two who walk beside them found.
        held: People each node held at the start.
        messages: Messages carried between nodes.
        alerts: Seconds from recording an encounter until the partner's duty desk had it, each.
        problems: What `contrared check` finds wrong with any of the nodes.
        seconds: Of the whole run.
    """

    script: Script
    posts: dict[str, Post] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    fates: dict[int, Fate] = field(default_factory=dict)
    searched: Searched | None = None
    held: dict[str, int] = field(default_factory=dict)
    messages: int = 0
    alerts: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def tell(self, post: Post, what: str, seconds: float | None = None) -> None:
        """Write down what happened."""
        self.events.append(Event(post.country, what, seconds))


def run(script: Script, root: Path, progress: Callable[[str], None] = lambda _: None) -> Run:
    """Play the scenario from end to end.

    Args:
        script: The scenario.
        root: New folder for the nodes; they stay there to be looked at.
        progress: Told what is being done.

    Raises:
        NodeError: a node cannot be made or written.
    """
    done, started = Run(script), time.perf_counter()
    oversight = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    try:
        for country in script.nodes:
            progress(f"founding {country.upper()}")
            done.posts[country] = Post(root, country, script, oversight)
        progress("introducing the nodes to each other")
        _introduce(done)
        for country, post in done.posts.items():
            progress(f"loading what {country.upper()} holds")
            done.held[country] = post.hold()
        progress("publishing what may be asked for")
        _prepare(done)
        progress("the checkpoint")
        _checkpoint(done)
        progress("deciding")
        _decide(done)
        progress("watching along the way")
        _watch(done)
        progress("further north")
        for row in script.found:
            _found(done, done.posts[row["node"]], script.walkers[row["number"]], row)
        progress("looking for the two who walked beside them")
        carried = [each for post in done.posts.values() for each in post.carried]
        done.messages = len(carried)
        done.problems = [f"{c}: {w}: {p}" for c, post in done.posts.items() for w, p in verify(post.node).problems]
        done.searched = searched(script, done.posts, carried, HOME)
    finally:
        for post in done.posts.values():
            post.close()
    done.seconds = time.perf_counter() - started
    return done


def _introduce(done: Run) -> None:
    made = {}
    for country, post in done.posts.items():
        where = f"127.0.0.1:{post.server.port}"
        said = Self(post.name, post.agency, country, where, NORMALISER, normaliser_hash().hex())
        made[country] = post.at("owner")[2].invite(said)
    for country, post in done.posts.items():
        for other, data in made.items():
            if other != country:
                # What one operator reads aloud and the other types.
                post.at("owner")[2].accept(data, fingerprint(data), private=True)


def _prepare(done: Run) -> None:
    home = done.posts[HOME]
    partners = [post for post in done.posts.values() if post is not home]
    for post in partners:
        desk, exchange, book, _ = post.at(FIRST)
        peer = book.named(HOME)
        begin(desk, peer, "", done.script.legal_basis)
        for row in done.script.watches:
            if row["node"] == post.country:
                _put_under_watch(post, row["list"], [done.script.walkers[number] for number in row["about"]])
                begin(desk, peer, row["list"], done.script.legal_basis)
                done.tell(post, f"subscribes at {home.name} for its watchlist {row['list']!r}")
        publish(desk, exchange, peer)
        post.deliver()
        post.approved_beforehand([home])
    home.approved_beforehand(partners)


def _put_under_watch(post: Post, name: str, walkers: list[Walker]) -> None:
    parties = [(walker.label, walker.queries()) for walker in walkers if walker.names]
    post.desk(OFFICER).memory.watch(name, parties)


def _checkpoint(done: Run) -> None:
    home, script = done.posts[HOME], done.script
    for walker in sorted(script.walkers.values(), key=lambda each: each.at):
        _meet(done, home, walker, walker.at, home.name)
        if not walker.bystander:
            done.fates[walker.number] = Fate(walker, f"{home.name}, {walker.at[:10]}")


def _meet(done: Run, post: Post, walker: Walker, at: str, place: str) -> None:
    """Record an encounter, screen it at home, and ask the partners, blind."""
    desk, exchange, book, courier = post.at(OFFICER)
    before = {each.country: len(each.carried) for each in done.posts.values()}
    started = time.perf_counter()
    subject = record(desk, walker.met(at, place, post.country))
    row = next(row for row in desk.memory.encounters() if row["id"] == subject.id)
    asked = asked_at_encounter(desk, exchange, book, row, courier)
    alerts = look(desk, [subject], post.lists) if subject.queries else []
    took = time.perf_counter() - started
    names = {other.id: other.name for other in done.posts.values()}
    said = [f"alert at home: {alert['entity_id']}" for alert in alerts]
    said += [f"hit at {names[each.partner]} ({each.category})" for each in asked if each.state == "hit"]
    if not subject.queries:
        said = ["recorded; nothing a partner could be asked for"]
    done.tell(post, f"meets {walker.label}: {'; '.join(said) or 'nothing anywhere'}", took)
    for other in done.posts.values():
        for carried in other.carried[before[other.country] :]:
            if peek(carried.data).header.type is Kind.OPEN and carried.reply:
                done.alerts.append(carried.took - started)
                done.tell(other, f"the duty desk rings: {walker.label} at {place}", carried.took - started)


def _decide(done: Run) -> None:
    """The officer at home opens what was hit at two partners; one releases, one refuses."""
    home = done.posts[HOME]
    _, exchange, _, _ = home.at(OFFICER)
    countries = {post.id: post for post in done.posts.values()}
    for hit in exchange.openings():
        if hit["state"] != "hit":
            continue
        partner = countries[hit["peer"]]
        exchange.approve(hit["ask_id"], hit["handle"])
        exchange.open(hit["ask_id"], hit["handle"], "met at a checkpoint with five others; please say what you know")
        home.deliver()
        who = _about(exchange.asks(), hit["ask_id"])
        done.tell(home, f"an officer decides to open the hit at {partner.name}: {who}")
        if partner.country == "br":
            release = _release(done, partner, hit["id"], tear=True)
            exchange.outcome(release, Found.FOUND)
            home.deliver()
            done.tell(home, f"tells {partner.name} what came of its release: found")
        else:
            partner.at(FIRST)[1].refuse(hit["id"], Refusal.OPERATIONAL)
            partner.deliver()
            done.tell(partner, f"a supervisor refuses the request on {who}; the partner learns the code 'operational'")


def _release(done: Run, post: Post, request: str, *, tear: bool = False) -> str:
    """The supervisor drafts, another approves exactly that, and it leaves."""
    desk, exchange, book, _ = post.at(FIRST)
    row = next(row for row in exchange.inbox() if row["id"] == request)
    partner = book.get(row["peer"])
    assert partner is not None
    held = NodeHoldings(desk).record(partner, row["record"])
    assert held is not None
    statements = [Statement(told.prop, told.value, told.grade, told.handling, told.ids) for told in held.statements]
    kept = {n for n, said in enumerate(statements) if tear and "STRICT" in said.handling}
    until = datetime.now(UTC) + timedelta(days=90)
    wanted = Draft(RELEASED_AS, "B2", done.script.legal_basis, until, Onward.NOBODY, tuple(statements), frozenset(kept))
    exchange.draft(request, wanted)
    try:
        exchange.release(request)
    except Waiting as waiting:
        approve(Seat.of(post.desk(SECOND)), waiting.request_id)
    release = exchange.release(request)
    post.deliver()
    who = row["identity"]["names"][0]
    torn = f", {len(kept)} statements torn off" if kept else ""
    done.tell(post, f"releases on {who} to {partner.name} under {RELEASED_AS}{torn}; two supervisors")
    return release


def _watch(done: Run) -> None:
    """Home puts the travellers under watch and subscribes along the way."""
    home, script = done.posts[HOME], done.script
    _put_under_watch(home, "darien", script.travellers)
    desk, exchange, book, _ = home.at(FIRST)
    for post in done.posts.values():
        if any(row["node"] == post.country for row in script.found):
            peer = book.named(post.country)
            begin(desk, peer, "darien", script.legal_basis)
            publish(desk, exchange, peer)
            done.tell(home, f"subscribes at {post.name} for its watchlist 'darien'")
    home.deliver()


def _found(done: Run, post: Post, walker: Walker, row: Mapping[str, Any]) -> None:
    """A traveller is met further north; home hears, releases what it knows, and is told what came of it."""
    home = done.posts[HOME]
    known = {request["id"] for request in home.at(FIRST)[1].inbox()}
    _meet(done, post, walker, row["at"], row["place"])
    for request in home.at(FIRST)[1].inbox():
        if request["id"] in known or request["peer"] != post.id:
            continue
        release = _release(done, home, request["id"])
        post.at(OFFICER)[1].outcome(release, Found.FOUND)
        post.deliver()
        told = next(given for given in home.at(FIRST)[1].given() if given["id"] == release)
        done.fates[walker.number] = Fate(walker, f"{row['place']}, {row['at'][:10]}", told["outcome"] or "open")
        done.tell(post, f"tells {home.name} what came of it: {walker.label} found at {row['place']}")


def _about(asks: list[dict[str, Any]], ask_id: str) -> str:
    subject = next(row["subject"] for row in asks if row["id"] == ask_id)
    return str(subject["names"][0])


__all__ = ["Carried", "Event", "Fate", "Run", "run"]
