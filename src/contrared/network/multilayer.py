"""A multilayer network as columns: every tie apart, with its layer, time span, probability and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contrared.network.treatment import NetworkError, Treatment

#: Columns that every tie has. ``source`` and ``target`` are places in the node table; ``start`` and ``end`` are ISO
#: dates, possibly cut off to a month or a year, empty where nothing is stated.
TIES = pa.schema(
    [
        ("source", pa.int32()),
        ("target", pa.int32()),
        ("layer", pa.dictionary(pa.int32(), pa.string())),
        ("weight", pa.float64()),
        ("probability", pa.float64()),
        ("directed", pa.bool_()),
        ("start", pa.string()),
        ("end", pa.string()),
        ("evidence", pa.string()),
    ]
)
#: Name of the layer of a tie for which none is stated.
UNNAMED = "tie"


@dataclass(frozen=True)
class Multilayer:
    """Nodes and ties, parallel ties kept.

    An edge-coloured multigraph in the words of Kivelä et al., J. Complex Networks 2, 203 (2014).

    Attributes:
        nodes: Table with ``id`` (string, sorted by code point, distinct), ``label`` (string) and whatever else is known
            of a node, one row a node. A node's number is its row.
        ties: Table of the schema ``TIES``, one row a tie, in the order of the input. ``probability`` is null where none
            is stated. ``evidence`` holds ids parted by one space, or is null: what the tie rests on.
        treatments: What in the input needed a decision, in order.
    """

    nodes: pa.Table
    ties: pa.Table
    treatments: tuple[Treatment, ...] = ()

    @cached_property
    def ids(self) -> pa.StringArray:
        """Ids of the nodes, sorted."""
        return self.nodes["id"].combine_chunks()

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers that hold a tie, sorted."""
        return tuple(sorted(pc.unique(self.ties["layer"].cast(pa.string())).to_pylist()))

    @cached_property
    def source(self) -> NDArray[np.int32]:
        """Number of each tie's first node, shape (ties,)."""
        return np.asarray(self.ties["source"].to_numpy())

    @cached_property
    def target(self) -> NDArray[np.int32]:
        """Number of each tie's second node, shape (ties,)."""
        return np.asarray(self.ties["target"].to_numpy())

    def place(self, node: str) -> int:
        """Number of a node.

        Raises:
            NetworkError: there is no such node; names the nearest spelling where there is one.
        """
        found = pc.index(self.ids, pa.scalar(node, pa.string())).as_py()
        if found < 0:
            from difflib import get_close_matches

            near = get_close_matches(node, self.ids.to_pylist(), n=1) if len(self.ids) < 100_000 else []
            hint = f"; is {near[0]!r} meant?" if near else ""
            raise NetworkError(f"there is no node {node!r} in this network of {len(self.ids)} nodes{hint}")
        return int(found)

    def select(self, *, layers: Sequence[str] | None = None, without: Sequence[str] = ()) -> Multilayer:
        """The same nodes with only the ties of some layers.

        Args:
            layers: Layers to keep; all unless given.
            without: Layers to leave out.

        Raises:
            NetworkError: a layer is named that holds no tie here.
        """
        known = self.layers
        for name in (*(layers or ()), *without):
            if name not in known:
                raise NetworkError(f"unknown layer {name!r}: this network has {', '.join(known) or 'no layer'}")
        kept = [name for name in (known if layers is None else layers) if name not in without]
        chosen = pc.is_in(self.ties["layer"].cast(pa.string()), value_set=pa.array(kept, pa.string()))
        return Multilayer(self.nodes, self.ties.filter(chosen), self.treatments)
