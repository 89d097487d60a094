"""What a bulk linkage of registers gave, told on the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contrared.cli import output, shapes

if TYPE_CHECKING:
    from contrared.resolve.bulk.linking import Linkage


def say_linked(shape: shapes.ResolveShape, *, model: bool) -> None:
    """Tell of each register what was drafted and what the monitor found; with ``model`` what agreements are worth."""
    for linked in shape.registers:
        output.say(f"{linked.kind} registers: {linked.entries:,} entries linked in bulk, {linked.drafts:,} drafts")
        output.say("no person has reviewed the drafts; judgements come before them")
        for alarm in linked.warnings:
            output.say(f"WARNING: {alarm.text}")
        if model:
            columns = ["field", "agreement", "m", "u", "bits"]
            worth = [(w.field, w.level, f"{w.m:.4f}", f"{w.u:.2g}", f"{w.bits:+.2f}") for w in linked.weights]
            output.table("what each agreement is worth", columns, worth)
    for name in shape.alone:
        output.say(f"{name} is too large to be compared with lists pair by pair: screen its entries against them")


def linkage_shape(linkage: Linkage) -> shapes.LinkageShape:
    """A bulk linkage as JSON."""
    return shapes.LinkageShape(
        kind=linkage.kind,
        entries=linkage.entries,
        pairs=linkage.pairs,
        drafts=sum(1 for link in linkage.links if link.kind == "auto"),
        apart=len(linkage.apart),
        weights=[
            shapes.WeightShape(
                field=w.field, level=w.level, m=w.m, u=w.u, bits=round(w.bits, 4), by_commonness=w.by_commonness
            )
            for w in linkage.model.weights
        ],
        warnings=[
            shapes.AlarmShape(kind=a.kind, field=a.field, measured=a.measured, limit=a.limit, text=a.text)
            for a in linkage.warnings
        ],
    )
