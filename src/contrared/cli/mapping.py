"""Commands that help to bring a table in: map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import Json
from contrared.model import InputError


@app.command("map")
def draft(
    path: Annotated[
        Path, typer.Argument(help="CSV, TSV, XLSX, Parquet, JSON or JSON lines; gzip or zip is seen through.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="File to write the mapping to; shown if absent.")] = None,
    delimiter: Annotated[str, typer.Option("--delimiter", help="What parts cells; found if absent.")] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="Sheet of a workbook; the first if absent.")] = "",
    header: Annotated[
        list[int] | None, typer.Option("--header", help="Row that names the columns; may be given several times.")
    ] = None,
    records: Annotated[str, typer.Option("--records", help="Dotted path to the records of a JSON document.")] = "",
    country: Annotated[str, typer.Option("--country", help="Country of phone numbers without prefix, e.g. pe.")] = "",
    json: Json = False,
) -> None:
    """Draft a mapping of a table from its column names and values; `contrared load --map` takes it as it is.

    Names are known in English, Spanish and Portuguese. Each column says why it was taken for what it is, and how sure
    that is; what must be asked stands in comments.

    Example: contrared map register.xlsx --out register.yml
    """
    from contrared.collect.mapping.bringing import unpacked
    from contrared.collect.mapping.drafting import draft_mapping
    from contrared.collect.mapping.tables import Reading

    reading = Reading(
        delimiter=delimiter, sheet=sheet, header=tuple(sorted(header or ())), records=records, country=country
    )
    if out is not None and out.exists():
        raise InputError("the file is there already", where=str(out), do="give another name, or delete it first")
    with unpacked(path) as table:
        found = draft_mapping(table, reading)
    if out is not None:
        out.write_text(found.text, encoding="utf-8")
    if json:
        columns = [
            shapes.MappedColumn(
                column=g.column, role=g.role, sure=round(g.sure, 2), why=g.why, format=g.kind.form if g.kind else None
            )
            for g in found.columns
        ]
        output.emit(
            shapes.MapShape(
                dataset=found.dataset,
                schema=found.schema,
                columns=columns,
                questions=list(found.questions),
                mapping=found.text,
                written=None if out is None else str(out),
            )
        )
        return
    if out is None:
        output.say(found.text.removesuffix("\n"))
        return
    output.table(
        f"{path.name} as {found.schema}",
        ["column", "taken for", "sure", "why"],
        [(g.column, g.role or "-", f"{g.sure:.0%}", g.why) for g in found.columns],
    )
    for question in found.questions:
        output.say(f"? {question}")
    output.say(f"look at {out}, then: contrared load {path} --map {out}")
