"""A table of nodes beside the ties: id, label, and what else is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa

from contrared.network.files.columnar import parquet_nodes
from contrared.network.files.edgelist import GUARD, GUARD_OFF
from contrared.network.files.heads import NODE_HEADS, find
from contrared.network.files.opening import contents, text_of
from contrared.network.files.rows import Rows, separator_of
from contrared.network.files.safe import unguarded
from contrared.network.files.stated import NAMED, NodeTable
from contrared.network.treatment import NetworkError, Treatment


def companion(path: Path) -> Path | None:
    """The node table beside an edge list: ``nodes.csv`` by ``edges.csv``, ``x_nodes.csv`` by ``x_edges.csv``."""
    for edges, nodes in (("edges", "nodes"), ("Edges", "Nodes"), ("edgelist", "nodelist"), ("ties", "nodes")):
        stem, dot, ending = path.name.partition(".")
        if stem.endswith(edges):
            beside = path.with_name(stem.removesuffix(edges) + nodes + dot + ending)
            if beside.is_file():
                return beside
    return None


def read_nodes(path: Path) -> tuple[NodeTable, tuple[Treatment, ...]]:
    """What a node table states: columns ``id``, ``label`` (or ``name``), and attributes under their own names.

    Raises:
        NetworkError: no column ``id``, two of one name, or a row that cannot be read; names the line.
    """
    if path.suffix == ".parquet":
        return parquet_nodes(path), ()
    name = path.name
    text, treatments = text_of(contents(path), name)
    rows = Rows(text, name, separator_of(text, name, _sense) if _parted(text) else ",")
    stream = iter(rows)
    line, heads = next(stream, (1, []))
    heads = [head.strip() for head in heads]
    found = find(heads, NODE_HEADS)
    if "id" not in found:
        told = f"no column is id among {', '.join(map(repr, heads))}"
        raise NetworkError(f"{name}:{line}: {told}: name the column of the nodes id")
    named = {at: column for column, at in found.items()}
    names = [named.get(at, head) for at, head in enumerate(heads)]
    again = sorted({head for head in names if names.count(head) > 1})
    if again:
        raise NetworkError(f"{name}:{line}: two columns are {again[0] or '(unnamed)'!r}: rename one")
    lines, cells = [], []
    for line, row in stream:
        if len(row) != len(heads):
            raise NetworkError(
                f"{name}:{line}: {len(row)} cells under {len(heads)} names: is one missing or not quoted?"
            )
        lines.append(line)
        cells.append(row)
    columns = {}
    for at, head in enumerate(names):
        texts = [row[at].strip() for row in cells]
        columns[head or "(unnamed)"] = pa.array(
            texts if head == "id" else [text or None for text in texts], pa.string()
        )
    guarded = 0
    for head, column in columns.items():
        columns[head], count = unguarded(column)
        guarded += count
    if guarded:
        treatments.append(Treatment(GUARD, guarded, GUARD_OFF))
    if rows.comments:
        spots = tuple(f"{name}:{line}" for line in rows.comments[:NAMED])
        treatments.append(Treatment("comment", len(rows.comments), "left out", spots))
    return NodeTable(columns, lambda row: f"{name}:{lines[row]}"), tuple(treatments)


def _sense(sample: Sequence[Sequence[str]]) -> int:
    return 1 if "id" in find(sample[0], NODE_HEADS) else 0


def _parted(text: str) -> bool:
    first = next(iter(islice((line for line in text.splitlines() if not line.startswith(("#", "%"))), 1)), "")
    return any(separator in first for separator in "\t;|, ")
