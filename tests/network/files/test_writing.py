"""What is written reads back the same, here and in NetworkX; and nothing in it can be run."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import Multilayer, NetworkError
from contrared.network.files import read_network, write_csv, write_gexf, write_graphml, write_i2
from contrared.network.multilayer import TIES
from tests.network.files.stating import whole

#: Texts as they may stand in a file: no control characters, no space at either end.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=6
)
ODD = st.sampled_from(
    ["=1+1", "+57 300", "-x", "@A", "'=x", "'", '"', "a,b", "a;b", "#1", "%", "007", "7", "na", "<&>"]
)
NAMES = (TEXT | ODD).map(str.strip).filter(bool)
DAYS = st.dates().map(lambda day: day.isoformat())
CUT = DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4])


@st.composite
def networks(draw: st.DrawFn, dates: st.SearchStrategy[str] = CUT) -> Multilayer:
    ids = sorted(draw(st.sets(NAMES, min_size=1, max_size=5)))
    node = st.integers(0, len(ids) - 1)
    spans = st.tuples(dates, dates).map(lambda pair: sorted(pair)) | st.just(["", ""])
    tie = st.tuples(
        node,
        node,
        NAMES,
        st.floats(min_value=0, exclude_min=True, allow_infinity=False),
        st.none() | st.floats(min_value=0, max_value=1, exclude_min=True),
        st.booleans(),
        spans,
        st.none() | st.sampled_from(["s1", "s1 s2"]),
    )
    rows = [[*row[:6], *row[6], row[7]] for row in draw(st.lists(tie, min_size=1, max_size=5))]
    arrays = [pa.array(column, f.type) for column, f in zip(zip(*rows, strict=True), TIES, strict=True)]
    labels = draw(st.lists(NAMES, min_size=len(ids), max_size=len(ids)))
    roles = draw(st.lists(st.none() | NAMES, min_size=len(ids), max_size=len(ids)))
    nodes = pa.table({"id": ids, "label": labels, "Role": pa.array(roles, pa.string())})
    return Multilayer(nodes, pa.Table.from_arrays(arrays, schema=TIES))


def back(network: Multilayer, ending: str, **options: Any) -> Multilayer:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"g.{ending}"
        if ending == "csv":
            path, _ = write_csv(network, Path(folder), **options)
        else:
            (write_gexf if "gexf" in ending else write_graphml)(network, path, **options)
        return read_network(path)


@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("ending", ["csv", "graphml", "graphml.gz"])
@given(network=networks())
def test_written_and_read_back_is_the_same(ending: str, network: Multilayer) -> None:
    assert whole(back(network, ending)) == whole(network)


@settings(max_examples=60, deadline=None)
@given(network=networks(DAYS))
def test_gexf_with_whole_days_is_the_same(network: Multilayer) -> None:
    assert whole(back(network, "gexf")) == whole(network)


def small(directed: tuple[bool, ...] = (True, True), ids: tuple[str, ...] = ("a", "b", "c")) -> Multilayer:
    rows = [
        (0, 1, "x", 2.0, 0.5, directed[0], "2020", "2020-02", "s1 s2"),
        (1, 2, "x", 0.1, None, directed[1], "", "", None),
    ]
    arrays = [pa.array(column, f.type) for column, f in zip(zip(*rows, strict=True), TIES, strict=True)]
    nodes = pa.table({"id": list(ids), "label": list(ids), "type": ["Person", "Person", "Firm"]})
    return Multilayer(nodes, pa.Table.from_arrays(arrays, schema=TIES))


RESULTS: dict[str, Any] = {
    "rank": [1, 2, 2],
    "betweenness_lo": np.array([0.5, 0.0, np.nan]),
    "community": ["=A", None, "B"],
    "shielded": pa.array([True, False, None]),
}


@pytest.mark.parametrize("directed", [(True, True), (False, False)])
@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_networkx_reads_it(tmp_path: Path, ending: str, directed: tuple[bool, bool]) -> None:
    path = tmp_path / f"g.{ending}"
    (write_gexf if ending == "gexf" else write_graphml)(small(directed), path, results=RESULTS)
    graph = nx.read_gexf(path) if ending == "gexf" else nx.read_graphml(path)
    assert graph.is_directed() is directed[0]
    assert {key: value for key, value in graph.nodes["a"].items() if key != "label"} == {
        "type": "Person", "rank": 1, "betweenness_lo": 0.5, "community": "=A", "shielded": True,
    }  # fmt: skip
    assert set(graph.nodes["c"]) == {"label", "type", "rank", "community"}
    edge = graph.edges["a", "b"]
    assert (edge["weight"], edge["probability"], edge["layer"], edge["evidence"]) == (2.0, 0.5, "x", "s1 s2")
    assert (edge["start"], edge["end"]) == (("2020-01-01", "2020-02-29") if ending == "gexf" else ("2020", "2020-02"))


def test_one_direction_among_others_is_said_at_the_edge(tmp_path: Path) -> None:
    for ending in ("graphml", "gexf", "csv"):
        assert back(small((True, False)), ending).ties["directed"].to_pylist() == [True, False]


def test_csv_cannot_be_run_and_results_are_beside(tmp_path: Path) -> None:
    edges, nodes = write_csv(small(ids=("=cmd|'/c calc'!A1", "b", "c")), tmp_path, results=RESULTS)
    assert nodes.read_text().splitlines() == [
        "id,label,type,rank,betweenness_lo,community,shielded",
        "'=cmd|'/c calc'!A1,'=cmd|'/c calc'!A1,Person,1,0.5,'=A,true",
        "b,b,Person,2,0,,false",
        "c,c,Firm,2,,B,",
    ]
    assert edges.read_text().splitlines()[1] == "'=cmd|'/c calc'!A1,b,x,2,0.5,2020,2020-02,s1 s2,true"


def test_i2_rows_hold_both_entities_and_the_link(tmp_path: Path) -> None:
    links, entities = write_i2(small((True, False)), tmp_path, results={"rank": [1, 2, 3]})
    assert links.read_bytes().startswith(b"\xef\xbb\xbf")
    with links.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0] == {
        "Entity 1 Identity": "a", "Entity 1 Label": "a", "Entity 1 Type": "Person",
        "Entity 2 Identity": "b", "Entity 2 Label": "b", "Entity 2 Type": "Person",
        "Link Identity": "link-1", "Link Type": "x", "Link Weight": "2", "Link Probability": "0.5",
        "Link Start": "2020", "Link End": "2020-02", "Link Evidence": "s1 s2", "Link Direction": "Entity 1 to Entity 2",
    }  # fmt: skip
    assert rows[1]["Link Direction"] == "None"
    with entities.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.DictReader(stream))[2] == {
            "Entity Identity": "c", "Entity Label": "c", "Entity Type": "Firm", "type": "Firm", "rank": "3",
        }  # fmt: skip


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("g.graphml", "g.graphml.gz", "g.gexf.gz"):
        write = write_gexf if "gexf" in name else write_graphml
        write(small(), tmp_path / name)
        first = (tmp_path / name).read_bytes()
        write(small(), tmp_path / name)
        assert (tmp_path / name).read_bytes() == first
    assert not list(tmp_path.glob(".*")), "no temporary file is left"


@pytest.mark.parametrize(
    ("results", "told"),
    [({"rank": [1]}, "1 values for 3 nodes"), ({"type": [1, 2, 3]}, "the name of an attribute"),
     ({"x": [1, "a", 2]}, "holds int, str"), ({"x": [[], [], []]}, "holds list")],
)  # fmt: skip
def test_results_that_do_not_fit(tmp_path: Path, results: dict[str, Any], told: str) -> None:
    for write in (write_csv, write_i2, write_graphml, write_gexf):
        path = tmp_path if write in (write_csv, write_i2) else tmp_path / "g"
        with pytest.raises(NetworkError, match=told):
            write(small(), path, results=results)
    assert not list(tmp_path.iterdir())


def test_characters_that_xml_may_not_hold(tmp_path: Path) -> None:
    write_graphml(small(ids=("a\x01", "b", "c")), tmp_path / "g.graphml")
    assert read_network(tmp_path / "g.graphml").ids.to_pylist() == ["a\ufffd", "b", "c"]
    for write in (write_graphml, write_gexf):
        with pytest.raises(NetworkError, match="differ only in a character"):
            write(small(ids=("a\x01", "a\x02", "c")), tmp_path / "h")


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="no such folder"):
        write_graphml(small(), tmp_path / "none" / "g.graphml")
