"""What a partner may ask for, published anew in each epoch for as long as somebody wants it so."""

from __future__ import annotations

from typing import Any

from contrared.govern import Desk
from contrared.govern.subscriptions import Subscriptions
from contrared.share.alerts.subscribed import WATCHED, NodeHoldings
from contrared.share.exchange import PERSONS, Exchange, Published
from contrared.share.peers import Book, Peer

#: Stands for what the lake holds, where a watchlist has its name.
LAKE = ""


def begin(desk: Desk, peer: Peer, watchlist: str, legal_basis: str) -> dict[str, Any]:
    """Let a partner ask for what the lake holds, or for those on a watchlist; from now on in each epoch.

    Returns:
        The subscription that stands for it; the one there is, where there is one.

    Raises:
        InputError: no purpose or legal basis.
        PolicyError: policy does not permit this person to answer partners.
    """
    pen = Subscriptions(desk)
    known = [row for row in pen.held(peer.id) if row["list"] == watchlist]
    return known[0] if known else pen.begin(peer.id, watchlist, desk.purpose, legal_basis)


def publish(desk: Desk, exchange: Exchange, peer: Peer, *, missing_only: bool = False) -> list[Published]:
    """Publish to a partner what it may ask for.

    Args:
        desk: Of whoever answers partners.
        exchange: Its exchange.
        peer: The partner.
        missing_only: Only what was not published in this epoch yet.

    Raises:
        PolicyError: policy does not permit it.
        NodeError: the disk is full.
    """
    pen, holdings, found = Subscriptions(desk), NodeHoldings(desk), []
    for category, own in ((PERSONS, True), (WATCHED, False)):
        published = exchange.is_published(peer.id, category)
        because = [row for row in pen.held(peer.id) if (row["list"] == LAKE) is own]
        records = holdings.published(peer) if own else holdings.watched(peer)
        if not because and published and not missing_only:
            # Nothing is subscribed any more: a filter of nobody takes the place of the one that is out.
            because = [row for row in pen.held(peer.id, everything=True) if (row["list"] == LAKE) is own][-1:]
            records = iter(())
        if not because or (missing_only and published):
            continue
        purpose, basis = because[0]["purpose"], because[0]["legal_basis"]
        found.append(exchange.publish(peer.id, records, purpose=purpose, legal_basis=basis, category=category))
    return found


def renewed(desk: Desk, exchange: Exchange, book: Book) -> list[Published]:
    """Publish what a new epoch wants published, to every partner.

    Raises:
        PolicyError: policy does not permit it.
        NodeError: the disk is full.
    """
    return [
        done for peer in book.everybody() if peer.active for done in publish(desk, exchange, peer, missing_only=True)
    ]
