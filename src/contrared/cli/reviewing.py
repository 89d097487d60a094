"""The command `review`: the pairs that the machine left to a person, one after the other."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.case.reviewing import Pair, Side
    from contrared.resolve import Judgement
    from contrared.resolve.queue import Waiting


class Act(StrEnum):
    """What `review` does."""

    SIT = "sit"
    NEXT = "next"


class First(StrEnum):
    """What comes first; as :class:`contrared.resolve.queue.Order`, which is imported only when it is needed."""

    BEST = "best"
    IMPACT = "impact"


@app.command()
def review(
    act: Annotated[
        Act, typer.Argument(help="sit: go through the queue at the terminal; next: print the next pair and stop.")
    ] = Act.SIT,
    first: Annotated[
        First, typer.Option("--first", help="best: the most alike; impact: those that would join most entries.")
    ] = First.BEST,
    blind: Annotated[
        bool, typer.Option("--blind", help="Show no score, no reasons and no earlier judgement, by the order neither.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="With --json: list that many pairs.")] = 100,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Decide what the last resolve left open, side by side: y same, n different, u unsure, s later, z undo, q stop.

    What is decided is out of the queue at once, so the next sitting begins where this one ended. Without a terminal,
    `review next --json` gives a pair and `judge` decides it.

    Example: contrared review --first impact --node my-node

    Example: contrared review next --blind --json --node my-node
    """
    from contrared.case.reviewing import queue, shown
    from contrared.resolve.queue import Order

    order = Order(first)
    with output.desk_at(node, user, purpose, case) as desk:
        if act is Act.SIT and not json:
            if not sys.stdin.isatty():
                raise InputError(
                    "there is no terminal to read keys from", do="use `review next --json`, and decide with `judge`"
                )
            from contrared.cli.sitting import Sitting

            Sitting(desk, order, blind=blind).run()
            return
        waiting = queue(desk, order, blind=blind)
        pair = shown(desk, waiting[0]) if act is Act.NEXT and waiting else None
    if act is Act.SIT:
        pairs = [_queued(item, blind=blind) for item in waiting[:limit]]
        output.emit(shapes.QueueShape(waiting=len(waiting), pairs=pairs))
    elif json:
        output.emit(_pair(pair, len(waiting), blind=blind))
    elif pair is None:
        output.say("nothing waits for you")
    else:
        from contrared.cli.sitting import tell

        tell(pair, f"1 of {len(waiting):,}", blind=blind)


def _queued(item: Waiting, *, blind: bool) -> shapes.QueuedShape:
    return shapes.QueuedShape(
        left=item.left,
        right=item.right,
        score=None if blind else item.score,
        reasons=[] if blind else [shapes.Reason(**reason) for reason in item.reasons],
        impact=item.impact,
        unsure=item.unsure.by if item.unsure is not None and not blind else "",
        passed=item.passed,
    )


def _pair(pair: Pair | None, count: int, *, blind: bool) -> shapes.PairShape:
    if pair is None:
        return shapes.PairShape(waiting=count, pair=None, left=None, right=None, lines=[], judgements=[])
    return shapes.PairShape(
        waiting=count,
        pair=_queued(pair.item, blind=blind),
        left=_side(pair.left),
        right=_side(pair.right),
        lines=[
            shapes.ComparedShape(prop=line.prop, left=list(line.left), right=list(line.right), told=line.told)
            for line in pair.lines
        ],
        judgements=[] if blind else [_decided(judged) for judged in pair.judgements],
    )


def _side(side: Side) -> shapes.SideShape:
    return shapes.SideShape(
        entity_id=side.entity_id,
        caption=side.caption,
        datasets=list(side.datasets),
        grades=list(side.grades),
        entries=list(side.entries),
    )


def _decided(judged: Judgement) -> shapes.DecidedShape:
    return shapes.DecidedShape(
        id=judged.id,
        left=judged.left,
        right=judged.right,
        verdict=judged.verdict,
        by=judged.by,
        at=judged.at,
        why=judged.why,
        supersedes=judged.supersedes,
    )
