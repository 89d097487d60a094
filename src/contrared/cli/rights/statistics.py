"""The command `statistics`: tables for international reporting, without persons."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.brief.statistics import Published

LEFT_OUT = ".."
ACTION = "statistics"


@app.command()
def statistics(
    kind: Annotated[str, typer.Option("--kind", help="encounters, hits or trafficking; file, with --from.")],
    by: Annotated[str, typer.Option("--by", help="Up to three properties, as in country,month.")],
    source: Annotated[
        Path | None, typer.Option("--from", help="CSV file of cases, one a row: seizures, or another register.")
    ] = None,
    since: Annotated[str, typer.Option("--since", help="First day, month or year, ISO.")] = "",
    until: Annotated[str, typer.Option("--until", help="Last one, within.")] = "",
    threshold: Annotated[int | None, typer.Option("--threshold", help="Numbers below are left out.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="CSV file to write.")] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Count without persons: small numbers are left out, and as many others as it takes that none can be worked out.

    Example: contrared statistics --kind encounters --by country,month --since 2026 --out encounters.csv --node my-node
    """
    from contrared.brief.statistics import count, suppress
    from contrared.brief.statistics.held import Kind, cases, cases_of, checked
    from contrared.govern import record
    from contrared.store.durable import write_bytes

    if kind not in set(Kind):
        raise InputError(f"{kind!r} is nothing to count", where="--kind", do=f"use one of {', '.join(Kind)}")
    if (kind == Kind.FILE) != (source is not None):
        raise InputError("a file of cases goes with --kind file", where="--from", do="give both or neither")
    names = [name.strip() for name in by.split(",") if name.strip()]
    with output.desk_at(node, user, purpose, case) as desk:
        rows = (
            cases_of(source, since=since, until=until)
            if source is not None
            else cases(desk, Kind(kind), since=since, until=until)
        )
        checked(rows, names)
        limit = threshold if threshold is not None else desk.node.settings.statistics.threshold
        with output.progress("seeing that nothing can be worked out"):
            found = suppress(count(rows, names), limit)
        data = _csv(found)
        before = sum(
            1 for entry in record.entries(desk.node.ledger) if entry.action == ACTION and entry.what.get("kind") == kind
        )
        told = {"kind": kind, "by": names, "since": since, "until": until, "threshold": limit}
        digest = hashlib.sha256(data).hexdigest()
        desk.record(ACTION, {**told, "left_out": len(found.left_out), "sha256": digest})
        if out is not None:
            write_bytes(out, data)
    shape = shapes.StatisticsShape(
        kind=kind,
        by=names,
        threshold=limit,
        rows=[
            shapes.NumberShape(of=dict(zip(names, entry, strict=True)), number=found.numbers.get(entry))
            for entry in _entries(found)
        ],
        left_out=len(found.left_out),
        before=before,
        sha256=digest,
        out=str(out) if out is not None else "",
    )
    if json:
        output.emit(shape)
        return
    cells = [(*("total" if v == "*" else v for v in entry), _shown(found, entry)) for entry in _entries(found)]
    output.table(f"{kind} by {', '.join(names)}", [*names, "number"], cells)
    output.say(f"{shape.left_out} of {len(shape.rows)} numbers are left out ({LEFT_OUT})")
    if before:
        output.say(f"{before} tables of {kind} were made before: see that they cannot be subtracted from each other")


def _entries(found: Published) -> list[tuple[str, ...]]:
    return sorted({*found.numbers, *found.left_out}, key=lambda entry: tuple((v == "*", v) for v in entry))


def _shown(found: Published, entry: tuple[str, ...]) -> str:
    return str(found.numbers[entry]) if entry in found.numbers else LEFT_OUT


def _csv(found: Published) -> bytes:
    from contrared.case.table import neutral

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*found.by, "number"])
    for entry in _entries(found):
        writer.writerow([*("total" if value == "*" else neutral(value) for value in entry), _shown(found, entry)])
    return out.getvalue().encode()
