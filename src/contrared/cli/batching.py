"""Screening a table of customers from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contrared.api.shapes import asked_shapes
from contrared.cli import output, shapes
from contrared.cli.indexing import refreshed
from contrared.govern import Desk
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.match.question import Known


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


def known_customer(table: Path, columns: list[str], row: int) -> Known:
    """What a row of a table says of a customer, as screening the table reads it."""
    from contrared.match.columns import known_row, read_columns

    return known_row(table, read_columns(table, column_mapping(columns)), row)


def screen_batch(
    desk: Desk,
    table: Path,
    out: Path | None,
    columns: list[str],
    limit: int,
    *,
    legal_basis: str,
    emergency: str,
    json: bool,
) -> None:
    """Screen a table and say what came of it; in bulk, where somebody else approved it."""
    from contrared.match.batch import screen_table
    from contrared.match.bulk import leave
    from contrared.match.columns import read_columns
    from contrared.match.screening import opened
    from contrared.match.segments import segments

    if out is None:
        raise InputError("say where the result goes", where="--batch", do="give --out FILE")
    found = read_columns(table, column_mapping(columns))
    refreshed(desk)
    asked = segments(desk)
    permit = leave(desk, asked, table, found, limit=limit, legal_basis=legal_basis, emergency=emergency)
    with output.progress(f"screening {table.name}") as bar:
        done = screen_table(
            asked,
            table,
            out,
            found,
            limit=limit,
            progress=lambda n: bar.update(bar.task_ids[0], completed=n),
            desk=desk,
            permit=permit,
        )
    lists = opened(desk)
    shape = shapes.BatchShape(
        out=str(out),
        customers=done.customers,
        candidates=done.hits,
        not_asked=done.unread,
        resumed=done.resumed,
        versions=asked_shapes(lists.asked),
        missing=[shapes.Problem(where=where, what=what) for where, what in lists.missing],
    )
    if json:
        output.emit(shape)
        return
    taken_up = f" ({done.resumed:,} were done before)" if done.resumed else ""
    output.say(f"{done.customers:,} customers screened{taken_up}: {done.hits:,} candidates in {out}")
    if done.unread:
        output.say(f"{done.unread:,} rows could not be asked for; the table says why")
    tell_lists(shape.versions, shape.missing)


def tell_lists(asked: Sequence[shapes.AskedShape], missing: Sequence[shapes.Problem]) -> None:
    """Say which lists were asked, how old they are, and which could not be asked."""
    output.say("lists asked:")
    for each in asked:
        output.say(f"  {each.dataset}, as of {each.as_of} ({each.age_days:,} days ago), {each.entities:,} parties")
    for problem in missing:
        output.say(f"  NOT asked: {problem.where}, {problem.what}")
    if not asked:
        output.say("  none: the node holds no list; see `contrared load`")


def prove(desk: Desk, queries: Sequence[dict[str, Any]], *, json: bool) -> None:
    """Say when this very query was asked before, alone or as a row of a table."""
    from contrared.match.proof import proven
    from contrared.match.sealing import proven_rows

    found = [
        shapes.ProvenShape(
            line=item.seq,
            at=item.at,
            user=item.user,
            versions=list(item.versions),
            candidates=item.candidates,
            result=item.result,
            inclusion=None,
        )
        for item in proven(desk, queries)
    ]
    found += [
        shapes.ProvenShape(
            line=item.seq,
            at=item.at,
            user=item.user,
            versions=list(item.versions),
            candidates=item.candidates,
            result=item.result,
            inclusion=shapes.InclusionShape(
                row=item.row,
                entry=item.entry,
                position=item.position,
                entries=item.entries,
                path=list(item.path),
                root=item.root,
            ),
        )
        for item in proven_rows(desk, queries)
    ]
    found.sort(key=lambda each: each.line)
    desk.record("prove", {"found": len(found)})
    if json:
        output.emit(shapes.ProofShape(screenings=found))
        return
    rows = [(p.line, p.at, p.user, p.candidates, " ".join(p.versions), _within(p.inclusion)) for p in found]
    columns = ["line", "when, UTC", "by", "candidates", "lists", "row of a table"]
    output.table("Screenings of this very query", columns, rows)


def _within(inclusion: shapes.InclusionShape | None) -> str:
    if inclusion is None:
        return ""
    return f"row {inclusion.row}; entry {inclusion.position + 1:,} of {inclusion.entries:,} under {inclusion.root}"
