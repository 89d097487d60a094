"""The group of commands on tips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from contrared.cli import shapes
from contrared.cli.app import Commands, app

if TYPE_CHECKING:
    from contrared.govern.hand.tip import Tip

tip = typer.Typer(
    name="tip",
    cls=Commands,
    help="Tips: graded F6 until statements of independent sources corroborate them; alone they carry nothing.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(tip)


def tip_shape(found: Tip) -> shapes.TipShape:
    """A tip in its documented shape."""
    return shapes.TipShape(
        id=found.id,
        state=str(found.state),
        grade=str(found.grade),
        received=found.received,
        channel=found.channel,
        named=found.named,
        sender=found.sender,
        entities=list(found.entities),
        about=list(found.about),
        text=found.text,
        source_id=found.source_id,
        dataset=found.dataset,
        by=found.by,
        at=found.at,
        found=[
            shapes.TipFindingShape(
                finding=str(each.finding),
                source_id=each.source_id,
                statements=list(each.statements),
                why=each.why,
                by=each.by,
                at=each.at,
            )
            for each in found.found
        ],
    )
