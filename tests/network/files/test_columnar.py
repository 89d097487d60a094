"""Parquet: the same columns, whatever type they are stored in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contrared.network import Multilayer, NetworkError
from contrared.network.files import read_network
from tests.network.files.stating import said, ties


def read(folder: Path, columns: dict[str, pa.Array], name: str = "ties.parquet") -> Multilayer:
    pq.write_table(pa.table(columns), folder / name)
    return read_network(folder / name)


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        (pa.int64(), [10, 9, 2]),
        (pa.int32(), [10, 9, 2]),
        (pa.uint64(), [2**63, 9, 2]),
        (pa.string(), ["10", "9", "2"]),
        (pa.large_string(), ["b", "a", "é"]),
        (pa.dictionary(pa.int32(), pa.string()), ["b", "a", "é"]),
    ],
)
def test_ids_of_any_type_are_texts_sorted_by_code_point(tmp_path: Path, kind: pa.DataType, ids: list[object]) -> None:
    network = read(tmp_path, {"source": pa.array(ids[:2], kind), "target": pa.array(ids[1:], kind)})
    names = [str(id_) for id_ in ids]
    assert network.ids.to_pylist() == sorted(names)
    assert ties(network) == [(names[0], names[1], 1.0), (names[1], names[2], 1.0)]


def test_ends_of_two_types_and_typed_columns(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        {
            "source": pa.array([1, 2]),
            "target": pa.array(["2", "x"]),
            "weight": pa.array([1, None], pa.int8()),
            "p": pa.array([None, 0.5], pa.float32()),
            "directed": pa.array([True, False]),
            "start": pa.array([date(2020, 1, 2), None]),
            "end": pa.array([datetime(2020, 1, 3, 12, tzinfo=UTC), None]),
            "layer": pa.array(["b", "a"]).dictionary_encode(),
            "evidence": pa.array(["s1  s2", None]),
            "embedding": pa.array([[1.0], [2.0]]),
        },
    )
    assert ties(network, "probability", "directed", "start", "end", "layer", "evidence") == [
        ("1", "2", 1.0, None, True, "2020-01-02", "2020-01-03", "b", "s1 s2"),
        ("2", "x", 1.0, 0.5, False, "", "", "a", None),
    ]
    assert said(network) == {"column under another name": 1, "column that is none of a tie's": 1, "no weight": 1}


def test_nodes_beside(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [1, 7], "name": ["Ann", None], "age": [3, 4]}), tmp_path / "nodes.parquet")
    network = read(tmp_path, {"source": pa.array([1]), "target": pa.array([2])}, "edges.parquet")
    assert network.nodes.to_pylist() == [
        {"id": "1", "label": "Ann", "age": "3"},
        {"id": "2", "label": "2", "age": None},
        {"id": "7", "label": "7", "age": "4"},
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"weight": pa.array([1.0, float("nan")])}, "row 2: weight nan is not a number"),
        ({"weight": pa.array([1.0, float("inf")])}, "row 2: weight inf is infinite"),
        ({"weight": pa.array([1, -2])}, "row 2: weight -2 is negative"),
        ({"weight": pa.array([True, False])}, "the column weight holds bool"),
        ({"probability": pa.array([0.1, 1.5])}, "row 2: probability 1.5 is not between"),
        ({"directed": pa.array([0.5, 0.1])}, "the column directed holds double"),
        ({"start": pa.array([0.5, 0.1])}, "the column start holds double"),
        ({"source": pa.array([1, None])}, "row 2: the source is empty"),
        ({"source": pa.array(["a", ""])}, "row 2: the source is empty"),
        ({"source": pa.array([0.5, 1.0])}, "the column source holds double"),
        ({"source": pa.array(["a", "b\x07"])}, "row 2: the source holds a control character"),
    ],
)
def test_bad_columns(tmp_path: Path, more: dict[str, pa.Array], told: str) -> None:
    with pytest.raises(NetworkError, match=r"^ties\.parquet") as error:
        read(tmp_path, {"source": pa.array([1, 2]), "target": pa.array([2, 3])} | more)
    assert told in str(error.value)


def test_files_that_are_no_network(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="no column is source or target among 'a'"):
        read(tmp_path, {"a": pa.array([1])})
    with pytest.raises(NetworkError, match="no tie and no node"):
        read(tmp_path, {"source": pa.array([], pa.string()), "target": pa.array([], pa.string())})
    read(tmp_path, {"source": pa.array([1]), "target": pa.array([2])})
    data = (tmp_path / "ties.parquet").read_bytes()
    for cut in (data[:-20], b"", b"source,target\n"):
        (tmp_path / "ties.parquet").write_bytes(cut)
        with pytest.raises(NetworkError, match="no Parquet, or cut off"):
            read_network(tmp_path / "ties.parquet")
    with pytest.raises(NetworkError, match="no such file"):
        read_network(tmp_path / "none.parquet")
