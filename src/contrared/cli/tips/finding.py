"""The commands `tip corroborate`, `tip refute` and `tip reopen`: what a person finds of a tip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.tips.group import tip, tip_shape

if TYPE_CHECKING:
    from contrared.govern.hand.tip import Tip

TipId = Annotated[str, typer.Argument(metavar="TIP", help="Id of the tip; of one loaded as a file, of its source.")]
Why = Annotated[str, typer.Option("--why", help="Reason, kept on record.")]


@tip.command()
def corroborate(
    tip_id: TipId,
    statement: Annotated[
        list[str], typer.Option("--statement", help="Statement that bears it out; may be given several times.")
    ],
    why: Why,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Say which statements of independent sources bear a tip out; its grade follows by a rule.

    One independent origin makes it F3, two or more F2, and never better than the best of them is.

    Example: contrared tip corroborate tip-0123456789abcdef --statement 5f0c…  --why "the deed names the same owner"
    """
    from contrared.govern.hand import tips

    with output.desk_at(node, user, purpose, case) as desk:
        found = tips.corroborate(desk, tip_id, statement, why)
    _told(found, json=json)


@tip.command()
def refute(
    tip_id: TipId,
    why: Why,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Say that a tip is false; its facts stay, marked so, and count in `tip patterns`.

    Example: contrared tip refute tip-0123456789abcdef --why "she was in hospital on that day"
    """
    from contrared.govern.hand import tips

    with output.desk_at(node, user, purpose, case) as desk:
        found = tips.refute(desk, tip_id, why)
    _told(found, json=json)


@tip.command()
def reopen(
    tip_id: TipId,
    why: Why,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Take back what was found of a tip; it is graded F6 again, and what was found stays on record.

    Example: contrared tip reopen tip-0123456789abcdef --why "the deed is of another firm"
    """
    from contrared.govern.hand import tips

    with output.desk_at(node, user, purpose, case) as desk:
        found = tips.reopen(desk, tip_id, why)
    _told(found, json=json)


def _told(found: Tip, *, json: bool) -> None:
    if json:
        output.emit(shapes.TipsShape(tips=[tip_shape(found)]))
    else:
        output.say(f"{found.id}: {found.state}, graded {found.grade}")
