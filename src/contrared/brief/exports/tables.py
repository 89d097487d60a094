"""Tables for a spreadsheet or a database: no cell runs as a formula, and every row says where it comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import pyarrow.compute as pc

from contrared.brief.exports.document import Document
from contrared.brief.exports.graph import EDGE, NODE, nodes, tie
from contrared.brief.exports.holding import Holding
from contrared.model import InputError, Source
from contrared.network.files.safe import cell

#: What is stated, and where: the second cannot be left out.
STATED = (
    "id",
    "canonical_id",
    "entity_id",
    "schema",
    "prop",
    "value",
    "lang",
    "original_value",
    "dataset",
    "first_seen",
    "last_seen",
)
SOURCED = ("source", "locator", "publisher", "filename", "as_of", "grade", "handling", "more_places")
BATCH = 20_000


def chosen(columns: Sequence[str]) -> tuple[str, ...]:
    """Columns of the statements; all where none are named.

    Raises:
        InputError: there is no such column.
    """
    for name in columns:
        if name not in STATED:
            raise InputError(f"there is no column {name!r}", where="--columns", do=f"choose of {', '.join(STATED)}")
    return tuple(dict.fromkeys(columns)) or STATED


def documents(holding: Holding, columns: Sequence[str] = ()) -> dict[str, Document]:
    """The files by name: statements, evidence, sources, nodes and edges.

    A text that a spreadsheet would run has a quote before it, which loading the file takes off.

    Args:
        holding: What leaves.
        columns: Columns of the statements, of :data:`STATED`; all unless given. Those of their source always follow.

    Raises:
        InputError: there is no such column.
    """
    wanted = chosen(columns)
    sources = [{"id": key, **source.to_dict()} for key, source in holding.sources.items()]
    return {
        "statements.csv": _csv((*wanted, *SOURCED), _statements(holding, wanted)),
        "evidence.csv": _csv(("statement_id", "source_id", "locator"), _evidence(holding)),
        "sources.csv": _csv(tuple(sources[0]) if sources else ("id",), (row.values() for row in sources)),
        "nodes.csv": _csv(("id", *NODE), ((node.id, *node.attributes.values()) for node in nodes(holding))),
        "edges.csv": _csv(
            ("id", "source", "target", *EDGE),
            ((edge.id, edge.source, edge.target, *tie(holding, edge).values()) for edge in holding.edges),
        ),
    }


def _statements(holding: Holding, wanted: Sequence[str]) -> Iterator[tuple[object, ...]]:
    places: dict[str, tuple[str, str, int]] = {}
    for statement, source, locator in _evidence(holding):
        first = places.get(statement)
        places[statement] = (source, locator, 0) if first is None else (first[0], first[1], first[2] + 1)
    for batch in holding.statements.select(["id", *(name for name in wanted if name != "id")]).to_batches(
        max_chunksize=BATCH
    ):
        values = {name: column.to_pylist() for name, column in zip(batch.schema.names, batch.columns, strict=True)}
        for key, *cells in zip(values["id"], *(values[name] for name in wanted), strict=True):
            source, locator, more = places.get(key, ("", "", 0))
            yield (*cells, source, locator, *_told(holding.sources.get(source)), more)


def _told(source: Source | None) -> tuple[object, ...]:
    if source is None:
        return ("", "", "", "", "")
    return source.publisher, source.filename, source.as_of, source.grade, source.handling.banner


def _evidence(holding: Holding) -> Iterator[tuple[str, str, str]]:
    table = holding.evidence.select(["statement_id", "source_id", "locator"])
    for batch in table.take(pc.sort_indices(table, [(name, "ascending") for name in table.column_names])).to_batches(
        max_chunksize=BATCH
    ):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _csv(head: Sequence[str], rows: Iterable[Iterable[object]]) -> Document:
    return Document((_row(row) for row in rows), head=_row(head), between="", tail="")


def _row(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(["" if value is None else cell(str(value)) for value in cells])
    return out.getvalue()
