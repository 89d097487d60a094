"""The commands `backup …` and `restore`: daily operation, apart from the handover to keepers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import Commands, app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, Unprotected, User

backup = typer.Typer(
    name="backup",
    cls=Commands,
    help="Sealed, incremental backups of a node in use: make, list, verify, prune.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(backup)
Repository = Annotated[Path, typer.Argument(help="Folder of the backups; on another disk, or another machine's.")]
Secret = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="File with the passphrase of the backups; asked for if absent."),
]


@backup.command()
def make(
    repository: Repository,
    passphrase_file: Secret = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Back the node up while it is in use; what is there already is not copied again.

    The first time it makes the folder and asks for a passphrase, which whoever restores must have; the node keeps its
    key for the nightly runs. Earlier backups that hold what was erased since end with the next one.

    Example: contrared backup make /mnt/backups/my-node --node my-node
    """
    from contrared.govern.backup import back_up
    from contrared.govern.backup.opening import opened_or_made

    with output.desk_at(node, user, purpose, case) as desk, output.progress("backing up") as bar:
        bar.stop()
        found = opened_or_made(repository, node, passphrase_file)
        bar.start()
        done = back_up(desk, found, lambda count: bar.update(bar.task_ids[0], completed=count))
    shape = shapes.BackedShape(backup=_shape(done.backup), written=done.written, forgotten=list(done.forgotten))
    if json:
        output.emit(shape)
        return
    files, size = shape.backup.files, _size(shape.backup.size)
    output.say(f"{shape.backup.name}: {files:,} files, {size}; {_size(shape.written)} were new")
    for name in shape.forgotten:
        output.say(f"{name} held what was erased since, and is gone")


@backup.command(name="list")
def listed(repository: Repository, passphrase_file: Secret = None, node: NodeDir = HERE, json: Json = False) -> None:
    """List the backups of a folder, the oldest first.

    Example: contrared backup list /mnt/backups/my-node --node my-node
    """
    from contrared.govern.backup import backups
    from contrared.govern.backup.opening import opened

    rows = [_shape(each) for each in backups(opened(repository, node, passphrase_file))]
    if json:
        output.emit(shapes.BackupsShape(backups=rows))
        return
    columns = ["name", "made", "node", "by", "files", "size", "entries of the log"]
    cells = [(r.name, r.made, r.node, r.by, f"{r.files:,}", _size(r.size), f"{r.entries:,}") for r in rows]
    output.table("Backups", columns, cells)


@backup.command()
def verify(
    repository: Repository,
    name: Annotated[str, typer.Option("--name", help="One backup only, by its name.")] = "",
    passphrase_file: Secret = None,
    node: NodeDir = HERE,
    json: Json = False,
) -> None:
    """Read every piece of every backup and hold it against what was kept; ends with 1 where one is not whole.

    Example: contrared backup verify /mnt/backups/my-node --passphrase-file passphrase.txt
    """
    from contrared.govern.backup import verify_backups
    from contrared.govern.backup.opening import opened

    found = opened(repository, node, passphrase_file)
    with output.progress("reading") as bar:
        done = verify_backups(found, name, lambda count: bar.update(bar.task_ids[0], completed=count))
    shape = shapes.VerifiedBackupsShape(
        backups=[_shape(each) for each in done.backups], pieces=done.pieces, problems=list(done.problems)
    )
    if json:
        output.emit(shape)
    else:
        for problem in shape.problems:
            output.say(problem)
        if shape.problems:
            output.say(f"{len(shape.backups)} backups, {shape.pieces:,} pieces: NOT WHOLE")
        else:
            output.say(f"{len(shape.backups)} backups, {shape.pieces:,} pieces: all whole")
    if shape.problems:
        raise typer.Exit(1)


@backup.command()
def prune(
    repository: Repository,
    daily: Annotated[int, typer.Option("--daily", min=0, help="Days of which the newest backup stays.")] = 7,
    weekly: Annotated[int, typer.Option("--weekly", min=0, help="Weeks of which the newest backup stays.")] = 5,
    monthly: Annotated[int, typer.Option("--monthly", min=0, help="Months of which the newest backup stays.")] = 12,
    passphrase_file: Secret = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Let old backups go, and what no backup needs any more; the newest always stays.

    Example: contrared backup prune /mnt/backups/my-node --daily 7 --weekly 5 --monthly 12 --node my-node
    """
    from contrared.govern.backup import Keep
    from contrared.govern.backup import prune as let_go
    from contrared.govern.backup.opening import opened

    keep = Keep(daily, weekly, monthly)
    with output.desk_at(node, user, purpose, case) as desk:
        done = let_go(desk, opened(repository, node, passphrase_file), keep)
    shape = shapes.PrunedShape(gone=list(done.gone), freed=done.freed, stay=list(done.stay))
    if json:
        output.emit(shape)
        return
    output.say(f"{len(shape.gone)} backups let go, {_size(shape.freed)} freed; {len(shape.stay)} stay")


@app.command()
def restore(
    repository: Repository,
    to: Annotated[Path, typer.Option("--to", help="Folder of the node; must not be there.")],
    at: Annotated[str, typer.Option("--at", help="The newest backup made by then, or one by its name.")] = "",
    ledger: Annotated[
        str, typer.Option("--ledger", help="URL of an empty PostgreSQL database for the ledger; a file if absent.")
    ] = "",
    unprotected: Unprotected = "",
    despite_newer: Annotated[
        bool, typer.Option("--despite-newer", help="Lose what was recorded since, though a newer backup is there.")
    ] = False,
    passphrase_file: Secret = None,
    json: Json = False,
) -> None:
    """Put a node up again from a backup, on this machine or another; its log goes on under a new key.

    Example: contrared restore /mnt/backups/my-node --to my-node-again --passphrase-file passphrase.txt
    """
    from contrared.govern.backup import restore as put_up
    from contrared.govern.backup.opening import opened

    found = opened(repository, None, passphrase_file)
    with output.progress("restoring") as bar:
        done = put_up(
            found,
            to,
            at=at,
            ledger=ledger,
            unprotected=unprotected,
            despite=despite_newer,
            progress=lambda count: bar.update(bar.task_ids[0], completed=count),
        )
    shape = shapes.RestoredShape(backup=_shape(done.backup), out=str(to), retired=done.retired)
    if json:
        output.emit(shape)
        return
    output.say(f"the node of {shape.backup.made} stands in {shape.out}: {shape.backup.files:,} files")
    if shape.retired:
        output.say(f"the key of its log is a new one; retired: {shape.retired}")
    output.say("stop the old node for good, and tell its witnesses and partners")


def _shape(found: object) -> shapes.BackupShape:
    from contrared.govern.backup import Backup

    assert isinstance(found, Backup)
    told = {key: getattr(found, key) for key in ("name", "made", "node", "by", "entries", "size")}
    return shapes.BackupShape(**told, files=len(found.files))


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
