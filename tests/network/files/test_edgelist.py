"""Edge lists as they are found: names, separators, encodings, and every kind of bad input."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from contrared.network import NetworkError, simple
from contrared.network.files import read_network
from tests.conftest import SHARED
from tests.network.files.stating import read, said, ties

AB_BC = [("A", "B", 1.0), ("B", "C", 1.0)]
WEIGHTED = [("A", "B", 2.0), ("B", "C", 0.5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("source,target\nA,B\nB,C\n", AB_BC),
        ("Source,TARGET\r\nA,B\r\n\r\nB,C\r\n\r\n\r\n", AB_BC),
        ("from;to;weight\nA;B;2\nB;C;0.5\n", WEIGHTED),
        ("from;to;weight\nA;B;2\nB;C;0,5\n", WEIGHTED),
        ("src\tdst\tw\nA\tB\t2\nB\tC\t.5\n", WEIGHTED),
        ("node1|node2|value\nA|B|2\nB|C|5e-1\n", WEIGHTED),
        ("Node 1 Node 2\nA B\nB C\n".replace("Node 1 Node 2", "node_1 node_2"), AB_BC),
        ("source target weight\nA  B   2\n B C\t0,5\n", WEIGHTED),
        ("ego,alter\nA,B\nB,C", AB_BC),
        ("i,j\nA,B\nB,C\n", AB_BC),
        ("i,j\nj,k\n", [("i", "j", 1.0), ("j", "k", 1.0)]),
        ("weight,extra,target,source\n2,x,B,A\n0.5,y,C,B\n", WEIGHTED),
        (",source,target\n0,A,B\n1,B,C\n", AB_BC),
        (",v1,v2\n0,1,2\n1,2,3\n", [("1", "2", 1.0), ("2", "3", 1.0)]),
        ("A,B\nB,C\n", AB_BC),
        ("A B 2\nB C 0.5\n", WEIGHTED),
        ("A,B,2\nB,C,0.5\n", WEIGHTED),
        ("A;B;2\nB;C;0,5\n", WEIGHTED),
        ("A\tB\nB\tC\n", AB_BC),
        ("# a comment, with a comma\n% and more\nA,B\n#A,C\nB,C\n", AB_BC),
        ('"source","target","weight"\n"A","B","2"\n"B","C","0,5"\n', WEIGHTED),
        ("source,target,,\nA,B,,\nB,C,,\n", AB_BC),
        ("origem;destino;peso\nA;B;2\nB;C;0,5\n", WEIGHTED),
        ("Smith, J.;Doe, A.\nDoe, A.;Roe\n", [("Smith, J.", "Doe, A.", 1.0), ("Doe, A.", "Roe", 1.0)]),
        ("John Smith,Jane Doe\nJane Doe,Person 1\n", [("John Smith", "Jane Doe", 1.0), ("Jane Doe", "Person 1", 1.0)]),
        ('source,target\n"say ""A""\nx",B\n', [('say "A"\nx', "B", 1.0)]),
        ("source,target\n007,7\n 7 ,007\n", [("007", "7", 1.0), ("7", "007", 1.0)]),
        ("source,target\nA,A\nA,B\nA,B\n", [("A", "A", 1.0), ("A", "B", 1.0), ("A", "B", 1.0)]),
        ("source,target\nA,B\nB,C\n\x1a", AB_BC),
    ],
)
def test_ties_are_read(tmp_path: Path, text: str, expected: list[tuple[object, ...]]) -> None:
    assert ties(read(tmp_path, text)) == expected


@pytest.mark.parametrize("ending", ["csv", "tsv", "txt", "CSV", "csv.gz"])
def test_the_ending_does_not_decide_what_parts_cells(tmp_path: Path, ending: str) -> None:
    data = b"source;target\nA;B\n"
    data = gzip.compress(data) if ending.endswith("gz") else data
    assert ties(read(tmp_path, data, f"ties.{ending}")) == [("A", "B", 1.0)]


def test_all_columns_of_a_tie(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        "Source,Target,Layer,Weight,Confidence,Directed,Start,End,Evidence,Note\n"
        "A,B,family,2,80%,yes,2019-05,2020-01-31,s1;s2,x\n"
        "B,C,,,,no,,,,y\n",
    )
    assert network.ties.to_pylist() == [
        {
            "source": 0, "target": 1, "layer": "family", "weight": 2.0, "probability": 0.8, "directed": True,
            "start": "2019-05", "end": "2020-01-31", "evidence": "s1 s2",
        },
        {
            "source": 1, "target": 2, "layer": "tie", "weight": 1.0, "probability": None, "directed": False,
            "start": "", "end": "", "evidence": None,
        },
    ]  # fmt: skip
    assert said(network) == {
        "column under another name": 1,
        "column that is none of a tie's": 1,
        "percent sign": 2,
        "no weight": 1,
    }


@pytest.mark.parametrize(
    ("head", "directed"), [("source,target", True), ("from,to", True), ("node1,node2", False), ("v1,v2", False)]
)
def test_ends_that_stand_side_by_side_have_no_direction(tmp_path: Path, head: str, directed: bool) -> None:
    network = read(tmp_path, f"{head}\nA,B\n")
    assert network.ties["directed"].to_pylist() == [directed]
    assert simple(network).size == 1
    assert simple(network, directed=True).size == (1 if directed else 2)


def test_a_column_type_of_gephi_is_the_direction_and_else_a_layer(tmp_path: Path) -> None:
    gephi = read(tmp_path, "Source,Target,Type,Id,Label,timeset,Weight\n1,2,Undirected,0,,,2.0\n")
    assert ties(gephi, "directed", "layer") == [("1", "2", 2.0, False, "tie")]
    calls = read(tmp_path, "source,target,type\n1,2,call\n1,2,sms\n")
    assert ties(calls, "directed", "layer") == [("1", "2", 1.0, True, "call"), ("1", "2", 1.0, True, "sms")]


@pytest.mark.parametrize(
    ("encoding", "what"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", "file in UTF-16"), ("utf-16-le", "file in UTF-16"),
     ("utf-16-be", "file in UTF-16"), ("latin-1", "file not in UTF-8"), ("cp1252", "file not in UTF-8")],
)  # fmt: skip
def test_encodings(tmp_path: Path, encoding: str, what: str | None) -> None:
    network = read(tmp_path, "source,target\nJosé,Íñigo\nJosé,Ana\nAna,Íñigo\n".encode(encoding))
    assert network.ids.to_pylist() == ["Ana", "José", "Íñigo"]
    assert list(said(network)) == ([what] if what else [])


def test_other_scripts_and_near_ids_are_kept_apart_and_said(tmp_path: Path) -> None:
    network = read(tmp_path, "source,target\nАнна,王\nana,Ana\nJose\u0301,Jos\u00e9\nA,ａ\n")
    assert network.ids.to_pylist() == sorted(["Анна", "王", "ana", "Ana", "Jose\u0301", "Jos\u00e9", "A", "ａ"])
    near = next(t for t in network.treatments if t.what.startswith("id that differs"))
    assert (near.count, near.how) == (6, "kept apart")


@pytest.mark.parametrize(
    ("text", "what", "count"),
    [
        ("source,target,weight\nA,B,0\nB,C,1\n", "weight 0", 1),
        ("source,target,p\nA,B,0\nB,C,1\n", "probability 0", 1),
        ("source,target,weight\nA,B,\nB,C,NA\n", "no weight", 2),
        ("source,target,weight\nA,B,0\n", "network without a tie", 1),
        ("source,target,start\nA,B,2020\nB,C,\n", "start without end", 1),
        ("source,target,end\nA,B,2020\n", "end without start", 1),
        ("source,target,start,end\nA,B,2020-01-02T10:00:00Z,2020-01-03\n", "date in another form", 1),
        ("source,target,directed\nA,B,\nB,C,true\n", "no direction", 1),
        ("source,target\n A,B\n", "space around an id", 1),
        ("A,B\n", "no names over the columns", 1),
        ("#x\nsource,target\n#y\nA,B\n", "comment", 2),
        ("source,target\nA,'=B\n", "quote before a sign that spreadsheets run", 1),
    ],
)
def test_decisions_are_said_with_their_places(tmp_path: Path, text: str, what: str, count: int) -> None:
    network = read(tmp_path, text)
    found = [treatment for treatment in network.treatments if treatment.what == what]
    assert [treatment.count for treatment in found] == [count]
    assert {"A", "B"} <= {id_.lstrip("'=") for id_ in network.ids.to_pylist()}, "nodes of a tie left out stay"


@pytest.mark.parametrize(
    ("row", "line", "told"),
    [
        ("C,D,-1,,,,", 3, "weight -1 is negative"),
        ("C,D,nan,,,,", 3, "weight 'nan' is not a number"),
        ("C,D,inf,,,,", 3, "weight 'inf' is not a number"),
        ("C,D,1e999,,,,", 3, "weight 1e999 is infinite"),
        ("C,D,strong,,,,", 3, "weight 'strong' is not a number"),
        ("C,D,5%,,,,", 3, "weight '5%' is not a number"),
        ('C,D,"1,500",,,,', 3, "weight '1,500' has a comma"),
        ("C,D,,1.01,,,", 3, "probability 1.01 is not between 0 and 1"),
        ("C,D,,-0.1,,,", 3, "probability -0.1 is not between 0 and 1"),
        ("C,D,,NaN,,,", 3, "probability 'NaN' is not a number"),
        ("C,D,,80%,,,", 3, "percent sign and others have none"),
        ("C,D,,high,,,", 3, "probability 'high' is not a number"),
        ("C,D,,,perhaps,,", 3, "directed is 'perhaps'"),
        ("C,D,,,,31/12/2020,", 3, "start '31/12/2020' is not a date"),
        ("C,D,,,,2020-02-30,", 3, "start '2020-02-30' is not a date"),
        ("C,D,,,,2020-13,", 3, "start '2020-13' is not a date"),
        ("C,D,,,,,soon", 3, "end 'soon' is not a date"),
        ("C,D,,,,2021-01-01,2020", 3, "ends on 2020, before it starts on 2021-01-01"),
        (",D,,,,,", 3, "the source is empty"),
        ("C, ,,,,,", 3, "the target is empty"),
        ("C,D", 3, "2 cells where the first row has 7"),
        ("C,D,1,1,,,,x", 3, "8 cells where the first row has 7"),
        ('"C,D,1,1,,,', 3, "never closed"),
        ('C"x,D,1,1,,,', 3, "no partner"),
        ('"C"x,D,1,1,,,', 3, "closing quote"),
        ("C\x00,D,1,1,,,", 3, "control character 0x00"),
    ],
)  # fmt: skip
def test_bad_rows_name_file_and_line(tmp_path: Path, row: str, line: int, told: str) -> None:
    head = "source,target,weight,probability,directed,start,end\nA,B,1.5,0.5,true,2020,2020\n"
    with pytest.raises(NetworkError) as error:
        read(tmp_path, head + row + "\n")
    assert str(error.value).startswith(f"ties.csv:{line}: ")
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (b"source,target\n", "no tie and no node"),
        (b"# nothing\n", "one column only"),
        (b"alone\nalso\n", "one column only"),
        (b"1,2,3,4\n1,2,3,4\n", "2 rows of 4 numbers without names"),
        (b"a,b,c,d\n1,2,3,4\n", "no column is source or target"),
        (b"source,name\n1,2\n", "'source' is one end"),
        (b"person,knows\n1,2\n3,4\n", "looks like names of columns"),
        (b"person,knows,times\nA,B,1\n", "looks like names of columns"),
        (b"A,B,1\nB,C,x\n", "weight 'x' is not a number"),
        (b"source,target,weight\nA,B,\"1,500\"\n", "part thousands"),
        (b"source,target,weight\nA,B,\"1,5\"\nB,C,1.5\n", "decimal point"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"PAR1rest", "Parquet"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89\x01\x02\x03,\x04\n", "control character"),
        (b"source,target\nJos\xe9,Jos\xc3\xa9\n", "UTF-8 on line 2"),
        (b"source,target\nJos\x81,B\n", "neither UTF-8 nor Windows-1252"),
        (gzip.compress(b"source,target\nA,B\n" * 999)[:-20], "cut off or damaged"),
    ],
)  # fmt: skip
def test_files_that_are_no_edge_list(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(NetworkError, match=r"^ties\.csv") as error:
        read(tmp_path, data)
    assert told in str(error.value)


def test_a_folder_a_missing_file_and_an_unknown_ending(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(NetworkError, match="a folder"):
        read_network(tmp_path / "folder.csv")
    with pytest.raises(NetworkError, match="no such file"):
        read_network(tmp_path / "none.csv")
    with pytest.raises(NetworkError, match=r"the ending \.doc"):
        read_network(tmp_path / "none.doc")


def test_a_hub_and_progress(tmp_path: Path) -> None:
    told: list[str] = []
    rows = "".join(f"hub,n{number}\n" for number in range(20_000))
    network = read(tmp_path, "source,target\n" + rows, on_progress=told.append)
    assert simple(network).size == 20_000
    assert told == ["reading ties.csv", "checking and numbering"]


@pytest.mark.skipif(not SHARED.exists(), reason="shared data not here")
@pytest.mark.parametrize(
    ("file", "nodes", "edges"), [("israel_lea_case1_speakers", 33, 38), ("israel_lea_case2_speakers", 124, 178)]
)
def test_police_networks_as_csv(tmp_path: Path, file: str, nodes: int, edges: int) -> None:
    """Published as JSON lines; written as CSV here. Their counts are those of the publication."""
    lines = (SHARED / "networks" / "roxanne" / f"{file}.json").read_text().splitlines()
    records = [json.loads(line) for line in lines if line.startswith("{")]
    with (tmp_path / "edges.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["source", "target", "weight", "type"])
        for record in (record for record in records if record["type"] == "edge"):
            writer.writerow([record["source"], record["target"], *map(record["properties"].get, ("weight", "type"))])
    with (tmp_path / "nodes.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "type"])
        writer.writerows([record["id"], record["properties"]["type"]] for record in records if record["type"] == "node")
    network = read_network(tmp_path / "edges.csv")
    assert (len(network.ids), len(network.ties)) == (nodes, edges)
    assert "phone_call" in network.layers
