"""Measures of all nodes as one result that can be written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from contrared.network.finding import Method
from contrared.network.measures.measure import MEASURES
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError, Treatment

if TYPE_CHECKING:
    from contrared.network.drawing.table import Table


@dataclass(frozen=True, slots=True)
class Measured:
    """Values of some measures.

    Attributes:
        ids: Ids of the nodes, sorted.
        values: For each measure its name and a value for each node; None where it is not defined.
        treatments: What in the input needed a decision.
        method: How they were found; cites each measure.
    """

    ids: tuple[str, ...]
    values: tuple[tuple[str, tuple[float | None, ...]], ...]
    treatments: tuple[Treatment, ...]
    method: Method

    def table(self, by: str | None = None, top: int | None = None) -> Table:
        """Nodes by a measure (the first unless named), greatest first, then by id; undefined last.

        Raises:
            NetworkError: ``by`` was not measured.
        """
        from contrared.network.drawing.table import Table

        columns = dict(self.values)
        name = next(iter(columns)) if by is None else by
        if name not in columns:
            raise NetworkError(f"{name!r} was not measured: there is {', '.join(columns)}")
        leading = columns[name]
        order = sorted(
            range(len(self.ids)), key=lambda place: (leading[place] is None, -(leading[place] or 0.0), place)
        )
        rows = tuple(
            (self.ids[place], *(_written(column[place]) for column in columns.values())) for place in order[:top]
        )
        return Table(("id", *columns), rows)


def measured(graph: SimpleGraph, names: Sequence[str], *, weighted: bool = False) -> Measured:
    """Some measures of all nodes.

    Args:
        graph: The graph.
        names: Names in ``MEASURES``, in the order wanted.
        weighted: Take weights for strengths of ties.

    Raises:
        NetworkError: there is no such measure, or none is named.
    """
    unknown = [name for name in names if name not in MEASURES]
    if unknown or not names:
        raise NetworkError(f"no measure {', '.join(map(repr, unknown)) or 'named'}: there is {', '.join(MEASURES)}")
    method = Method.of(
        "measures of position",
        libraries=("networkit", "numpy", "scipy"),
        citation="; ".join(f"{name}: {MEASURES[name].citation}" for name in names),
        measures=tuple(names),
        weighted=weighted,
        directed=graph.directed,
    )
    values = tuple(
        (name, tuple(None if np.isnan(value) else value for value in MEASURES[name].compute(graph, weighted).tolist()))
        for name in names
    )
    return Measured(tuple(graph.ids.to_pylist()), values, graph.treatments, method)


def _written(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
