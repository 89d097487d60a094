"""A desk with its exchange, and delivery for as long as a command waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output
from contrared.govern import Desk

if TYPE_CHECKING:
    from contrared.share.exchange import Exchange
    from contrared.share.peers import Book

Wait = Annotated[
    float,
    typer.Option("--wait", help="Seconds to deliver for; what waits longer goes with `contrared exchange serve`."),
]
LegalBasis = Annotated[str, typer.Option("--legal-basis", help="On which legal basis; partners are told.")]


@contextmanager
def exchange_desk(
    node: Path, user: str | None, purpose: str | None, case: str | None
) -> Iterator[tuple[Desk, Exchange, Book]]:
    """Enter a node, with its exchange and its partners."""
    from contrared.share.node import exchange_at

    with output.desk_at(node, user, purpose, case) as desk:
        yield (desk, *exchange_at(desk))


def delivered(exchange: Exchange, book: Book, seconds: float) -> list[str]:
    """Deliver what waits, for so many seconds at most.

    Returns:
        What went wrong, a line for each partner; empty where everything was delivered.
    """
    from contrared.share.alerts import courier_of

    courier, until = courier_of(exchange, book), time.monotonic() + seconds
    failed: dict[str, str] = {}
    try:
        while seconds > 0:
            failures = courier.turn()
            failed = {failure.peer: failure.why for failure in failures} or failed
            left = until - time.monotonic()
            if not exchange.waiting() or left <= 0:
                break
            time.sleep(min([left, *(failure.wait for failure in failures)], default=left))
    finally:
        courier.close()
    still = {message.peer for message in exchange.waiting()}
    names = {peer.id: peer.name for peer in book.everybody()}
    return [f"{names.get(peer, peer)}: {failed.get(peer, 'waits for a line or a bundle')}" for peer in sorted(still)]
