"""The node table: what a file states of nodes, joined to the nodes of its ties."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from contrared.network.files.stated import NAMED, NodeTable, treatment
from contrared.network.files.values import flat
from contrared.network.treatment import NetworkError, Treatment


def node_table(ids: pa.Array, stated: NodeTable | None) -> tuple[pa.Table, list[Treatment]]:
    """One row a node: ``id``, ``label`` (the id where none is stated), and the attributes, null where not stated.

    Args:
        ids: All nodes, sorted.
        stated: What the file states of nodes; rows of the same node must agree.

    Raises:
        NetworkError: two rows contradict each other about a node; names both.
    """
    if stated is None:
        return pa.table({"id": ids, "label": ids}), []
    treatments = []
    named = pc.utf8_trim_whitespace(pc.cast(flat(stated.columns["id"]), pa.string()))
    place = pc.index_in(named, value_set=ids).to_numpy(zero_copy_only=False)
    order = np.argsort(place, kind="stable")
    again = np.zeros(len(order), bool)
    again[1:] = place[order[1:]] == place[order[:-1]]
    columns = {name: flat(column) for name, column in stated.columns.items() if name != "id"}
    if again.any():
        _refuse_contradictions(named, columns, order, again, stated)
        treatments.append(treatment("node stated twice", "alike, taken once", np.sort(order[again]), stated.place))
    row = np.full(len(ids), -1, np.int64)
    row[place[order[~again]]] = order[~again]
    if (unstated := np.flatnonzero(row < 0)).size:
        shown = tuple(ids.take(pa.array(unstated[:NAMED])).to_pylist())
        treatments.append(Treatment("node of a tie that is not among the nodes", len(unstated), "kept", shown))
    chosen = pa.array(row, mask=row < 0)
    table = {"id": ids, "label": ids}
    for name, column in columns.items():
        taken = column.take(chosen)
        if name == "label":
            text = pc.fill_null(pc.cast(taken, pa.string()), "")
            taken = pc.if_else(pc.equal(pc.utf8_trim_whitespace(text), ""), ids, text)
        table[name] = taken
    return pa.table(table), treatments


def alone(ids: pa.Array, source: np.ndarray, target: np.ndarray) -> list[Treatment]:
    """Nodes that no tie has: kept, and said."""
    tied = np.zeros(len(ids), bool)
    tied[source] = True
    tied[target] = True
    lonely = np.flatnonzero(~tied)
    if not lonely.size:
        return []
    shown = tuple(ids.take(pa.array(lonely[:NAMED])).to_pylist())
    return [Treatment("node without a tie", len(lonely), "kept, alone", shown)]


def _refuse_contradictions(
    named: pa.Array, columns: dict[str, pa.Array], order: np.ndarray, again: np.ndarray, stated: NodeTable
) -> None:
    for at in np.flatnonzero(again).tolist():
        row, before = int(order[at]), int(order[at - 1])
        for name, column in columns.items():
            now, then = column[row].as_py(), column[before].as_py()
            if now != then:
                raise NetworkError(
                    f"{stated.place(row)}: node {named[row].as_py()!r} has {name} {now!r}, and {then!r} at "
                    f"{stated.place(before)}: keep one of the two rows"
                )
