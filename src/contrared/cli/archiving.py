"""The command `archive`: handing a node over, so that nobody can leave nothing behind."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

Files = list[Path] | None


class Act(StrEnum):
    """What `archive` does."""

    KEEPER = "keeper"
    MAKE = "make"
    VERIFY = "verify"
    OPEN = "open"
    RESTORE = "restore"
    DEPOSIT = "deposit"
    SCHEDULE = "schedule"


@app.command()
def archive(
    act: Annotated[
        Act,
        typer.Argument(
            help="keeper NAME (a key pair), make (pack the node), verify (what is missing), open (a keeper's share), "
            "restore (a node again), deposit (pack it as [handover] of node.toml says), schedule (units of systemd "
            "and a line of cron that do)."
        ),
    ],
    what: Annotated[str, typer.Argument(help="keeper: name; make, verify, open, restore: folder of the archive.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="keeper: file of the private key; open: of the share; restore: folder.")
    ] = None,
    keepers: Annotated[Path | None, typer.Option("--keepers", help="make: file of keepers, one a line.")] = None,
    needed: Annotated[int, typer.Option("--needed", min=2, help="make: how many keepers together open it.")] = 2,
    key: Annotated[Path | None, typer.Option("--key", help="open: the keeper's private key.")] = None,
    share: Annotated[Files, typer.Option("--share", help="verify, restore: an opened share; once for each.")] = None,
    log_key: Annotated[
        Path | None, typer.Option("--log-key", help="verify, restore: public key of the node's log, from elsewhere.")
    ] = None,
    witnessed: Annotated[
        Path | None, typer.Option("--witnessed", help="restore: newest checkpoint that the oversight body has.")
    ] = None,
    after: Annotated[
        Path | None, typer.Option("--after", help="verify: the deposit that this one must follow.")
    ] = None,
    if_due: Annotated[bool, typer.Option("--if-due", help="deposit: only where one is due.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Pack a node for its keepers, say what is missing in an archive, or put the node up again elsewhere.

    Example: contrared archive make handover-2026-12 --keepers keepers.txt --needed 3 --node my-node
    """
    from contrared.govern import handover
    from contrared.govern.handover.keepers import new_keeper, read_keepers
    from contrared.govern.log.keeping import witness_keys

    if act in (Act.DEPOSIT, Act.SCHEDULE):
        _deposits(act, if_due, node, user, purpose, case, json)
        return
    if not what:
        raise InputError("of what?", do="give a name to `keeper`, or the folder of an archive")
    known = witness_keys(log_key) if log_key is not None else []
    shares = [_share(path) for path in share or ()]
    place = Path(what)
    if act is Act.KEEPER:
        made = new_keeper(what, _given(out, "--out", "say where the private key goes"))
        shape = shapes.ArchiveShape(act=act, keepers=[made.name], line=made.line())
    elif act is Act.OPEN:
        name, opened = handover.open_share(place, _given(key, "--key", "give the keeper's private key"))
        target = _given(out, "--out", "say where the share goes")
        _write_new(target, opened.hex() + "\n")
        shape = shapes.ArchiveShape(act=act, keepers=[name], out=str(target))
    elif act is Act.VERIFY:
        found = handover.verify_archive(place, key=known[0] if known else None, shares=shares, after=after)
        shape = shapes.ArchiveShape(
            act=act,
            id=found.id,
            node=found.node,
            made=found.made,
            signed=found.signed,
            keepers=list(found.shares),
            needed=found.needed,
            files=found.files,
            before=found.before,
            problems=list(found.problems),
        )
    elif act is Act.RESTORE:
        target = _given(out, "--out", "say where the node goes")
        with output.progress("unpacking") as bar:
            back = handover.restore(
                place,
                shares,
                target,
                witnessed=witnessed,
                key=known[0] if known else None,
                witnesses=known[1:],
                progress=lambda count: bar.update(bar.task_ids[0], completed=count),
            )
        shape = shapes.ArchiveShape(
            act=act, id=back.id, node=back.node, files=back.files, out=str(target), retired=back.retired
        )
    else:
        escrow = read_keepers(_given(keepers, "--keepers", "name the file of keepers"))
        with output.desk_at(node, user, purpose, case) as desk, output.progress("packing") as bar:
            packed = handover.make(
                desk, place, escrow, needed, progress=lambda count: bar.update(bar.task_ids[0], completed=count)
            )
        shape = shapes.ArchiveShape(
            act=act,
            id=packed.id,
            keepers=list(packed.keepers),
            needed=packed.needed,
            files=packed.files,
            out=str(place),
        )
    if json:
        output.emit(shape)
    else:
        _tell(shape)
    if shape.problems:
        raise typer.Exit(1)


def _deposits(
    act: Act, if_due: bool, node: Path, user: str | None, purpose: str | None, case: str | None, json: bool
) -> None:
    import sys

    from contrared.govern.handover import deposit, schedule

    with output.desk_at(node, user, purpose, case) as desk, output.progress("packing") as bar:
        if act is Act.SCHEDULE:
            shape = shapes.ArchiveShape(act=act, schedule=schedule(desk.node, f"{sys.executable} -m contrared.cli"))
        else:
            found = deposit(desk, lambda count: bar.update(bar.task_ids[0], completed=count), if_due=if_due)
            shape = shapes.ArchiveShape(act=act)
            if found is not None:
                shape = shapes.ArchiveShape(
                    act=act, id=found.id, made=found.at, out=found.place, before=found.before, manifest=found.manifest
                )
    if json:
        output.emit(shape)
    elif act is Act.SCHEDULE:
        output.say(shape.schedule.rstrip())
    else:
        output.say(f"deposit {shape.id} in {shape.out}" if shape.id else "no deposit is due")


def _given(path: Path | None, option: str, do: str) -> Path:
    if path is None:
        raise InputError("is missing", where=option, do=do)
    return path


def _share(path: Path) -> bytes:
    try:
        return bytes.fromhex(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError) as exc:
        raise InputError("is no opened share", where=str(path), do="give a file that `archive open` wrote") from exc


def _write_new(path: Path, text: str) -> None:
    from contrared.store.durable import write_bytes

    if path.exists():
        raise InputError("there is something already", where=str(path), do="name a new file")
    write_bytes(path, text.encode(), mode=0o600)


def _tell(shape: shapes.ArchiveShape) -> None:
    if shape.act == Act.KEEPER:
        output.say(shape.line)
    elif shape.act == Act.OPEN:
        output.say(f"share of {shape.keepers[0]} written to {shape.out}")
    elif shape.act == Act.VERIFY:
        inside = "not opened" if shape.files is None else f"{shape.files:,} files"
        output.say(f"{shape.id} of {shape.node}, made {shape.made}, signed by {shape.signed or 'nobody'}; {inside}")
        output.say(f"{shape.needed} of {', '.join(shape.keepers)} open it")
        for problem in shape.problems:
            output.say(problem)
        output.say(f"{len(shape.problems)} problems" if shape.problems else "nothing missing")
    else:
        output.say(f"{shape.files:,} files in {shape.out}, archive {shape.id}")
        if shape.retired:
            output.say(f"the log goes on under a new key; {shape.retired} retired: give log/retired/ to its witnesses")
