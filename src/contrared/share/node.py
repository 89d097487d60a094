"""A node's side of the exchange, put together from its settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from contrared.govern import Desk
from contrared.share.alerts.subscribed import NodeHoldings
from contrared.share.exchange import Exchange, Terms
from contrared.share.exchange.approving import FourEyes
from contrared.share.peers import Book

Clock = Callable[[], datetime]


def exchange_at(desk: Desk, clock: Clock = lambda: datetime.now(UTC)) -> tuple[Exchange, Book]:
    """The exchange of a node as one desk sees it, and its partners."""
    book = Book(desk, clock)
    exchange = Exchange(
        desk,
        peers=book,
        clock=clock,
        approving=FourEyes(),
        terms=Terms.of(desk.node.settings.exchange, desk.node.settings.log.escrow),
        holdings=NodeHoldings(desk),
    )
    return exchange, book
