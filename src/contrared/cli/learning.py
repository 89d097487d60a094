"""The command `learn`: weights of the matching model from judgements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError


@app.command()
def learn(
    out: Annotated[Path, typer.Option("--out", help="Model file to write, ending in .toml.")],
    start: Annotated[str, typer.Option("--from", help="Model to begin with and to stay near.")] = "default",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Learn the weights of a matching model from the judgements on record; read the file, then screen with it.

    Example: contrared learn --out our-model.toml --node my-node
    """
    from contrared.case.teaching import teach
    from contrared.store.durable import write_bytes

    if out.suffix != ".toml":
        raise InputError("a model file ends in .toml", where=str(out), do="give --out NAME.toml")
    with output.desk_at(node, user, purpose, case) as desk:
        found = teach(desk, out.stem, start)
        desk.record("learn", {"same": found.same, "different": found.different, "from": start})
    write_bytes(out, found.model.render().encode())
    shape = shapes.LearnShape(
        out=str(out),
        same=found.same,
        different=found.different,
        threshold=found.model.threshold,
        right_before=round(found.right_before, 4),
        right_after=round(found.right_after, 4),
    )
    if json:
        output.emit(shape)
        return
    output.say(f"{shape.same} pairs judged the same, {shape.different} judged different")
    output.say(f"on the right side of the threshold: {shape.right_before:.1%} before, {shape.right_after:.1%} now")
    output.say("that is on the pairs it was learnt from; hold others aside before you trust it")
    output.say(f"{out}: read it, then `contrared screen … --model {out}`")
