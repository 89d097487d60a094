"""The command `disclose`: a case for the defence, or checking that a disclosure is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, Json, NodeDir, Purpose, User
from contrared.model import InputError


@app.command()
def disclose(
    case: Annotated[str, typer.Argument(help="Id of the case; with --check the folder of a disclosure.")],
    out: Annotated[Path | None, typer.Option("--out", help="New folder to write.")] = None,
    to: Annotated[str, typer.Option("--to", help="Who receives it: defence counsel and file number.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Check a disclosure against its manifest; no node.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Write for the defence what was used in a case and what spoke against it; protected persons are masked.

    Example: contrared disclose tri-border --to "defence of A. Rojas, file 12/2026" --out disclosure --node my-node
    """
    from contrared.case.disclosure import disclose as write
    from contrared.case.disclosure.disclose import check as whole

    if check:
        problems = whole(Path(case))
        shape = shapes.DisclosureShape(case="", out=case, files={}, manifest="", masked=0, problems=problems)
    else:
        if out is None:
            raise InputError("where to?", where="--out", do="name a new folder")
        with output.desk_at(node, user, purpose, case) as desk:
            done = write(desk, case, out, to=to)
        files = dict(done.files)
        shape = shapes.DisclosureShape(
            case=case, out=str(out), files=files, manifest=done.manifest, masked=done.masked, problems=[]
        )
    if json:
        output.emit(shape)
    elif check:
        output.say("\n".join(shape.problems) or "whole: every file is what its manifest says")
    else:
        for name, rows in shape.files.items():
            output.say(f"  {name}: {rows:,} rows")
        output.say(f"{shape.masked} protected persons masked; manifest {shape.manifest} is on record")
    if shape.problems:
        raise typer.Exit(1)
