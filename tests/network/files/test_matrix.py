"""Matrices with labels, as UCINET, R and pandas write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contrared.network import NetworkError
from tests.network.files.stating import read, said, ties


@pytest.mark.parametrize(
    "text",
    [
        ",A,B,C\nA,0,2,0\nB,2,0,1\nC,0,1,0\n",
        '"";"A";"B";"C"\n"A";0;2;0\n"B";2;0;1\n"C";0;1;0\n',
        "id,A,B,C\nA,0,2,0\nB,2,0,1\nC,0,1,0\n",
        "A\tB\tC\nA\t0\t2\t0\nB\t2\t0\t1\nC\t0\t1\t0\n",
        ",A,B,C\nC,0,1,0\nA,0,2,0\nB,2,0,1\n",
        ",A,B,C\nA,,2,\nB,2,,1\nC,,1,\n",
    ],
)
def test_a_symmetric_matrix_is_undirected(tmp_path: Path, text: str) -> None:
    network = read(tmp_path, text)
    found = {(frozenset(tie[:2]), tie[2], tie[3]) for tie in ties(network, "directed")}
    assert found == {(frozenset("AB"), 2.0, False), (frozenset("BC"), 1.0, False)}
    assert len(network.ties) == 2
    assert "symmetric matrix" in said(network)


def test_an_asymmetric_matrix_is_directed_from_row_to_column(tmp_path: Path) -> None:
    network = read(tmp_path, ",A,B,C\nA,1,0.5,0\nB,0,0,0\nC,0,0,0\n")
    assert ties(network, "directed") == [("A", "A", 1.0, True), ("A", "B", 0.5, True)]
    assert network.ids.to_pylist() == ["A", "B", "C"]
    assert said(network)["node without a tie"] == 1


@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
def test_a_matrix_without_labels_is_numbered(tmp_path: Path, separator: str) -> None:
    text = "0,1,0,0\n1,0,0,2\n0,0,0,0\n0,2,0,0\n".replace(",", separator)
    network = read(tmp_path, text)
    assert ties(network, "directed") == [("1", "2", 1.0, False), ("2", "4", 2.0, False)]
    assert network.ids.to_pylist() == ["1", "2", "3", "4"]
    assert "matrix without labels" in said(network)


@pytest.mark.parametrize("label", ["N{}", "V{}", "{}", "person{}"])
def test_labels_that_could_be_names_of_ends_are_labels(tmp_path: Path, label: str) -> None:
    one, two = label.format(1), label.format(2)
    network = read(tmp_path, f",{one},{two},x\n{one},0,1,0\n{two},1,0,3\nx,0,3,0\n")
    assert [tie[2] for tie in ties(network)] == [1.0, 3.0]
    assert set(network.ids.to_pylist()) == {one, two, "x"}


def test_a_large_matrix_as_r_writes_it(tmp_path: Path) -> None:
    labels = [f"x{n}" for n in range(60)]
    rows = ["\t".join(labels), *("\t".join([label, *["1"] * 60]) for label in labels)]
    assert len(read(tmp_path, "\n".join(rows)).ties) == 60 * 61 // 2


def test_rows_and_columns_without_a_common_label_are_two_modes(tmp_path: Path) -> None:
    network = read(tmp_path, ",m1,m2,m3\nA,1,0,1\nB,1,0,0\n")
    assert ties(network, "directed") == [("A", "m1", 1.0, False), ("A", "m3", 1.0, False), ("B", "m1", 1.0, False)]
    modes = dict(zip(network.ids.to_pylist(), network.nodes["mode"].to_pylist(), strict=True))
    assert modes == {"A": "row", "B": "row", "m1": "column", "m2": "column", "m3": "column"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (",A,B\nA,0,1\nX,1,0\n", "ties.csv:1: rows and columns have other labels (B, X)"),
        (",A,B,C\nA,0,1,0\nX,1,0,0\n", "ties.csv:1: rows and columns have other labels (B, C, X)"),
        (",1,2\nV1,0,1\nV2,1,0\n", "ties.csv:1: rows and columns have other labels"),
        (",person,friend\n0,12,40\n1,7,8\n2,1,1\n", "ties.csv:1: rows that are only numbered"),
        (",A,A\nA,0,1\nA,1,0\n", "two columns of the matrix are labelled 'A'"),
        (",A,\nA,0,1\nB,1,0\n", "ties.csv:1: a column of the matrix has no label"),
        (",A,B\nA,0,1\nB,-1,0\n", "ties.csv:3: a negative cell -1"),
        (",A,B\nA,0\nB,1,0\n", "ties.csv:2: 1 cells under 2 labels"),
        (",A,B\nA,0,1\nB,\"1,500\",0\n", "ties.csv:3: cell '1,500'"),
        (",A,B\nA,0,1e999\nB,0,0\n", "ties.csv:2: cell '1e999'"),
    ],
)  # fmt: skip
def test_matrices_that_are_none(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(NetworkError) as error:
        read(tmp_path, text)
    assert told in str(error.value)


def test_a_random_matrix_against_its_cells(tmp_path: Path) -> None:
    cells = np.random.default_rng(3).integers(0, 3, (30, 30))
    labels = [f"N{n}" for n in range(30)]
    rows = [",".join(["", *labels]), *(",".join([labels[i], *map(str, cells[i])]) for i in range(30))]
    found = {(one, other): weight for one, other, weight in ties(read(tmp_path, "\n".join(rows)))}
    assert found == {(labels[i], labels[j]): float(cells[i, j]) for i, j in np.argwhere(cells > 0).tolist()}
