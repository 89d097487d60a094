"""The command `subscribe`: alerts on encounters at partners."""

from __future__ import annotations

from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.sharing.desk import LegalBasis, Wait, delivered, exchange_desk
from contrared.model import InputError


@app.command()
def subscribe(
    partner: Annotated[
        str, typer.Argument(help="Id, name or country of the partner; what is subscribed if absent.")
    ] = "",
    watchlist: Annotated[
        str, typer.Option("--watchlist", help="Watchlist of this node, as `contrared watch` knows it.")
    ] = "",
    end: Annotated[str, typer.Option("--end", help="Id of a subscription to end instead.")] = "",
    why: Annotated[str, typer.Option("--why", help="end: reason, kept on record.")] = "",
    legal_basis: LegalBasis = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Have a partner's encounters held against a watchlist, blind: the partner learns who is on it only where it hits.

    Example: contrared subscribe pa --watchlist darien --purpose "border control" --legal-basis "Law 1, art. 4"
    """
    from contrared.govern.subscriptions import Subscriptions
    from contrared.share.alerts.publishing import begin, publish

    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        done, waits, pen = [], [], Subscriptions(desk)
        if end:
            peer = next((row["peer_id"] for row in pen.held() if row["id"] == end), "")
            pen.end(end, why)
            told = book.get(peer)
            done = publish(desk, exchange, told) if told is not None and told.active else []
            waits = delivered(exchange, book, wait)
        elif partner:
            if not any(row["list"] == watchlist for row in desk.memory.watched()):
                raise InputError(
                    f"nobody is on a watchlist {watchlist!r}", where="--watchlist", do="see `contrared watch list`"
                )
            found = book.named(partner)
            begin(desk, found, watchlist, legal_basis)
            done = publish(desk, exchange, found)
            waits = delivered(exchange, book, wait)
        names = {peer.id: peer.name for peer in book.everybody()}
        shape = shapes.SubscribeShape(
            subscriptions=[
                shapes.SubscriptionShape(
                    id=row["id"],
                    partner=names.get(row["peer_id"], row["peer_id"]),
                    watchlist=row["list"],
                    purpose=row["purpose"],
                    legal_basis=row["legal_basis"],
                    by=row["by"],
                    at=row["at"],
                )
                for row in pen.held()
            ],
            published=[
                shapes.PublishedShape(
                    partner=partner or end,
                    epoch=each.epoch,
                    records=each.records,
                    unkeyed=each.unkeyed,
                    size=each.size,
                    whole=each.whole,
                )
                for each in done
            ],
            waits=waits,
        )
    if json:
        output.emit(shape)
        return
    rows = [(s.id, s.partner, s.watchlist or "what the node holds", s.purpose, s.by, s.at) for s in shape.subscriptions]
    output.table("subscriptions", ("id", "partner", "watchlist", "purpose", "by", "since"), rows)
    for line in shape.waits:
        output.say(f"not delivered yet: {line}")
