"""Ends of ties as numbers: ids are texts, taken as they stand, sorted by code point."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contrared.network.files.stated import NAMED, NodeTable, Place
from contrared.network.files.values import Column, is_text
from contrared.network.treatment import NetworkError, Treatment

Numbers = NDArray[np.int32]
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


def number_ends(
    source: Column, target: Column, nodes: NodeTable | None, place: Place
) -> tuple[pa.Array, Numbers, Numbers, list[Treatment]]:
    """Ids of all nodes, sorted, and the number of each end.

    Space around an id is taken off; everything else stays: ``007`` is not ``7``.

    Raises:
        NetworkError: an id that is empty or holds a control character; names the place.
    """
    columns = [source, target] if nodes is None else [source, target, nodes.columns["id"]]
    places = (place, place, place if nodes is None else nodes.place)
    names = ("source", "target", "id")
    one_type = {column.type for column in columns}
    if len(one_type) > 1 or not (is_text(source.type) or pa.types.is_integer(source.type)):
        columns = [_text(column, name, at) for column, name, at in zip(columns, names, places, strict=False)]
    elif is_text(source.type):
        columns = [pc.cast(column, pa.large_string()) for column in columns]
    for column, name, at in zip(columns, names, places, strict=False):
        if column.null_count:
            raise NetworkError(f"{at(_first(pc.is_null(column)))}: the {name} is empty: name every node")
    coded = _chunked(columns).dictionary_encode()
    dictionary = coded.chunk(0).dictionary if coded.num_chunks else pa.array([], pa.string())
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in coded.chunks] or [np.zeros(0, np.int32)])
    stated = pc.cast(dictionary, pa.string())
    trimmed = pc.utf8_trim_whitespace(stated) if is_text(dictionary.type) else stated
    treatments = []
    spaced = pc.not_equal(trimmed, stated).to_numpy(zero_copy_only=False)
    if spaced.any():
        shown = tuple(repr(text) for text in stated.filter(pa.array(spaced))[:NAMED].to_pylist())
        treatments.append(Treatment("space around an id", int(spaced.sum()), "taken off", shown))
    lengths = [len(column) for column in columns]
    bounds = np.cumsum(lengths)
    wrong = pc.or_(pc.equal(trimmed, ""), pc.match_substring_regex(trimmed, _CONTROL)).to_numpy(zero_copy_only=False)
    if wrong.any():
        row = int(np.flatnonzero(wrong[codes])[0])
        part = int(np.searchsorted(bounds, row, side="right"))
        spot = places[part](row - int(bounds[part] - lengths[part]))
        if trimmed[int(codes[row])].as_py() == "":
            raise NetworkError(f"{spot}: the {names[part]} is empty: name every node")
        raise NetworkError(f"{spot}: the {names[part]} holds a control character: is the file damaged, or no text?")
    ids, number = _sorted(trimmed)
    numbers = number[codes]
    return ids, numbers[: bounds[0]], numbers[bounds[0] : bounds[1]], treatments


def near_ids(ids: pa.Array) -> list[Treatment]:
    """Ids that differ only in case or in Unicode form: kept apart, and said."""
    plain = pc.utf8_lower(pc.utf8_normalize(ids, "NFKC"))
    coded = plain.dictionary_encode()
    if len(coded.dictionary) == len(ids):
        return []
    codes = coded.indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    again = np.bincount(codes)[codes[order]] > 1
    near = ids.take(pa.array(order[again]))
    shown = tuple(_shown(text) for text in near[: 2 * NAMED].to_pylist())
    return [Treatment("id that differs from another only in case or Unicode form", len(near), "kept apart", shown)]


def _shown(text: str) -> str:
    return text if re.fullmatch(r"[\x20-\x7e]*", text) else f"{text} ({ascii(text)[1:-1]})"


def _sorted(ids: pa.Array) -> tuple[pa.Array, Numbers]:
    """Distinct ids by code point (the order of UTF-8), and the place of each in it."""
    distinct = ids.unique()
    order = pc.sort_indices(distinct)
    place = np.empty(len(distinct), np.int32)
    place[order.to_numpy()] = np.arange(len(distinct), dtype=np.int32)
    coded = ids.dictionary_encode().indices.to_numpy() if len(distinct) < len(ids) else np.arange(len(ids))
    return distinct.take(order), place[coded]


def _chunked(columns: list[Column]) -> pa.ChunkedArray:
    chunks = [chunk for c in columns for chunk in (c.chunks if isinstance(c, pa.ChunkedArray) else [c])]
    return pa.chunked_array([chunk for chunk in chunks if len(chunk)], columns[0].type)


def _text(column: Column, name: str, place: Place) -> Column:
    if not (is_text(column.type) or pa.types.is_integer(column.type) or pa.types.is_null(column.type)):
        raise NetworkError(f"{place(0)}: the column {name} holds {column.type}: ids are texts or whole numbers")
    return pc.cast(column, pa.large_string())


def _first(mask: Column) -> int:
    return int(pc.index(mask, True).as_py())
