"""The commands `case hypothesis|evidence|competing`: explanations side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.cases.working import Id, Why, at, case, case_shape
from contrared.cli.options import HERE, Json, NodeDir, User

if TYPE_CHECKING:
    from contrared.case.competing import Matrix

Names = list[str] | None


@case.command()
def hypothesis(
    case_id: Id,
    text: Annotated[str, typer.Argument(help="An explanation that competes with the others.")],
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """State an explanation, best all that come into question before any evidence is weighed.

    Example: contrared case hypothesis darien-26 "The route is run from the coast" --node my-node
    """
    with at(node, user, case_id) as (_, work):
        name = work.hypothesis(case_id, text)
        made = work.one(case_id)
    if json:
        output.emit(case_shape(made))
    else:
        output.say(f"{name}: {text}")


@case.command()
def evidence(
    case_id: Id,
    statement: Annotated[str, typer.Argument(help="Id of a statement.")],
    why: Why,
    consistent: Annotated[Names, typer.Option("--consistent", help="Hypothesis it fits; may be repeated.")] = None,
    inconsistent: Annotated[
        Names, typer.Option("--inconsistent", help="Hypothesis it speaks against; may be repeated.")
    ] = None,
    neutral: Annotated[Names, typer.Option("--neutral", help="Hypothesis it says nothing of; may be repeated.")] = None,
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Say how a statement bears on hypotheses; what was said before of others stands.

    Example: contrared case evidence darien-26 0a1b2c --consistent H1 --inconsistent H2 --why "owner" --node my-node
    """
    from contrared.case.competing import competing as compared
    from contrared.govern.casework.book import Bearing

    told = ((Bearing.CONSISTENT, consistent), (Bearing.INCONSISTENT, inconsistent), (Bearing.NEUTRAL, neutral))
    bearing = {name: kind for kind, names in told for name in names or ()}
    with at(node, user, case_id) as (desk, work):
        work.weigh(case_id, statement, bearing, why)
        found = compared(desk, work.one(case_id))
    _tell(found, json=json)


@case.command()
def competing(case_id: Id, node: NodeDir = HERE, user: User = None, json: Json = False) -> None:
    """Show explanations side by side: what speaks against each, what tells them apart, and what hangs on one piece.

    That with least against it stands first. No number is a probability, and none says that anybody is guilty.

    Example: contrared case competing darien-26 --node my-node
    """
    from contrared.case.competing import competing as compared

    with at(node, user, case_id) as (desk, work):
        found = compared(desk, work.one(case_id))
    _tell(found, json=json)


def _tell(found: Matrix, *, json: bool) -> None:
    shape = shapes.CompetingShape(
        hypotheses=[
            shapes.StandsShape(
                id=one.hypothesis.id,
                text=one.hypothesis.text,
                against=one.against,
                inconsistent=one.inconsistent,
                consistent=one.consistent,
                unweighed=one.unweighed,
            )
            for one in found.standings
        ],
        evidence=[
            shapes.PieceShape(
                statement=piece.statement_id,
                text=piece.text,
                grade=piece.grade,
                weight=piece.weight,
                bearing={key: str(value) for key, value in piece.bearing.items()},
                diagnostic=piece.diagnostic,
                why=piece.why,
                doubt=piece.doubt,
            )
            for piece in found.pieces
        ],
        sensitive=[shapes.SensitiveShape(statement=statement, first=first) for statement, first in found.sensitive],
    )
    if json:
        output.emit(shape)
        return
    heads = ["id", "says", "speaks against it", "pieces", "fits", "not weighed"]
    rows = [(h.id, h.text, f"{h.against:.2f}", h.inconsistent, h.consistent, h.unweighed) for h in shape.hypotheses]
    output.table("Explanations, that with least against it first", heads, rows)
    names = sorted(h.id for h in shape.hypotheses)
    cells = [
        (
            piece.statement[:12],
            piece.text or "–",
            piece.grade,
            f"{piece.weight:.2f}",
            *(piece.bearing.get(name, "?") for name in names),
            piece.doubt or ("diagnostic" if piece.diagnostic else ""),
        )
        for piece in shape.evidence
    ]
    output.table("Evidence", ["statement", "says", "grade", "weight", *names, "remark"], cells)
    for one in shape.sensitive:
        output.say(f"if {one.statement[:12]} is wrong, {one.first} stands first")
