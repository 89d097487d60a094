"""Ties as rows of a delimited text, with or without names over the columns, or as a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from contrared.network.files.heads import TIE_HEADS, ends, find, lone_end, ordered, plain
from contrared.network.files.matrix import bare_matrix, is_bare_matrix, is_matrix, matrix
from contrared.network.files.opening import text_of
from contrared.network.files.plainrows import Columns, plain_columns
from contrared.network.files.rows import Rows, separator_of
from contrared.network.files.safe import unguarded
from contrared.network.files.stated import NAMED, Stated
from contrared.network.files.values import is_direction, is_number
from contrared.network.treatment import NetworkError, Treatment

Row = tuple[int, list[str]]
#: What is said of a quote that keeps a spreadsheet from running a cell.
GUARD, GUARD_OFF = "quote before a sign that spreadsheets run", "taken off, as they do"
_AT_ONCE = 65_536
_SAMPLE = 50


def edge_list(data: bytes, name: str) -> Stated:
    """What a delimited text states.

    Raises:
        NetworkError: no two columns are the ends of ties, or a row cannot be read; names the line.
    """
    text, treatments = text_of(data, name)
    rows = Rows(text, name, separator_of(text, name, _sense))
    stream = iter(rows)
    sample = list(islice(stream, _SAMPLE))
    cells = [row for _, row in sample]
    if is_matrix(cells):
        stated = matrix([*sample, *stream], name)
    elif is_bare_matrix(cells):
        stated = bare_matrix([*sample, *stream], name)
    else:
        pair = ends(cells[0], cells[1:])
        heads = cells[0] if pair else _bare_heads(sample, name)
        body = sample[1:] if pair else sample
        useful = sorted({*(pair or (0, 1)), *find(heads, TIE_HEADS, taken=pair or (0, 1)).values()})
        columns, line = plain_columns(
            text, body[0][0] if body else 0, len(heads), rows.separator, useful, pair or (0, 1)
        ) or _columns(chain(body, stream), len(heads), useful, name)
        stated = _named(heads, pair or (0, 1), dict(zip(useful, columns, strict=True)), line, name)
        if pair is None:
            shown = f"{name}:{sample[0][0]}: {' - '.join(cells[0][:2])}"
            told = "first two columns taken as source and target" + (", the third as weight" if len(heads) == 3 else "")
            treatments.append(Treatment("no names over the columns", 1, told, (shown,)))
    if rows.comments:
        spots = tuple(f"{name}:{line}" for line in rows.comments[:NAMED])
        treatments.append(Treatment("comment", len(rows.comments), "left out", spots))
    return Stated(stated.columns, stated.place, stated.nodes, stated.directed, (*treatments, *stated.treatments))


def chosen(
    heads: Sequence[str], pair: tuple[int, int], columns: Mapping[int, pa.ChunkedArray]
) -> tuple[dict[str, int], list[Treatment]]:
    """Which column is what, and what is said of those under another name and of those that say nothing here.

    Args:
        heads: Names of all columns.
        pair: Which of them are the ends.
        columns: The columns that could be something, by place.
    """
    found = find(heads, TIE_HEADS, taken=pair)
    # A column "type" is a direction where it says so (as Gephi writes it), else a layer.
    kind = next((at for at, head in enumerate(heads) if plain(head) == "type" and at not in pair), None)
    if kind is not None and kind in found.values():
        holder = next(column for column, at in found.items() if at == kind)
        words = pc.unique(pc.cast(columns[kind], pa.string())).drop_null().to_pylist()
        if is_direction(words) and holder == "layer":
            del found["layer"]
            found.setdefault("directed", kind)
        elif holder == "directed" and not is_direction(words):
            del found["directed"]
    treatments = []
    renamed = tuple(f"{heads[at]} as {column}" for column, at in found.items() if plain(heads[at]) != column)
    if renamed:
        treatments.append(Treatment("column under another name", len(renamed), "taken", renamed))
    unused = [at for at in range(len(heads)) if at not in pair and at not in found.values()]
    if unused:
        shown = tuple(heads[at].strip() or "(unnamed)" for at in unused)
        treatments.append(Treatment("column that is none of a tie's", len(unused), "not read", shown))
    return dict(zip(("source", "target"), pair, strict=True)) | found, treatments


def _sense(sample: Sequence[Sequence[str]]) -> int:
    if ends(sample[0], sample[1:]) or is_matrix(sample):
        return 3
    lengths = {len(cells) for cells in sample}
    if lengths == {3}:
        return 2 if all(is_number(cells[2]) for cells in sample[1:] or sample) else 0
    return 1 if lengths == {2} or is_bare_matrix(sample) else 0


def _bare_heads(sample: Sequence[Row], name: str) -> list[str]:
    """Heads of a table without any.

    Raises:
        NetworkError: the first row is a head whose names say nothing, or there are more than three columns.
    """
    (line, first), rest = sample[0], [cells for _, cells in sample[1:]]
    do = "name the columns of the two ends source and target"
    if (lone := lone_end(first)) is not None:
        raise NetworkError(f"{name}:{line}: {lone!r} is one end of a tie and no column is the other: {do}")
    if len(first) > 3:
        raise NetworkError(f"{name}:{line}: no column is source or target among {', '.join(map(repr, first))}: {do}")
    numbers = [all(is_number(cell) for cell in cells) for cells in rest]
    third = len(first) == 3 and not is_number(first[2])
    if third or (rest and all(numbers) and not any(map(is_number, first))):
        what = "looks like names of columns" if rest and (all(numbers) or third) else "is no number in the third column"
        raise NetworkError(f"{name}:{line}: the row {', '.join(map(repr, first))} {what}: {do}")
    return ["source", "target", "weight"][: len(first)]


def _columns(body: Iterable[Row], width: int, useful: Sequence[int], name: str) -> Columns:
    """Columns of all rows, and the line of each."""
    chunks: list[list[pa.Array]] = [[] for _ in useful]
    lines: list[np.ndarray] = [np.zeros(0, np.int64)]
    stream = _whole(body, width, name)
    while rows := list(islice(stream, _AT_ONCE)):
        lines.append(np.array([line for line, _ in rows], np.int64))
        for column, at in enumerate(useful):
            chunks[column].append(pa.array([cells[at] for _, cells in rows], pa.large_string()))
    return [pa.chunked_array(parts, pa.large_string()) for parts in chunks], np.concatenate(lines)


def _named(
    heads: list[str], pair: tuple[int, int], columns: dict[int, pa.ChunkedArray], line: np.ndarray, name: str
) -> Stated:
    found, treatments = chosen(heads, pair, columns)
    guarded = 0
    for text in ("source", "target", "layer"):
        if text in found:
            columns[found[text]], count = unguarded(columns[found[text]])
            guarded += count
    if guarded:
        treatments.append(Treatment(GUARD, guarded, GUARD_OFF))

    def place(row: int) -> str:
        return f"{name}:{line[row]}" if row < len(line) else name

    directed = ordered(heads[pair[0]])
    taken = {name_of: columns[at] for name_of, at in found.items()}
    return Stated(taken, place, None, directed, tuple(treatments))


def _whole(body: Iterable[Row], width: int, name: str) -> Iterator[Row]:
    """Rows of the right length; cells beyond it are left out where they are empty."""
    for line, cells in body:
        if len(cells) != width:
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if len(cells) != width:
                told = f"{len(cells)} cells where the first row has {width}"
                raise NetworkError(f"{name}:{line}: {told}: is a separator missing, or a cell not quoted?")
        yield line, cells
