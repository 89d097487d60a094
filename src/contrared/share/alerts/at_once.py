"""Asking partners the moment somebody was met: ordinary blind questions, to all of them, before anybody goes home."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk
from contrared.model import InputError
from contrared.share import keys
from contrared.share.alerts.beforehand import opened_beforehand
from contrared.share.alerts.streams import streamed
from contrared.share.alerts.subscribed import WATCHED, whom
from contrared.share.exchange import PERSONS, Asker, Exchange
from contrared.share.peers import Book
from contrared.share.wire.courier import Courier

#: Seconds that whoever records an encounter waits for partners; what is not answered by then goes on without them.
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Partnered:
    """What one question to a partner came to.

    Attributes:
        partner: Id of the partner.
        category: ``persons`` or ``watched``.
        ask: Id of the question.
        state: ``sent`` while no answer is in, then ``hit``, ``no_hit`` or ``not_comparable``.
        opened: Threads that were opened under a standing approval.
        left: Hits that a person must decide on.
    """

    partner: str
    category: str
    ask: str
    state: str
    opened: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def ask_partners(
    desk: Desk,
    exchange: Exchange,
    book: Book,
    queries: Sequence[Mapping[str, Any]],
    *,
    purpose: str,
    legal_basis: str,
    categories: Sequence[str] = (WATCHED, PERSONS),
    but: Collection[tuple[str, str]] = (),
) -> list[str]:
    """Ask every partner that has published something to ask under, in each of its categories.

    Args:
        desk: Of whoever asks.
        exchange: Its exchange.
        book: Its partners.
        queries: Whom it is about.
        purpose: For which purpose.
        legal_basis: On which legal basis.
        categories: Which kinds of records.
        but: Partners and categories that are asked otherwise.

    Returns:
        Ids of the questions; none where there is too little to derive a key from.

    Raises:
        InputError: purpose, legal basis or oversight body are missing.
        PolicyError: policy does not permit it, or the user asked as much as a day allows.
    """
    subject = whom(queries)
    if not keys.asked_keys(subject).keys:
        return []
    return [
        exchange.ask(peer.id, subject, purpose=purpose, legal_basis=legal_basis, case=desk.case, category=category)
        for peer in book.everybody()
        if peer.active
        for category in categories
        if (peer.id, category) not in but and exchange.askable(peer.id, category)
    ]


def courier_of(exchange: Exchange, book: Book) -> Courier:
    """A courier between an exchange and its partners."""
    return Courier(
        exchange.waiting,
        lambda _peer, message, reply: exchange.delivered(message, reply),
        book.get,
        book.keys().tls,
    )


def followed(
    desk: Desk,
    exchange: Exchange,
    book: Book,
    asks: Sequence[str],
    *,
    handling: str,
    reason: str,
    patience: float = PATIENCE,
    courier: Courier | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> list[Partnered]:
    """Deliver questions, take up their answers, and open at once what was approved beforehand.

    Args:
        desk: Of whoever asked.
        exchange: Its exchange.
        book: Its partners.
        asks: The questions.
        handling: Handling of what partners are told where a hit is opened.
        reason: Why a partner should answer.
        patience: Seconds to wait for answers.
        courier: Delivers; one of its own unless given.
        clock: Monotonic seconds.

    Raises:
        PolicyError: policy does not permit the desk to open anything.
        NodeError: the log does not take in what is sent.
    """
    if not asks:
        return []
    carrier, until = courier or courier_of(exchange, book), clock() + patience
    opened: dict[str, list[str]] = {ask: [] for ask in asks}
    try:
        while True:
            carrier.turn()
            rows = {ask: exchange.asked(ask) for ask in opened}
            for ask, row in rows.items():
                if row["state"] == Asker.HIT:
                    opened[ask] += opened_beforehand(desk, exchange, ask, handling=handling, reason=reason)
            if not exchange.waiting() or clock() >= until:
                break
    finally:
        if courier is None:
            carrier.close()
    return [_told(exchange, row, opened[row["id"]]) for row in rows.values()]


def asked_at_encounter(
    desk: Desk, exchange: Exchange, book: Book, encounter: Mapping[str, Any], courier: Courier | None = None
) -> list[Partnered]:
    """Ask partners about somebody who was just met, where the settings say so.

    Args:
        desk: Of whoever recorded the encounter.
        exchange: Its exchange.
        book: Its partners.
        encounter: Row of the encounter.
        courier: Delivers; one of its own unless given.

    Raises:
        InputError: the settings name no legal basis.
    """
    settings = desk.node.settings.exchange
    if not settings.ask_at_encounters or encounter["id"] in desk.protected():
        return []
    if not settings.encounter_legal_basis.strip():
        raise InputError(
            "partners cannot be asked without a legal basis",
            where="node.toml, [exchange] encounter_legal_basis",
            do="say on which basis partners are asked at encounters",
        )
    reason = f"met at {encounter['place']} ({encounter['country'].upper()}), {encounter['at']}"
    found: list[Partnered] = []
    by_stream = streamed(desk, encounter, reason)
    # Whoever watches for the person comes first: a duty desk waits there, and nobody does for what is merely held.
    for category in (WATCHED, PERSONS):
        asks = ask_partners(
            desk,
            exchange,
            book,
            encounter["queries"],
            purpose=settings.encounter_purpose,
            legal_basis=settings.encounter_legal_basis,
            categories=(category,),
            but=by_stream,
        )
        found += followed(desk, exchange, book, asks, handling=encounter["handling"], reason=reason, courier=courier)
    return found


def _told(exchange: Exchange, row: Mapping[str, Any], opened: Sequence[str]) -> Partnered:
    left = [hit["id"] for hit in exchange.openings(row["id"]) if hit["state"] == Asker.HIT]
    return Partnered(row["peer"], row["category"], row["id"], row["state"], tuple(opened), tuple(left))
