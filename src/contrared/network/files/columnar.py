"""Ties and nodes in Parquet, the same columns as in an edge list."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contrared.network.files.edgelist import chosen
from contrared.network.files.heads import NODE_HEADS, TIE_HEADS, ends, find, ordered
from contrared.network.files.stated import NodeTable, Place, Stated
from contrared.network.treatment import NetworkError


def parquet_ties(path: Path) -> Stated:
    """What a Parquet file states of ties; only the columns of a tie are read.

    Raises:
        NetworkError: no Parquet, damaged, or without the two ends of a tie.
    """
    with _open(path) as file:
        heads = file.schema_arrow.names
        pair = ends(heads)
        if pair is None:
            told = f"no column is source or target among {', '.join(map(repr, heads)) or 'none'}"
            raise NetworkError(f"{path.name}: {told}: name the columns of the two ends source and target")
        useful = sorted({*pair, *find(heads, TIE_HEADS, taken=pair).values()})
        table = _read(file, [heads[at] for at in useful], path.name)
    found, treatments = chosen(heads, pair, {at: table.column(place) for place, at in enumerate(useful)})
    columns = {column: table.column(useful.index(at)) for column, at in found.items()}
    return Stated(columns, _place(path.name), None, ordered(heads[pair[0]]), tuple(treatments))


def parquet_nodes(path: Path) -> NodeTable:
    """What a Parquet file states of nodes.

    Raises:
        NetworkError: no Parquet, damaged, or without a column ``id``.
    """
    with _open(path) as file:
        heads = file.schema_arrow.names
        table = _read(file, heads, path.name)
    found = find(heads, NODE_HEADS)
    if "id" not in found:
        raise NetworkError(f"{path.name}: no column is id among {', '.join(map(repr, heads))}: name one id")
    names = {at: name for name, at in found.items()}
    columns = {}
    for at, head in enumerate(heads):
        column = table.column(at)
        kind = column.type
        if pa.types.is_nested(kind):
            continue
        columns[names.get(at, head)] = column.cast(pa.string()).combine_chunks()
    return NodeTable(columns, _place(path.name))


def _place(name: str) -> Place:
    return lambda row: f"{name}: row {row + 1}"


def _open(path: Path) -> pq.ParquetFile:
    if path.is_dir():
        raise NetworkError(f"{path}: a folder: name the Parquet file in it that holds the ties")
    try:
        return pq.ParquetFile(path)
    except FileNotFoundError:
        raise NetworkError(f"{path}: there is no such file") from None
    except (pa.ArrowInvalid, OSError) as exc:
        raise NetworkError(f"{path.name}: no Parquet, or cut off ({str(exc).splitlines()[0][:80]})") from exc


def _read(file: pq.ParquetFile, columns: list[str], name: str) -> pa.Table:
    if len(set(columns)) < len(columns):
        raise NetworkError(f"{name}: two columns have the same name: rename one")
    try:
        table = file.read(columns=columns).select(columns)
    except (pa.ArrowException, OSError) as exc:
        raise NetworkError(f"{name}: the Parquet file is damaged ({str(exc).splitlines()[0][:80]})") from exc
    for at, column in enumerate(columns):
        if pa.types.is_dictionary(table.schema.field(at).type):
            table = table.set_column(at, column, pc.cast(table.column(at), table.schema.field(at).type.value_type))
    return table
