"""The commands `recall`, `narrow` and `outcome`: what comes after a release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.sharing.desk import Wait, delivered, exchange_desk
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.share.exchange import Exchange
    from contrared.share.peers import Book

Why = Annotated[str, typer.Option("--why", help="Reason, kept on record and told to the partner.")]


@app.command()
def recall(
    release: Annotated[str, typer.Argument(help="Id of a release this node gave; all given if absent.")] = "",
    why: Why = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Call a release back. Nobody can be made to forget; that the partner was told is on record on both sides.

    Example: contrared recall rel-0c81aa2f1b5d9e07 --why "the record was another person's"
    """
    _after(node, user, purpose, case, wait, release, lambda own: own.recall(release, why), given=True, json=json)


@app.command()
def narrow(
    release: Annotated[str, typer.Argument(help="Id of a release this node gave; all given if absent.")] = "",
    handling: Annotated[str, typer.Option("--handling", help="How it may be handled from now on; stricter.")] = "",
    why: Why = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Narrow how a release may be handled.

    Example: contrared narrow rel-0c81aa2f1b5d9e07 --handling "TLP:AMBER+STRICT // H2" --why "now part of a trial"
    """
    if release and not handling:
        raise InputError("narrowed to which handling?", where="--handling", do="give a stricter one")
    _after(
        node, user, purpose, case, wait, release, lambda own: own.narrow(release, handling, why), given=True, json=json
    )


@app.command()
def outcome(
    release: Annotated[str, typer.Argument(help="Id of a release this node got; all got if absent.")] = "",
    found: Annotated[str, typer.Argument(help="found, released or false-hit.")] = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Read what partners released to this node; tell one what came of it: found, released or a false hit.

    Example: contrared outcome rel-0c81aa2f1b5d9e07 found
    """
    from contrared.share.exchange import Found

    if release and found not in set(Found):
        raise InputError(f"{found!r} is no outcome", do=f"use one of {', '.join(Found)}")
    _after(
        node, user, purpose, case, wait, release, lambda own: own.outcome(release, Found(found)), given=False, json=json
    )


def _after(
    node: Path,
    user: str | None,
    purpose: str | None,
    case: str | None,
    wait: float,
    release: str,
    act: Callable[[Exchange], None],
    *,
    given: bool,
    json: bool,
) -> None:
    waits: list[str] = []
    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        if release:
            act(exchange)
            waits = delivered(exchange, book, wait)
        rows = [row for row in (exchange.given() if given else exchange.received()) if release in ("", row["id"])]
        desk.record("releases", {"releases": [row["id"] for row in rows], "given": given})
        shape = shapes.ReleasesShape(releases=[release_shape(row, book) for row in rows], waits=waits)
    if json:
        output.emit(shape)
        return
    for each in shape.releases:
        told = f" ({each.why})" if each.why else ""
        output.say(
            f"{each.id}: {each.partner}, {each.state}{told}, {each.handling}, grade {each.grade}, until {each.expires}"
        )
        output.say(f"  on {each.legal_basis}; passed on to: {each.onward}; outcome: {each.outcome or 'not known'}")
        for said in each.statements:
            output.say(
                f"  {said.prop}: {said.value} ({said.grade}, {said.handling})" if not said.kept_back else "  kept back"
            )
    for line in shape.waits:
        output.say(f"not delivered yet: {line}")


def release_shape(row: Mapping[str, Any], book: Book) -> shapes.ReleaseShape:
    """A release in its documented shape."""
    from contrared.share.exchange import verified

    peer = book.get(row["peer"])
    signer = book.own().key.public_key() if row["direction"] == "out" or peer is None else peer.key
    found = verified(row["object"], signer)
    return shapes.ReleaseShape(
        id=row["id"],
        direction=row["direction"],
        partner=peer.name if peer else row["peer"],
        state=row["state"],
        handling=found.handling,
        grade=found.grade,
        legal_basis=found.legal_basis,
        onward=str(found.onward),
        expires=row["expires"],
        outcome=row["outcome"],
        why=row["why"],
        statements=[
            shapes.SaidShape(number=number, prop="", value="", grade="", handling="", kept_back=said)
            if isinstance(said, str)
            else shapes.SaidShape(
                number=number, prop=said.prop, value=said.value, grade=said.grade, handling=said.handling
            )
            for number, said in enumerate(found.statements)
        ],
    )
