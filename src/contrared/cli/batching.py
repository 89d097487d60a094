"""Screening a table of customers from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contrared.cli import output, shapes
from contrared.cli.indexing import refreshed
from contrared.govern import Desk
from contrared.model import InputError


def column_mapping(columns: Sequence[str]) -> dict[str, str]:
    """What ``--column`` says: ``name=Cliente`` and so on.

    Raises:
        InputError: an item has no ``=``.
    """
    mapping = {}
    for item in columns:
        what, parted, heading = item.partition("=")
        if not parted:
            raise InputError(f"{item!r} does not say what a column says", where="--column", do="write name=HEADING")
        mapping[what] = heading
    return mapping


def screen_batch(desk: Desk, table: Path, out: Path | None, columns: list[str], limit: int, *, json: bool) -> None:
    """Screen a table and say what came of it."""
    from contrared.match.batch import screen_table
    from contrared.match.columns import read_columns
    from contrared.match.segments import segments

    if out is None:
        raise InputError("say where the result goes", where="--batch", do="give --out FILE")
    found = read_columns(table, column_mapping(columns))
    refreshed(desk)
    asked = segments(desk)
    with output.progress(f"screening {table.name}") as bar:
        done = screen_table(
            asked, table, out, found, limit=limit, progress=lambda n: bar.update(bar.task_ids[0], completed=n)
        )
    desk.record(
        "screen table",
        {
            "customers": done.customers,
            "candidates": done.hits,
            "versions": [f"{s.version.dataset}@{s.version.version}" for s in asked],
        },
    )
    shape = shapes.BatchShape(
        out=str(out), customers=done.customers, candidates=done.hits, not_asked=done.unread, resumed=done.resumed
    )
    if json:
        output.emit(shape)
        return
    taken_up = f" ({done.resumed:,} were done before)" if done.resumed else ""
    output.say(f"{done.customers:,} customers screened{taken_up}: {done.hits:,} candidates in {out}")
    if done.unread:
        output.say(f"{done.unread:,} rows could not be asked for; the table says why")
