"""The command `stream`: questions to a partner on a beat, whether somebody was met or not."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.sharing.desk import LegalBasis, Wait, delivered, exchange_desk
from contrared.govern.streams import Streams
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.share.peers import Book

#: Seconds between two questions, and blocks of each, unless said otherwise: 23,040 elements a day of the 40,000 that a
#: partner grants unless it says otherwise.
EVERY, BLOCKS = 300, 2


class StreamAct(StrEnum):
    """What `stream` does."""

    BEGIN = "begin"
    LIST = "list"
    BEAT = "beat"
    END = "end"


@app.command()
def stream(
    act: Annotated[StreamAct, typer.Argument(help="begin, list, beat or end.")],
    which: Annotated[str, typer.Argument(help="begin: the partner; end: id of the stream.")] = "",
    category: Annotated[str, typer.Option("--category", help="begin: watched or persons.")] = "watched",
    every: Annotated[int, typer.Option("--every", help="begin: seconds between two questions.")] = EVERY,
    blocks: Annotated[int, typer.Option("--blocks", help="begin: blocks of 40 elements of every question.")] = BLOCKS,
    why: Annotated[str, typer.Option("--why", help="end: reason, kept on record.")] = "",
    legal_basis: LegalBasis = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Experimental: ask a partner on a beat, so that it does not learn when somebody was met.

    `contrared exchange serve` keeps the beat; `contrared stream beat` does so once, for tests and timers.

    Example: contrared stream begin pa --every 300 --purpose "border control" --legal-basis "Law 1, art. 4"
    """
    from contrared.share.alerts import WATCHED, beat, taken_up
    from contrared.share.exchange import PERSONS

    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        pen = Streams(desk)
        shape = shapes.StreamShape(act=str(act))
        match act:
            case StreamAct.BEGIN:
                if category not in (WATCHED, PERSONS):
                    raise InputError(f"{category!r} is no category", where="--category", do="say watched or persons")
                peer = book.named(which).id
                why_asked = {"purpose": desk.purpose, "legal_basis": legal_basis}
                pen.begin(peer, category, every=every, blocks=blocks, **why_asked)
            case StreamAct.END:
                shape.left = pen.end(which, why)
            case StreamAct.BEAT:
                shape.gone = len(beat(desk, exchange, book, datetime.now(UTC)))
                shape.waits = delivered(exchange, book, wait)
                names = {peer.id: peer.name for peer in book.everybody()}
                shape.answered = [
                    shapes.StreamedShape(
                        encounter=found.encounter,
                        partner=names.get(found.partner, found.partner),
                        question=found.ask,
                        state=found.state,
                        opened=list(found.opened),
                        left=list(found.left),
                    )
                    for found in taken_up(desk, exchange)
                ]
        shape.streams = _streams(pen, book)
    if json:
        output.emit(shape)
        return
    _tell(shape)


def _streams(pen: Streams, book: Book) -> list[shapes.OneStreamShape]:
    names = {peer.id: peer.name for peer in book.everybody()}

    def told(row: dict[str, Any]) -> shapes.OneStreamShape:
        return shapes.OneStreamShape(
            id=row["id"],
            partner=names.get(row["peer_id"], row["peer_id"]),
            category=row["category"],
            every=row["every"],
            blocks=row["blocks"],
            purpose=row["purpose"],
            legal_basis=row["legal_basis"],
            by=row["by"],
            at=row["at"],
            waiting=len(pen.waiting(row["id"])),
        )

    return [told(row) for row in pen.held()]


def _tell(shape: shapes.StreamShape) -> None:
    rows = [
        (one.id, one.partner, one.category, f"{one.every} s", one.blocks, one.waiting, one.purpose, one.at)
        for one in shape.streams
    ]
    heads = ("id", "partner", "category", "every", "blocks", "waiting", "purpose", "since")
    output.table("streams", heads, rows)
    if shape.left:
        output.say(f"{shape.left} encounters that waited are not asked about any more")
    for found in shape.answered:
        output.say(f"{found.partner}, encounter {found.encounter}: {found.state}")
        for thread in found.left:
            output.say(f"  a person decides: {thread}")
    for line in shape.waits:
        output.say(f"not delivered yet: {line}")
