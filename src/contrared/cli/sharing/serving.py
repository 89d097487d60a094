"""The command `exchange`: the port for partners, what is published to them, and delivering what waits."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.sharing.desk import LegalBasis, Wait, delivered, exchange_desk
from contrared.govern import Desk
from contrared.model import InputError, NodeError, PolicyError

if TYPE_CHECKING:
    from contrared.share.exchange import Exchange, Published
    from contrared.share.peers import Book

#: Seconds between two looks at what waits, at the beats of streams, and between two turns of what is done now and then.
LOOK, BEAT, NOW_AND_THEN = 0.05, 0.25, 5.0


class ExchangeAct(StrEnum):
    """What `exchange` does."""

    SERVE = "serve"
    PUBLISH = "publish"
    DELIVER = "deliver"


@app.command()
def exchange(
    act: Annotated[ExchangeAct, typer.Argument(help="serve, publish or deliver.")],
    partner: Annotated[
        str, typer.Argument(help="publish: id, name or country of the partner; all of them if absent.")
    ] = "",
    host: Annotated[str, typer.Option("--host", help="serve: address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="serve: port to listen on.")] = 8700,
    legal_basis: LegalBasis = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Serve partners on a port of its own, publish what they may ask for, or deliver what waits for them.

    Example: contrared exchange serve --port 8700 --node my-node
    """
    with exchange_desk(node, user, purpose, case) as (desk, own, book):
        if act is ExchangeAct.SERVE:
            _serve(desk, own, book, host, port, json=json)
            return
        published = _publish(desk, own, book, partner, legal_basis) if act is ExchangeAct.PUBLISH else []
        waits = delivered(own, book, wait)
    shape = shapes.ExchangeShape(
        act=str(act),
        published=[
            shapes.PublishedShape(
                partner=peer,
                epoch=done.epoch,
                records=done.records,
                unkeyed=done.unkeyed,
                size=done.size,
                whole=done.whole,
            )
            for peer, done in published
        ],
        waits=waits,
    )
    if json:
        output.emit(shape)
        return
    for each in shape.published:
        output.say(
            f"{each.partner}: {each.records:,} records may be asked for in epoch {each.epoch}; "
            f"{each.size:,} bytes {'of a whole filter' if each.whole else 'of changes'}"
        )
        if each.unkeyed:
            output.say(f"  {each.unkeyed:,} records have too little for a key and cannot be found")
    for line in shape.waits:
        output.say(f"not delivered yet: {line}")


def _publish(desk: Desk, own: Exchange, book: Book, partner: str, legal_basis: str) -> list[tuple[str, Published]]:
    from contrared.share.alerts.publishing import begin, publish

    if not desk.purpose or not legal_basis:
        raise InputError("what is published has a purpose and a legal basis", do="say --purpose and --legal-basis")
    peers = [book.named(partner)] if partner else [peer for peer in book.all() if peer.active]
    found = []
    for peer in peers:
        begin(desk, peer, "", legal_basis)
        found += [(peer.name, done) for done in publish(desk, own, peer)]
    return found


def _serve(desk: Desk, own: Exchange, book: Book, host: str, port: int, *, json: bool) -> None:
    from contrared.share.alerts import courier_of
    from contrared.share.wire import ExchangeServer, listening
    from contrared.share.wire.port import taking

    server = ExchangeServer(taking(own), book.everybody, book.keys().tls, host=host, port=port)
    with listening(server):
        address = f"[{host}]:{server.port}" if ":" in host else f"{host}:{server.port}"
        if json:
            output.emit(shapes.ExchangeShape(act="serve", address=address))
        else:
            output.say(f"partners are answered on {address}")
        courier = courier_of(own, book)
        try:
            _run(desk, own, book, courier, threading.Event())
        finally:
            courier.close()


def _run(desk: Desk, own: Exchange, book: Book, courier: object, stop: threading.Event) -> None:
    """Deliver, publish anew when an epoch turns, end what ran out, keep the log up; until the program is stopped."""
    from contrared.govern.log.keeping import keep_up
    from contrared.share.alerts.publishing import renewed
    from contrared.share.wire.courier import Courier

    assert isinstance(courier, Courier)
    due = struck = 0.0
    while not stop.wait(LOOK):
        try:
            if time.monotonic() >= struck:
                struck = time.monotonic() + (BEAT if _stroke(desk, own, book) else NOW_AND_THEN)
            for failure in courier.turn():
                output.note(f"{failure.peer}: {failure.why}; again in {failure.wait:.1f} s")
            if time.monotonic() >= due:
                due = time.monotonic() + NOW_AND_THEN
                own.tidy()
                renewed(desk, own, book)
                keep_up(desk.node)
        except NodeError as exc:
            # Nothing leaves while the node cannot work; whoever must act is told, and it goes on when it can.
            output.note(str(exc))
            stop.wait(NOW_AND_THEN)


def _stroke(desk: Desk, own: Exchange, book: Book) -> bool:
    """Let questions of streams go out whose beat has come, and take up answers; say whether that could be done."""
    from contrared.share.alerts import beat, taken_up

    try:
        beat(desk, own, book, datetime.now(UTC))
        for found in taken_up(desk, own):
            peer = book.get(found.partner)
            partner = peer.name if peer is not None else found.partner
            if found.state == "sent":
                output.note(f"{partner} gave no valid answer about {found.encounter}; see `contrared ask`")
            for thread in found.left:
                output.note(f"{partner} has a hit on {found.encounter}: decide {thread}")
    except (InputError, PolicyError) as exc:
        output.note(f"streams stand still: {exc}")
        return False
    return True
