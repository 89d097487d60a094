"""The commands `tip list`, `tip show` and `tip patterns`."""

from __future__ import annotations

from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.tips.group import tip, tip_shape
from contrared.model import InputError

STATES = ("open", "corroborated", "false")


@tip.command("list")
def listed(
    state: Annotated[str, typer.Option("--state", help="Only open, corroborated or false; all if absent.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List tips, the latest first; who gave one is not told here.

    Example: contrared tip list --state open --node my-node
    """
    from contrared.govern.hand import tips

    if state and state not in STATES:
        raise InputError(f"{state!r} is nothing a tip can be", where="--state", do="use one of " + ", ".join(STATES))
    with output.desk_at(node, user, purpose, case) as desk:
        found = [each for each in tips.held(desk) if state in ("", each.state)]
    if json:
        output.emit(shapes.TipsShape(tips=[tip_shape(each) for each in found]))
        return
    if not found:
        output.say("no tip is held, or none that fits")
        return
    output.table(
        "Tips",
        ["id", "state", "grade", "received", "channel", "from", "speaks of", "what it says"],
        [
            (
                each.id,
                each.state,
                each.grade,
                each.received,
                each.channel,
                "somebody named" if each.named else "anonymous",
                " ".join(each.parties),
                each.text if len(each.text) <= 120 else each.text[:117] + "…",
            )
            for each in found
        ],
    )


@tip.command()
def show(
    tip_id: Annotated[str, typer.Argument(metavar="TIP", help="Id of the tip; of one loaded as a file, its source.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Show a tip, all that was found of it and, to those who may see protected persons, who gave it.

    Example: contrared tip show tip-0123456789abcdef --node my-node
    """
    from contrared.govern.hand import tips

    with output.desk_at(node, user, purpose, case) as desk:
        found = tips.one(desk, tip_id)
    if json:
        output.emit(shapes.TipsShape(tips=[tip_shape(found)]))
        return
    output.say(f"{found.id}: {found.state}, graded {found.grade}")
    if found.sender:
        output.say(f"received {found.received} by {found.channel} from {found.sender}")
    elif found.named:
        output.say(f"received {found.received} by {found.channel} from somebody named, who is protected")
    else:
        output.say(f"received {found.received} by {found.channel}, anonymous")
    output.say(f"speaks of {' '.join(found.parties)}; source {found.source_id} in {found.dataset}")
    output.say(found.text)
    rows = [(each.at, each.by, each.finding, each.why, " ".join(each.statements)) for each in found.found]
    if rows:
        output.table("What was found of it", ["when", "by", "finding", "why", "statements"], rows)


@tip.command()
def patterns(
    least: Annotated[int, typer.Option("--least", min=2, help="False tips from which they are a pattern.")] = 2,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Show repeated false tips about one person: what they have in common says something about the tips alone.

    Example: contrared tip patterns --node my-node
    """
    from contrared.case.tipping import patterns as found_patterns

    with output.desk_at(node, user, purpose, case) as desk:
        found = found_patterns(desk, least)
    if json:
        output.emit(
            shapes.TipPatternsShape(
                patterns=[
                    shapes.TipPatternShape(
                        about=each.about,
                        name=each.name,
                        tips=each.tips,
                        false=[one.id for one in each.false],
                        first=each.false[0].received,
                        last=each.false[-1].received,
                        days=each.days,
                        channels=[shapes.ChannelShape(channel=name, tips=count) for name, count in each.channels],
                        wordings=[
                            shapes.WordingShape(left=one.left, right=one.right, share=one.share)
                            for one in each.wordings
                        ],
                        named=each.named,
                    )
                    for each in found
                ]
            )
        )
        return
    if not found:
        output.say("no false tips are repeated about one person")
        return
    output.say("this is about the tips: that they were false says nothing against whom they speak of")
    for each in found:
        output.say()
        output.say(f"{len(each.false)} of {each.tips} tips about {each.name} ({each.about}) were false")
        output.say(f"  came within {each.days} days, {each.false[0].received} to {each.false[-1].received}")
        output.say("  by " + ", ".join(f"{name} ({count})" for name, count in each.channels))
        output.say(f"  given by somebody named: {each.named} of {len(each.false)}")
        for one in each.wordings:
            output.say(f"  {one.left} and {one.right}: {one.share:.0%} of the wording is the same")
