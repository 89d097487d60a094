"""Commands that bring lists from their publishers: fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.alerting import rescreened, tell_alerts
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError


@app.command()
def fetch(
    lists: Annotated[list[str] | None, typer.Argument(help="Names of lists; without any, they are listed.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Fetch every list of the catalogue.")] = False,
    catalogue: Annotated[
        Path | None, typer.Option("--catalogue", help="Lists of your own, TOML; they come before ours.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Megabytes a file may have.")] = 8192,
    loopback: Annotated[
        bool, typer.Option("--allow-loopback", help="Also plain http to this machine itself: a mirror, a test.")
    ] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Fetch lists from their publishers' addresses and load what is new; without a name, say which there are.

    This is the only command that goes to the internet by itself. Only https to public addresses is called; a file is
    fetched only if it changed, and one that was cut off is gone on with.

    Example: contrared fetch un ofac-sdn --node my-node
    """
    from contrared.collect.fetching import Rules, publishers
    from contrared.collect.fetching import fetch as run

    known = publishers(catalogue)
    if not lists and not everything:
        if json:
            output.emit(
                shapes.FetchShape(
                    known=[
                        shapes.KnownList(
                            name=p.name, publisher=p.publisher, about=p.about, addresses=list(p.files.values())
                        )
                        for p in known.values()
                    ],
                    fetched=[],
                    failed=[],
                )
            )
            return
        output.table("Lists", ["name", "publisher", "what"], [(p.name, p.publisher, p.about) for p in known.values()])
        return
    wanted = list(known) if everything else list(dict.fromkeys(lists or ()))
    if unknown := [name for name in wanted if name not in known]:
        raise InputError(f"there is no list {unknown[0]!r}", do="choose one of: " + ", ".join(known))
    fetched: list[shapes.FetchedList] = []
    failed: list[shapes.FailedList] = []
    with output.desk_at(node, user, purpose, case) as desk:
        for name in wanted:
            before = {version.dataset: version for version in desk.current()}
            try:
                with output.progress(f"fetching {name}, bytes") as bar:
                    found = run(
                        desk,
                        known[name],
                        rules=Rules(loopback=loopback),
                        limit=limit << 20,
                        progress=lambda seen, whole: bar.update(bar.task_ids[0], completed=seen, total=whole),
                    )
            except InputError as exc:
                # One publisher who is away must not keep the others' lists from coming; the exit code tells.
                if len(wanted) == 1:
                    raise
                failed.append(shapes.FailedList(name=name, error=str(exc)))
                output.note(f"{name}: {exc}")
                continue
            version = found.report.version if found.report is not None else None
            current = version is not None and desk.version(version.dataset).version == version.version
            alerts = [] if version is None or not current else rescreened(desk, before.get(version.dataset), version)
            fetched.append(
                shapes.FetchedList(
                    name=name,
                    new=version is not None,
                    dataset=None if version is None else version.dataset,
                    version=None if version is None else version.version,
                    entities=None if version is None else version.entities,
                    hashes={file: item.sha256 for file, item in found.files.items()},
                    alerts=alerts,
                )
            )
            if not json:
                told = (
                    "as it was"
                    if version is None
                    else f"{version.dataset} {version.version}, {version.entities:,} entities"
                )
                output.say(f"{name}: {told}")
                tell_alerts(alerts)
    if json:
        output.emit(shapes.FetchShape(known=[], fetched=fetched, failed=failed))
    if failed:
        raise typer.Exit(InputError.exit_code)
