"""Commands on cases: investigate, why, export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from contrared.brief.exports.formats import Format
from contrared.cli import output, shapes
from contrared.cli.alerting import alert_shapes, tell_alerts
from contrared.cli.app import app
from contrared.cli.kept import session_for
from contrared.cli.options import HERE, AsOf, CaseId, Emergency, Json, LegalBasis, NodeDir, Purpose, User
from contrared.govern import enter
from contrared.model import InputError
from contrared.model.language.phrase import strung
from contrared.store import Node


@contextmanager
def progress_of_case() -> Iterator[Any]:
    """A progress line that a case can tell its steps to."""
    with output.progress("starting") as bar:
        task = bar.task_ids[0]
        yield lambda step, done: bar.update(task, description=step, completed=done)


def case_shape(run: Any, out: Path, alerts: list[shapes.AlertShape]) -> shapes.InvestigateShape:
    """A run in its documented shape."""
    return shapes.InvestigateShape(
        case=run.prepared.case.id,
        out=str(out),
        files={kind: str(path) for kind, path in run.files.items()},
        figures=run.figures,
        seconds=run.seconds,
        alerts=alerts,
    )


@app.command()
def investigate(
    case_file: Annotated[Path, typer.Argument(help="case.toml.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the results; made if missing.")],
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """The main job: load, resolve, draw the network, find bridges, write a cited, graded brief.

    Purpose and case are those of the case file. What its lists changed is screened against everybody watched and every
    encounter on record, as after `load`.

    Example: contrared investigate case.toml --out results --node my-node
    """
    from contrared.case import investigate as run_case

    opened = Node.open(node)
    try:
        session = session_for(opened, user)
        with progress_of_case() as told:
            run = run_case(opened, case_file, out, user=user, session=session, progress=told)
        case = run.prepared.case
        alerts = alert_shapes(enter(opened, user, case.purpose, case.id, session=session), run.prepared.alerts)
    finally:
        opened.close()
    if json:
        output.emit(case_shape(run, out, alerts))
        return
    report(run)
    tell_alerts(alerts)


def report(run: Any) -> None:
    """Print what a run found and where it lies."""
    output.say(run.prepared.case.title)
    output.say(", ".join(f"{count:,} {what}" for what, count in run.figures.items()))
    for item in run.brief.judgements:
        output.say(strung("", [f"  {item.id}  ", item.text]))
    for kind, path in sorted(run.files.items()):
        output.say(f"  {kind}: {path}")
    output.say("seconds: " + ", ".join(f"{step} {seconds}" for step, seconds in run.seconds.items()))


@app.command()
def why(
    claim: Annotated[
        str, typer.Argument(help="Id printed in a brief (J-, F-, T-, C-, A-, N-…), a statement id, or an entity id.")
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show at most that many places.")] = 20,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Follow a claim to its statements, and each to the line of the original, shown.

    Example: contrared why F-0123456789 --node my-node
    """
    from contrared.case.why import why as follow

    with output.desk_at(node, user, purpose, case) as desk:
        found = follow(desk, claim, limit=limit)
    if json:
        output.emit(
            shapes.WhyShape(
                claim=found.claim,
                kind=found.kind,
                text=found.text,
                originals=[
                    shapes.Original(
                        statement=shapes.StatementShape(
                            id=ground.statement.id,
                            entity_id=ground.statement.entity_id,
                            schema=ground.statement.schema,
                            prop=ground.statement.prop,
                            value=ground.statement.value,
                            original_value=ground.statement.original,
                            dataset=ground.statement.dataset,
                            as_of=", ".join(ground.statement.as_of),
                            corrected=ground.statement.corrected,
                            evidence=[],
                        ),
                        source=dict(ground.source.to_dict()),
                        locator=ground.locator,
                        text=ground.excerpt.text,
                        highlight=(ground.excerpt.highlight_start, ground.excerpt.highlight_end),
                    )
                    for ground in found.grounds
                ],
                more=found.more,
            )
        )
        return
    output.say(f"{found.kind} {found.claim}: {found.text}")
    for ground in found.grounds:
        source, passage = ground.source, ground.excerpt
        output.say()
        false = f" — FALSE, corrected by {ground.statement.corrected}" if ground.statement.corrected else ""
        output.say(f"{ground.statement.entity_id} {ground.statement.prop} = {ground.statement.value[:200]}{false}")
        output.say(
            f"  {source.publisher}, {source.filename}, {ground.locator} "
            f"(as of {source.as_of}, grade {source.grade}, {source.handling.banner}, sha256 {source.sha256[:16]}…)"
        )
        output.passage(passage.text, passage.highlight_start, passage.highlight_end)
    if found.more:
        output.say()
        output.say(f"{found.more} more places; give --limit to see them")


def pack_evidence(
    node: Path,
    user: str | None,
    purpose: str | None,
    case: str | None,
    cases: list[str],
    out: Path,
    to: str,
    legal_basis: str,
    emergency: str,
) -> shapes.ExportShape:
    """Pack evidence; one case is the case of the desk too, unless another is given."""
    from contrared.case.evidence import pack

    at = case if case is not None else cases[0] if len(cases) == 1 else None
    with output.desk_at(node, user, purpose, at) as desk:
        done = pack(desk, cases, out, to=to, legal_basis=legal_basis, emergency=emergency)
    return shapes.ExportShape(
        format=Format.EVIDENCE.value,
        files=[str(out / name) for name in done.files],
        rows=sum(done.files.values()),
        name=done.name,
        originals=done.originals,
        withheld_originals=done.withheld,
        custody=done.lines,
    )


def tell_packed(shape: shapes.ExportShape) -> None:
    """Say what was packed, and what belongs into the covering letter."""
    output.say(
        f"{shape.originals} originals, {shape.rows:,} rows, {shape.custody:,} lines of custody with their proofs"
    )
    if shape.withheld_originals:
        output.say(f"{shape.withheld_originals} originals left out: they name protected persons")
    output.say(f"for the covering letter: --name {shape.name}, and the key of `contrared audit key`")


@app.command()
def export(
    fmt: Annotated[Format, typer.Option("--format", help="ftm, csv, graphml, gexf, stix, bods; or evidence.")],
    out: Annotated[Path, typer.Option("--out", help="File to write; for csv a folder, for evidence a new one.")],
    cases: Annotated[list[str] | None, typer.Argument(help="evidence: ids of the cases.")] = None,
    dataset: Annotated[str | None, typer.Option("--dataset", help="Only this dataset.")] = None,
    columns: Annotated[
        str, typer.Option("--columns", help="csv: columns of the statements, parted by commas; all if absent.")
    ] = "",
    to: Annotated[
        str, typer.Option("--to", help="Who receives it: told when something in it turns out false; you if absent.")
    ] = "",
    legal_basis: LegalBasis = "",
    emergency: Emergency = "",
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Write what is held for other tools, without protected persons; or the evidence of cases, for a court.

    Example: contrared export --format ftm --out entities.ftm.json --node my-node
    """
    from contrared.case.export import export as run

    if fmt is Format.EVIDENCE:
        if dataset or columns:
            raise InputError("is of cases, whole", where="--format evidence", do="leave out --dataset and --columns")
        shape = pack_evidence(node, user, purpose, case, cases or [], out, to, legal_basis, emergency)
        output.emit(shape) if json else tell_packed(shape)
        return
    if cases:
        raise InputError("only evidence is of cases", where=cases[0], do="give --format evidence, or no case")

    with output.desk_at(node, user, purpose, case, as_of) as desk:
        written = run(
            desk,
            fmt,
            out,
            dataset=dataset,
            columns=[name.strip() for name in columns.split(",") if name.strip()],
            to=to,
            legal_basis=legal_basis,
            emergency=emergency,
        )
    shape = shapes.ExportShape(format=fmt.value, files=[str(path) for path in written.files], rows=written.rows)
    if json:
        output.emit(shape)
    else:
        output.say(f"{shape.rows:,} rows: {', '.join(shape.files)}")
        if written.withheld:
            output.say(f"{written.withheld} protected persons left out")
