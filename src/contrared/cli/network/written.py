"""What every network command gives: a table, JSON, and a folder with both, a drawing and the network."""

from __future__ import annotations

import csv
import io
import json as encoding
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contrared.cli import output
from contrared.cli.network.target import Opened, tell
from contrared.model import InputError
from contrared.network import Table, canonical_json
from contrared.network.files.safe import cell
from contrared.store.durable import write_bytes


def give(
    opened: Opened,
    result: Any,
    table: Table,
    drawing: str,
    *,
    json: bool,
    out: Path | None,
    title: str,
    notes: Sequence[str] = (),
    columns: Mapping[str, Mapping[str, Any]] | None = None,
    full: Table | None = None,
) -> None:
    """Print a result, and write it where a folder is given.

    Args:
        opened: What it is a result of.
        result: A frozen result, with ``as_json`` or as it is.
        table: Its table twin.
        drawing: Its SVG.
        json: Print JSON instead of the table.
        out: Folder to write to.
        title: Title of the table.
        notes: Sentences a reader must know, printed under the table.
        columns: Values for nodes, by column and id, that go with the network.
        full: The table as it is written, where the printed one is shorter.

    Raises:
        InputError: ``out`` is a file.
    """
    tell(getattr(result, "treatments", ()) or opened.network.treatments)
    told = as_json(result)
    if out is not None:
        _write(out, opened, told, full or table, drawing, notes, columns or {})
    if json:
        sys.stdout.write(encoding.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
        return
    output.table(title, table.heads, table.rows)
    for note in notes:
        output.say(note)
    if out is not None:
        output.say(f"written to {out}")


def as_json(result: Any) -> Any:
    """Plain values of a frozen result."""
    told = getattr(result, "as_json", None)
    found = told() if callable(told) else canonical_json(result)
    return encoding.loads(found) if isinstance(found, str) else found


def _write(
    out: Path,
    opened: Opened,
    told: Any,
    table: Table,
    drawing: str,
    notes: Sequence[str],
    columns: Mapping[str, Mapping[str, Any]],
) -> None:
    """Columns are put into the order of the nodes; a node without a value has none."""
    from contrared.network.files import write_csv, write_gexf, write_graphml, write_i2
    from contrared.network.worlds.nodes import network_without as without

    if out.exists() and not out.is_dir():
        raise InputError("is a file; the result is a folder", where=str(out), do="give a folder")
    out.mkdir(parents=True, exist_ok=True)
    text = encoding.dumps(told, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"
    write_bytes(out / "result.json", text.encode())
    write_bytes(out / "table.csv", _csv(table).encode())
    write_bytes(out / "drawing.svg", drawing.encode())
    if notes:
        write_bytes(out / "notes.txt", ("\n".join(notes) + "\n").encode())
    shown = without(opened.network, opened.protected)
    ids = shown.ids.to_pylist()
    results = {name: [values.get(key) for key in ids] for name, values in columns.items()}
    write_graphml(shown, out / "network.graphml", results=results)
    write_gexf(shown, out / "network.gexf", results=results)
    write_csv(shown, out, results=results)
    write_i2(shown, out, results=results)


def _csv(table: Table) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(table.heads)
    for row in table.rows:
        writer.writerow(map(cell, row))
    return sheet.getvalue()
