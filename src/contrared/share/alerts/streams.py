"""Blind streams, experimental: a question goes out on every beat, whether somebody was met or not.

An ordinary question tells the partner that somebody was met, and when. On a stream one goes out to the partner every
so many seconds, all of one size, for one purpose and with a commitment to a case; most are about nobody. An encounter
waits for the next beat that is free. So the partner, and whoever sees the line, learn the beat and nothing of the
encounters, until a hit is opened. The price is time (half a beat in the mean, more where many are met at once) and the
elements of a question a beat at the partner's budget.

Beats are counted from the epoch of Unix time, moved for each stream by a hash of its id, and none is made up for: what
a node was off for shows nothing but that it was off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contrared.govern import Desk
from contrared.govern.streams import Streams
from contrared.share.alerts.beforehand import opened_beforehand
from contrared.share.alerts.subscribed import whom
from contrared.share.exchange import Asker, Exchange
from contrared.share.exchange.asking import InStream
from contrared.share.exchange.post import Why
from contrared.share.keys import Subject, asked_keys
from contrared.share.peers import Book

#: About nobody: a canary and dummies.
NOBODY = Subject()


@dataclass(frozen=True, slots=True)
class Beaten:
    """A question that went out on a beat.

    Attributes:
        stream: Id of the stream.
        partner: Id of the partner.
        ask: Id of the question.
        encounter: Id of the encounter it is about; empty where it is about nobody.
    """

    stream: str
    partner: str
    ask: str
    encounter: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What the question about an encounter came to.

    Attributes:
        encounter: Id of the encounter.
        partner: Id of the partner.
        ask: Id of the question.
        state: ``hit``, ``no_hit`` or ``not_comparable``.
        opened: Threads that were opened under a standing approval.
        left: Hits that a person must decide on.
    """

    encounter: str
    partner: str
    ask: str
    state: str
    opened: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def beat_of(stream: Mapping[str, Any], at: datetime) -> int:
    """Number of the beat that a time is in.

    >>> from datetime import UTC
    >>> one = {"id": "str-1", "every": 60}
    >>> beat_of(one, datetime(2026, 1, 1, 0, 1, tzinfo=UTC)) - beat_of(one, datetime(2026, 1, 1, tzinfo=UTC))
    1
    """
    every = int(stream["every"])
    moved = int.from_bytes(hashlib.sha256(str(stream["id"]).encode()).digest()[:8]) % every
    return (int(at.timestamp()) - moved) // every


def beat(desk: Desk, exchange: Exchange, book: Book, at: datetime) -> list[Beaten]:
    """Let the questions go out whose beat has come: about who waits longest, or about nobody.

    Args:
        desk: Of the service, or whoever runs it.
        exchange: Its exchange.
        book: Its partners.
        at: Now.

    Raises:
        InputError: no oversight body is named.
        PolicyError: policy does not permit the desk to ask.
        NodeError: the ledger cannot be written.
    """
    pen, gone = Streams(desk), []
    for stream in pen.held():
        number = beat_of(stream, at)
        if number <= stream["beat"] or not _askable(exchange, book, stream) or not pen.claim(stream["id"], number):
            continue
        first = next(iter(_waiting(pen, desk, stream["id"])), None)
        ask = exchange.ask_in_stream(
            stream["peer_id"],
            NOBODY if first is None else whom(first["queries"]),
            InStream(stream["id"], stream["blocks"]),
            why=Why(stream["purpose"], stream["legal_basis"]),
            case="" if first is None else first["case_id"],
            category=stream["category"],
        )
        if first is not None:
            pen.asked(first["id"], ask)
        gone.append(Beaten(stream["id"], stream["peer_id"], ask, "" if first is None else first["encounter_id"]))
    return gone


def taken_up(desk: Desk, exchange: Exchange) -> list[Answered]:
    """Take up answers about encounters: open at once what was approved beforehand, leave the rest to a person.

    Raises:
        PolicyError: policy does not permit the desk to open anything.
    """
    pen, found = Streams(desk), []
    for row in pen.open():
        asked = exchange.asked(row["ask_id"])
        if asked["state"] == Asker.SENT and not asked["trouble"]:
            continue
        opened: list[str] = []
        if asked["state"] == Asker.HIT:
            opened = opened_beforehand(desk, exchange, asked["id"], handling=row["handling"], reason=row["reason"])
        left = [hit["id"] for hit in exchange.openings(asked["id"]) if hit["state"] == Asker.HIT]
        pen.taken_up(row["id"])
        found.append(
            Answered(row["encounter_id"], asked["peer"], asked["id"], asked["state"], tuple(opened), tuple(left))
        )
    return found


def streamed(desk: Desk, encounter: Mapping[str, Any], reason: str) -> set[tuple[str, str]]:
    """Let an encounter wait in every stream, where a key can be derived from it.

    Args:
        desk: Of whoever recorded it.
        encounter: Row of the encounter.
        reason: Why a partner should answer, where it hits.

    Returns:
        Partners and categories that are asked by a stream, and so not at once.
    """
    pen = Streams(desk)
    held = pen.held()
    if held and asked_keys(whom(encounter["queries"])).keys:
        for stream in held:
            pen.wait(stream["id"], encounter, reason)
    return {(stream["peer_id"], stream["category"]) for stream in held}


def _askable(exchange: Exchange, book: Book, stream: Mapping[str, Any]) -> bool:
    peer = book.get(stream["peer_id"])
    return peer is not None and peer.active and exchange.askable(peer.id, stream["category"])


def _waiting(pen: Streams, desk: Desk, stream_id: str) -> list[dict[str, Any]]:
    """Who waits, without those that were protected since."""
    protected = desk.protected()
    return [row for row in pen.waiting(stream_id) if row["encounter_id"] not in protected]
