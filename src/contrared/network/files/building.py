"""What a file states into a network: every value checked, every decision said."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contrared.network.files.dates import spans
from contrared.network.files.ids import near_ids, number_ends
from contrared.network.files.joining import alone, node_table
from contrared.network.files.stated import Place, Stated, treatment
from contrared.network.files.values import Column, directions, encoded, flat, is_text, probabilities, weights
from contrared.network.multilayer import TIES, UNNAMED, Multilayer
from contrared.network.treatment import NetworkError, Treatment


def network_of(stated: Stated, name: str) -> Multilayer:
    """The network that a file states.

    Ties of no weight and ties of no probability are left out and said; their nodes stay.

    Args:
        stated: What a reader found.
        name: Name of the file, for errors.

    Raises:
        NetworkError: a value that cannot be, with its place; or no node at all.
    """
    columns, place = stated.columns, stated.place
    treatments = list(stated.treatments)
    ids, source, target, told = number_ends(columns["source"], columns["target"], stated.nodes, place)
    treatments += told
    if not len(ids):
        raise NetworkError(f"{name}: an empty network, with no tie and no node: is this the right file?")
    treatments += near_ids(ids)
    nodes, told = node_table(ids, stated.nodes)
    treatments += told
    if stated.nodes is not None:
        treatments += alone(ids, source, target)
    rows = len(source)
    weight, told = _taken(weights, columns.get("weight"), 1.0, rows, place)
    treatments += told
    probability, told = _taken(probabilities, columns.get("probability"), np.nan, rows, place)
    treatments += told
    if "directed" in columns:
        directed, told = directions(columns["directed"], stated.directed, place)
        treatments += told
    else:
        directed = np.full(rows, stated.directed)
    start, end, told = spans(columns.get("start"), columns.get("end"), rows, place)
    treatments += told
    kept = np.ones(rows, bool)
    for values, what in ((weight, "weight 0"), (probability, "probability 0")):
        if (nothing := np.flatnonzero(values == 0)).size:
            treatments.append(treatment(what, "no tie, left out; its nodes stay", nothing, place))
            kept[nothing] = False
    table = pa.Table.from_arrays(
        [
            pa.array(source),
            pa.array(target),
            _layers(columns.get("layer"), rows),
            pa.array(weight),
            pa.array(probability, from_pandas=True),
            pa.array(directed),
            start,
            end,
            _evidence(columns.get("evidence"), rows),
        ],
        schema=TIES,
    )
    if not kept.all():
        table = table.filter(pa.array(kept)).combine_chunks()
    if not len(table):
        treatments.append(Treatment("network without a tie", 1, "its nodes stand alone"))
    return Multilayer(nodes, table, tuple(treatments))


def _taken(
    read: object, column: Column | None, default: float, rows: int, place: Place
) -> tuple[NDArray[np.float64], list[Treatment]]:
    if column is None:
        return np.full(rows, default), []
    return read(column, place)  # type: ignore[operator,no-any-return]


def _layers(column: Column | None, rows: int) -> pa.Array:
    """Layers, dictionary-encoded, the dictionary sorted; unnamed where none is stated."""
    if column is None:
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([UNNAMED]))
    codes, kinds = encoded(column)
    named = [kind.strip() or UNNAMED for kind in kinds]
    names = sorted(set(named)) or [UNNAMED]
    places = np.array([names.index(name) for name in named], np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places[codes]), pa.array(names, pa.string()))


def _evidence(column: Column | None, rows: int) -> pa.Array:
    """Ids parted by one space; null where there are none."""
    if column is None:
        return pa.nulls(rows, pa.string())
    text = flat(column if is_text(column.type) else pc.cast(column, pa.string()))
    text = pc.utf8_trim_whitespace(pc.replace_substring_regex(pc.cast(text, pa.string()), r"[\s;|]+", " "))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
