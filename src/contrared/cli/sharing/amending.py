"""The command `amend`: saying what is right where a release was wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Emergency, Json, NodeDir, Purpose, User
from contrared.cli.sharing.after import release_shape
from contrared.cli.sharing.deciding import could_tell, kept_back
from contrared.cli.sharing.desk import Wait, delivered, exchange_desk
from contrared.model import InputError


@app.command()
def amend(
    release: Annotated[str, typer.Argument(help="Id of a release this node gave.")],
    why: Annotated[str, typer.Option("--why", help="What was wrong; kept on record and told to the partner.")],
    keep_back: Annotated[
        str, typer.Option("--keep-back", help="Numbers of statements that are kept back, as 2,5; see `inbox REQUEST`.")
    ] = "",
    emergency: Emergency = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Correct a release by another one that says what this node holds of the party now, and which it corrects.

    Handling, grade, legal basis, onward rule and expiry are those of the release; what was found to be false is not in
    it any more. It waits for somebody else to approve exactly that, like a release; then the partner is told. The first
    release stays on record on both sides, as what it is.

    Example: contrared amend rel-0c81aa2f1b5d9e07 --why "the birth date was another person's" --node my-node
    """
    from contrared.share.exchange import Draft, Onward

    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        given = {row["id"]: row for row in exchange.given()}
        if release not in given:
            raise InputError("there is no such release", where=release, do="see `contrared recall`")
        request = next(row for row in exchange.inbox() if row["id"] == given[release]["thread"])
        before = release_shape(given[release], book)
        statements = could_tell(desk, book, request)
        wanted = Draft(
            before.handling,
            before.grade,
            before.legal_basis,
            datetime.fromisoformat(before.expires),
            Onward(before.onward),
            tuple(statements),
            kept_back(keep_back),
        )
        made = exchange.correct(release, wanted, why, emergency=emergency)
        waits = delivered(exchange, book, wait)
        rows = [row for row in exchange.given() if row["id"] in (release, made)]
        desk.record("releases", {"releases": [row["id"] for row in rows], "given": True})
        shape = shapes.ReleasesShape(releases=[release_shape(row, book) for row in rows], waits=waits)
    if json:
        output.emit(shape)
        return
    output.say(f"{release} is corrected by {made}")
    for line in shape.waits:
        output.say(f"not delivered yet: {line}")
