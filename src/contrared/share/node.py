"""A node's side of the exchange, put together from its settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from contrared.govern import Desk
from contrared.model import InputError
from contrared.share.alerts.foureyes import FourEyes
from contrared.share.alerts.subscribed import NodeHoldings
from contrared.share.exchange import Exchange, Terms
from contrared.share.peers import Book
from contrared.store.config import ExchangeSettings

Clock = Callable[[], datetime]


def exchange_at(desk: Desk, clock: Clock = lambda: datetime.now(UTC)) -> tuple[Exchange, Book]:
    """The exchange of a node as one desk sees it, and its partners.

    Raises:
        InputError: the settings name no key of an oversight body where they should.
    """
    book = Book(desk, clock)
    exchange = Exchange(
        desk,
        peers=book,
        clock=clock,
        approving=FourEyes(),
        terms=terms_of(desk.node.settings.exchange),
        holdings=NodeHoldings(desk),
    )
    return exchange, book


def terms_of(settings: ExchangeSettings) -> Terms:
    """Terms as the settings state them.

    Raises:
        InputError: the key of the oversight body is none.
    """
    try:
        oversight = bytes.fromhex(settings.oversight)
    except ValueError:
        oversight = b"?"
    if len(oversight) not in (0, 32):
        raise InputError(
            "this is no X25519 key", where="node.toml, [exchange] oversight", do="ask the oversight body: 64 hex digits"
        )
    return Terms(
        elements_a_day=settings.elements_a_day,
        questions_a_day=settings.questions_a_day,
        epoch_days=settings.epoch_days,
        grace_days=settings.grace_days,
        decide_within_hours=settings.decide_within_hours,
        message_days=settings.message_days,
        oversight=oversight,
    )
