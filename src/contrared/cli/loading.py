"""Commands that bring files in and tell what is held: load, datasets, sources, diff."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.alerting import rescreened, tell_alerts
from contrared.cli.app import app
from contrared.cli.options import HERE, AsOf, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError
from contrared.store import DatasetVersion


def _shape(version: DatasetVersion, *, current: bool) -> shapes.VersionShape:
    return shapes.VersionShape(
        dataset=version.dataset,
        version=version.version,
        as_of=version.as_of,
        current=current,
        statements=version.statements,
        evidence=version.evidence,
        entities=version.entities,
        rejects=version.rejects,
        reader=version.reader,
        loaded_at=version.loaded_at,
    )


@app.command()
def load(
    path: Annotated[str, typer.Argument(help="File or folder, gzip seen through; with --map also a database's URL.")],
    mapping: Annotated[
        Path | None, typer.Option("--map", help="FollowTheMoney mapping that says what the rows of a table are.")
    ] = None,
    reader: Annotated[
        str | None, typer.Option("--reader", help="Reader; recognised from the content if absent.")
    ] = None,
    dataset: Annotated[str, typer.Option("--dataset", help="Dataset name; the reader's own if absent.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="Date the content speaks for: YYYY, YYYY-MM, YYYY-MM-DD.")] = "",
    reliability: Annotated[str, typer.Option("--reliability", help="Admiralty reliability of the source, A–F.")] = "",
    credibility: Annotated[str, typer.Option("--credibility", help="Admiralty credibility, 1–6.")] = "",
    handling: Annotated[str, typer.Option("--handling", help="E.g. 'TLP:AMBER // H1 // NO COURT USE'.")] = "",
    releasable_to: Annotated[
        list[str] | None, typer.Option("--releasable-to", help="Country or agency; may be given several times.")
    ] = None,
    obtained_from: Annotated[str, typer.Option("--obtained-from", help="From whom it came.")] = "",
    obtained_how: Annotated[str, typer.Option("--obtained-how", help="Download, handover, order, seizure …")] = "",
    obtained_at: Annotated[str, typer.Option("--obtained-at", help="When it came.")] = "",
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Law, order or warrant it is held under.")] = "",
    evidential_status: Annotated[
        str, typer.Option("--evidential-status", help="public, evidence, intelligence or tip.")
    ] = "",
    expires: Annotated[str, typer.Option("--expires", help="Until when it may be held, YYYY-MM-DD.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Terms, where the reader does not know them.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Load a list, register, coded report or (with --map) any table as a new, immutable dataset version.

    What the new version changed is screened against everybody watched and every encounter on record.

    Example: contrared load sdn.csv --as-of 2024-05-03 --reliability A --credibility 2 --node my-node
    """
    from contrared.collect import LoadOptions
    from contrared.collect import load as run
    from contrared.collect.mapping import mapped

    if mapping is not None and reader is not None:
        raise InputError("a table is read by a mapping or by a reader", where="--reader", do="leave one of them out")
    options = LoadOptions(
        dataset=dataset,
        as_of=as_of,
        reliability=reliability,
        credibility=credibility,
        handling=handling,
        releasable_to=tuple(releasable_to or ()),
        obtained_from=obtained_from,
        obtained_how=obtained_how,
        obtained_at=obtained_at,
        legal_basis=legal_basis,
        evidential_status=evidential_status,
        expires=expires,
        licence=licence,
    )
    with output.desk_at(node, user, purpose, case) as desk:
        before = {version.dataset: version for version in desk.current()}
        with ExitStack() as opened:
            file, by = (
                (Path(path), reader)
                if mapping is None
                else opened.enter_context(mapped(path, mapping, desk.node.root, dataset))
            )
            bar = opened.enter_context(output.progress(f"reading {file.name}"))
            report = run(desk, file, options, reader=by, progress=lambda n: bar.update(bar.task_ids[0], completed=n))
        version = report.version
        current = desk.version(version.dataset).version == version.version
        due = not report.already or desk.memory.rescreened(version.dataset) != version.version
        since = None if report.already else before.get(version.dataset)
        alerts = rescreened(desk, since, version) if current and due else []
    if json:
        output.emit(
            shapes.LoadShape(
                already=report.already,
                version=_shape(version, current=current),
                rejects_file=str(report.rejects),
                notices=list(report.notices),
                alerts=alerts,
            )
        )
        return
    if report.already:
        output.say(f"{version.dataset} {version.version} was there already; nothing was written")
    else:
        output.say(
            f"{version.dataset} {version.version}: {version.entities:,} entities, {version.statements:,} statements, "
            f"{version.evidence:,} pieces of evidence (reader {version.reader})"
        )
    if version.rejects:
        output.say(f"{version.rejects:,} rows or values set aside: {report.rejects}")
    for notice in report.notices:
        output.say(f"note: {notice}")
    tell_alerts(alerts)


@app.command()
def datasets(
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List the dataset versions held.

    Example: contrared datasets --node my-node --json
    """
    with output.desk_at(node, user, purpose, case, as_of) as desk:
        versions = desk.versions()
        current = {v.key for v in desk.current()}
    found = [_shape(v, current=v.key in current) for v in versions]
    if json:
        output.emit(shapes.DatasetsShape(versions=found))
        return
    output.table(
        "Dataset versions (* current)",
        ["dataset", "version", "entities", "statements", "evidence", "rejects", "reader"],
        [
            (
                v.dataset,
                v.version + (" *" if v.current else ""),
                f"{v.entities:,}",
                f"{v.statements:,}",
                f"{v.evidence:,}",
                f"{v.rejects:,}",
                v.reader,
            )
            for v in found
        ],
    )


@app.command()
def sources(
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List the source files held, with grade, handling, licence and hash.

    Example: contrared sources --node my-node --json
    """
    with output.desk_at(node, user, purpose, case, as_of) as desk:
        carried = {key for version in desk.versions() for key in version.sources}
        found = {key: source for key, source in desk.sources().items() if not as_of or key in carried}
    if json:
        output.emit(shapes.SourcesShape(sources={key: dict(s.to_dict()) for key, s in found.items()}))
        return
    output.table(
        "Sources",
        ["source", "dataset", "as of", "file", "grade", "handling", "licence", "sha256"],
        [
            (key, s.dataset, s.as_of, s.filename, s.grade, s.handling.banner, s.licence, s.sha256[:16] + "…")
            for key, s in found.items()
        ],
    )
