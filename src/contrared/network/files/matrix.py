"""Ties as a matrix: a square of rows and columns of the same nodes, or rows of actors and columns of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contrared.network.files.heads import ends
from contrared.network.files.stated import NAMED, NodeTable, Stated
from contrared.network.files.values import GROUPED, MISSING, is_number
from contrared.network.treatment import NetworkError, Treatment

Row = tuple[int, list[str]]


def is_matrix(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows begin a matrix with labels: nothing stands over the first column, and numbers fill the rest."""
    if len(rows) < 2:
        return False
    first, body = rows[0], rows[1:]
    heads = [head.strip() for head in first[1:]]
    labels = [row[0].strip() for row in body]
    if ends(rows[0]) is not None and not set(labels) <= {head.strip() for head in first}:
        return False  # columns source and target (or v1 and v2) of ties, not nodes of these names
    filled = all(_cell(cell) for row in body[:20] for cell in row[1:])
    if len(first) == len(body[0]) - 1 and len(first) > 1:  # as R writes it: no cell over the labels
        return filled and set(labels) <= {head.strip() for head in first}
    if not first[0].strip():
        return filled and len(first) > 1
    return (
        filled
        and len(heads) > 1
        and not _cell(first[0])
        and len(labels) <= len(heads)
        and labels == heads[: len(labels)]
    )


def is_bare_matrix(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows begin a matrix without labels: more than three columns, and numbers everywhere."""
    lengths = {len(row) for row in rows}
    return len(lengths) == 1 and lengths.pop() > 3 and all(_cell(cell) for row in rows[:20] for cell in row)


def bare_matrix(rows: Sequence[Row], name: str) -> Stated:
    """Ties of a square matrix without labels; its nodes are numbered from 1.

    Raises:
        NetworkError: it is not square, or as :func:`matrix`.
    """
    width = len(rows[0][1])
    if len(rows) != width:
        told = f"{len(rows)} rows of {width} numbers without names"
        raise NetworkError(f"{name}:{rows[0][0]}: {told}: name the columns of the two ends source and target")
    labels = [str(number) for number in range(1, width + 1)]
    labelled = [(line, [label, *cells]) for label, (line, cells) in zip(labels, rows, strict=True)]
    stated = matrix([(rows[0][0], ["", *labels]), *labelled], name)
    numbered = Treatment("matrix without labels", 1, f"its nodes are numbered 1 to {width}", (name,))
    return replace(stated, treatments=(*stated.treatments, numbered))


def matrix(rows: Sequence[Row], name: str) -> Stated:
    """Ties of a matrix with labels: one for each cell above 0, with its value as weight.

    A symmetric square gives undirected ties, any other directed ones from row to column. A matrix of rows and columns
    that share no label is two-mode: rows are tied to columns.

    Raises:
        NetworkError: labels that differ, are empty or stand twice, a cell that is no number; names the line.
    """
    line, top = rows[0]
    heads = [head.strip() for head in (top if len(top) == len(rows[1][1]) - 1 else top[1:])]
    labels = [cells[0].strip() for _, cells in rows[1:]]
    lines = [at for at, _ in rows[1:]]
    _refuse_labels(heads, [line] * len(heads), "column", name)
    _refuse_labels(labels, lines, "row", name)
    values, treatments = _values(rows[1:], len(heads), name)
    square = set(heads) == set(labels)
    if not square and (len(heads) == len(labels) or set(heads) & set(labels)):
        odd = sorted(set(heads) ^ set(labels))[:NAMED]
        raise NetworkError(
            f"{name}:{line}: rows and columns have other labels ({', '.join(odd)}): a matrix of ties has the same"
        )
    if not square and any(labels == [str(n) for n in range(first, len(labels) + first)] for first in (0, 1)):
        told = "rows that are only numbered, under names that are none of the ends of a tie"
        do = "name the columns of the ends source and target, or, if it is a matrix, give its rows names"
        raise NetworkError(f"{name}:{line}: {told}: {do}")
    symmetric = False
    if square:
        values = values[:, [heads.index(label) for label in labels]] if heads != labels else values
        heads = labels
        symmetric = bool((values == values.T).all())
    row, column = np.nonzero(np.triu(values) if symmetric else values)
    told = (
        "undirected ties"
        if symmetric
        else "directed ties, row to column"
        if square
        else "two-mode: rows tied to columns"
    )
    kind = "symmetric matrix" if symmetric else "matrix"
    treatments.insert(0, Treatment(kind, 1, f"{told}, cells above 0 as weight", (name,)))
    ids = labels if square else [*labels, *heads]
    spots = [f"{name}:{at}" for at in lines] + ([] if square else [f"{name}:{line}"] * len(heads))
    columns = {
        "source": pa.array(labels, pa.string()).take(pa.array(row)),
        "target": pa.array(heads, pa.string()).take(pa.array(column)),
        "weight": pa.array(values[row, column]),
    }

    def place(tie: int) -> str:
        return f"{name}:{lines[int(row[tie])]}, column {heads[int(column[tie])]}"

    attributes = {} if square else {"mode": pa.array(["row"] * len(labels) + ["column"] * len(heads))}
    nodes = NodeTable({"id": pa.array(ids, pa.string()), **attributes}, spots.__getitem__)
    return Stated(columns, place, nodes, square and not symmetric, tuple(treatments))


def _values(rows: Sequence[Row], width: int, name: str) -> tuple[NDArray[np.float64], list[Treatment]]:
    values = np.zeros((len(rows), width))
    empty: list[str] = []
    for at, (line, cells) in enumerate(rows):
        numbers = cells[1:]
        while len(numbers) > width and not numbers[-1].strip():
            numbers.pop()
        if len(numbers) != width:
            raise NetworkError(
                f"{name}:{line}: {len(numbers)} cells under {width} labels: is a cell missing or too many?"
            )
        for place, cell in enumerate(numbers):
            text = cell.strip()
            if text.casefold() in MISSING:
                empty.append(f"{name}:{line}")
                continue
            if not is_number(text) or GROUPED.fullmatch(text) or (value := float(text.replace(",", "."))) == np.inf:
                raise NetworkError(f"{name}:{line}: cell {text!r} of the matrix is not a number: give one, as 2 or 0.5")
            if value < 0:
                raise NetworkError(f"{name}:{line}: a negative cell {text}: ties have strength above 0")
            values[at, place] = value
    how = "taken as no tie"
    return values, [Treatment("empty cell", len(empty), how, tuple(dict.fromkeys(empty))[:NAMED])] if empty else []


def _refuse_labels(labels: Sequence[str], lines: Sequence[int], kind: str, name: str) -> None:
    for label, line in zip(labels, lines, strict=True):
        if not label:
            raise NetworkError(f"{name}:{line}: a {kind} of the matrix has no label: name every node")
    order = sorted(range(len(labels)), key=lambda at: (labels[at], at))
    for one, other in pairwise(order):
        if labels[one] == labels[other]:
            raise NetworkError(f"{name}:{lines[other]}: two {kind}s of the matrix are labelled {labels[one]!r}")


def _cell(cell: str) -> bool:
    text = cell.strip()
    return text.casefold() in MISSING or is_number(text)
