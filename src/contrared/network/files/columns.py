"""A network and what was found of its nodes as columns to be written."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from contrared.network.multilayer import Multilayer
from contrared.network.treatment import NetworkError

Kind = Literal["string", "double", "long", "boolean"]
#: Results of nodes by name, each in the order of the nodes: ranks, ends of intervals, communities.
Results = Mapping[str, Sequence[object] | np.ndarray[Any, Any] | pa.Array]


@dataclass(frozen=True)
class Column:
    """A column to be written.

    Attributes:
        name: Its name.
        kind: What its values are.
        values: Values as texts, None where there is none.
    """

    name: str
    kind: Kind
    values: Sequence[str | None]


def node_columns(network: Multilayer, results: Results) -> list[Column]:
    """Label, attributes and results of the nodes, in that order.

    Raises:
        NetworkError: a result has another length than the network has nodes, or the name of another column.
    """
    table = network.nodes
    columns = [column_of(name, table[name]) for name in table.column_names if name != "id"]
    for name, values in results.items():
        if name in table.column_names:
            raise NetworkError(f"result {name!r} has the name of an attribute of the nodes: give it another")
        if len(values) != table.num_rows:
            raise NetworkError(f"result {name!r} has {len(values)} values for {table.num_rows} nodes")
        columns.append(column_of(name, values))
    return columns


def tie_columns(network: Multilayer) -> list[Column]:
    """What is stated of the ties beside their ends; columns that say nothing of any tie are left out."""
    found = []
    for name in ("layer", "weight", "probability", "start", "end", "evidence"):
        column = column_of(name, network.ties[name])
        if any(column.values):
            found.append(column)
    return found


def column_of(name: str, values: Sequence[object] | np.ndarray[Any, Any] | pa.Array | pa.ChunkedArray) -> Column:
    """Values as texts that read back the same; NaN and an empty text are no value.

    Raises:
        NetworkError: values that are neither texts, numbers nor truths.
    """
    plain = values.to_pylist() if isinstance(values, (pa.Array, pa.ChunkedArray)) else values
    plain = plain.tolist() if isinstance(plain, np.ndarray) else list(plain)
    kinds = {type(value) for value in plain if value is not None}
    if kinds <= {str}:
        return Column(name, "string", [value or None for value in plain])  # type: ignore[misc]
    if kinds == {bool}:
        return Column(name, "boolean", [None if value is None else str(value).lower() for value in plain])
    if kinds == {int}:
        return Column(name, "long", [None if value is None else str(value) for value in plain])
    if kinds <= {int, float}:
        texts = [None if value is None or value != value else _float(float(str(value))) for value in plain]
        return Column(name, "double", texts)
    raise NetworkError(
        f"column {name!r} holds {', '.join(sorted(kind.__name__ for kind in kinds))}: give texts or numbers"
    )


def ends(network: Multilayer) -> tuple[list[str], list[str]]:
    """Ids of the first and the second end of each tie."""
    ids = network.ids
    return ids.take(pa.array(network.source)).to_pylist(), ids.take(pa.array(network.target)).to_pylist()


def put(path: Path, text: str, *, bom: bool = False) -> None:
    """Write a text in one step, packed where the name ends in ``.gz``; the same text gives the same bytes."""
    from contrared.store.durable import write_bytes  # the store brings more than a network needs

    data = text.encode("utf-8-sig" if bom else "utf-8", "surrogatepass")
    if path.suffix == ".gz":
        data = gzip.compress(data, mtime=0)
    if not path.parent.is_dir():
        raise NetworkError(f"{path.parent}: there is no such folder to write into")
    write_bytes(path, data)


def _float(value: float) -> str:
    return repr(value).removesuffix(".0") if value == value and abs(value) < 1e15 else repr(value)
