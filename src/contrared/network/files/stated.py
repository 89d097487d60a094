"""What a file states about a network, before anything is decided: the form that all readers bring theirs into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from contrared.network.treatment import Treatment

#: Where row number ``i`` (from 0) stands: ``edges.csv:12``.
Place = Callable[[int], str]
#: How many places a treatment names.
NAMED = 3


@dataclass(frozen=True)
class NodeTable:
    """Nodes as a file states them.

    Attributes:
        columns: ``id``, ``label`` where one is stated, and attributes by name, in the order of the file; texts.
        place: Where a node stands.
    """

    columns: Mapping[str, pa.Array]
    place: Place


@dataclass(frozen=True)
class Stated:
    """Ties as a file states them.

    Attributes:
        columns: Columns by their name in ``TIES``, each of one length and of text or numbers; ``source`` and ``target``
            always, the others where the file has them.
        place: Where a tie stands.
        nodes: What the file states of nodes; None where it has none.
        directed: Direction of ties whose own is not stated.
        treatments: What needed a decision so far.
    """

    columns: Mapping[str, pa.Array | pa.ChunkedArray]
    place: Place
    nodes: NodeTable | None = None
    directed: bool = True
    treatments: tuple[Treatment, ...] = ()


def treatment(what: str, how: str, rows: Iterable[int], place: Place) -> Treatment:
    """A treatment of rows, the first few of them named."""
    found = list(rows)
    return Treatment(what, len(found), how, tuple(place(int(row)) for row in found[:NAMED]))
