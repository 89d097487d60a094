"""GraphML as NetworkX, igraph, Gephi and yEd write it, and GraphML that is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import networkx as nx
import pytest

from contrared.network import NetworkError
from contrared.network.files import read_network
from tests.network.files.stating import read, said, ties

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
TWO = '<node id="a"/><node id="b"/>'


def document(graph: str, keys: str = "") -> str:
    return f"{HEAD}{keys}\n{graph}\n</graphml>\n"


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_what_networkx_writes(tmp_path: Path, kind: type[nx.Graph]) -> None:
    graph = kind()
    graph.add_edge("a", "b", weight=2, layer="family", probability=0.5, start="2020", end="2021-02")
    graph.add_edge("b", "c", weight=2.5)
    graph.add_edge("c", "c", weight=1)
    graph.add_node("é <&> 王", role="boss", protected=True)
    nx.write_graphml(graph, tmp_path / "g.graphml")
    network = read_network(tmp_path / "g.graphml")
    directed = graph.is_directed()
    assert ties(network, "directed", "layer", "probability", "start", "end") == [
        ("a", "b", 2.0, directed, "family", 0.5, "2020", "2021-02"),
        ("b", "c", 2.5, directed, "tie", None, "", ""),
        ("c", "c", 1.0, directed, "tie", None, "", ""),
    ]
    assert network.ids.to_pylist() == ["a", "b", "c", "é <&> 王"]
    assert network.nodes.to_pylist()[3] == {
        "id": "é <&> 王", "label": "é <&> 王", "role": "boss", "protected": "True",
    }  # fmt: skip


def test_igraph_names_and_gephi_labels(tmp_path: Path) -> None:
    igraph = document(
        '<graph id="G" edgedefault="undirected"><node id="n0"><data key="v_name">Ann</data></node>'
        '<node id="n1"><data key="v_name">Bob</data></node>'
        '<edge source="n0" target="n1"><data key="e_weight">3</data></edge></graph>',
        '<key id="v_name" for="node" attr.name="name" attr.type="string"/>'
        '<key id="e_weight" for="edge" attr.name="weight" attr.type="double"/>',
    )
    network = read(tmp_path, igraph, "i.graphml")
    assert network.nodes.to_pylist() == [{"id": "n0", "label": "Ann"}, {"id": "n1", "label": "Bob"}]
    assert ties(network, "directed") == [("n0", "n1", 3.0, False)]


def test_yed_labels_defaults_ports_and_own_direction(tmp_path: Path) -> None:
    yed = document(
        '<graph edgedefault="directed" id="G">'
        '<node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel>Ann\n</y:NodeLabel></y:ShapeNode></data></node>'
        '<node id="n1"><port name="p"/><data key="d7">x</data></node>'
        '<edge id="e0" source="n0" target="n1" sourceport="p"><data key="d9"><y:PolyLineEdge/></data></edge>'
        '<edge id="e1" source="n1" target="n0" directed="false"><data key="p">0.25</data></edge></graph>',
        '<key for="port" id="d0" yfiles.type="portgraphics"/><key for="node" id="d6" yfiles.type="nodegraphics"/>'
        '<key for="node" id="d7" attr.name="group" attr.type="string"><default>none</default></key>'
        '<key for="edge" id="d9" yfiles.type="edgegraphics"/>'
        '<key for="edge" id="p" attr.name="probability" attr.type="double"><default>0.5</default></key>',
    ).replace("<graphml ", '<graphml xmlns:y="http://www.yworks.com/xml/graphml" ')
    network = read(tmp_path, yed, "y.graphml")
    assert network.nodes.to_pylist() == [
        {"id": "n0", "label": "Ann", "group": "none"},
        {"id": "n1", "label": "n1", "group": "x"},
    ]
    assert ties(network, "directed", "probability") == [("n0", "n1", 1.0, True, 0.5), ("n1", "n0", 1.0, False, 0.25)]
    assert said(network) == {"port": 1}


@pytest.mark.parametrize(
    ("graph", "what"),
    [
        (f'<graph>{TWO}<edge source="a" target="b"/></graph>', "graph without edgedefault"),
        ('<graph edgedefault="directed"><node id="a"/><edge source="a" target="b"/></graph>',
         "node of a tie that is not among the nodes"),
        ('<graph edgedefault="directed"><node id="a"/></graph>', "network without a tie"),
        (f'<graph edgedefault="directed">{TWO}<node id="b"/></graph>', "node stated twice"),
    ],
)  # fmt: skip
def test_decisions(tmp_path: Path, graph: str, what: str) -> None:
    assert said(read(tmp_path, document(graph), "g.graphml"))[what] == 1


BOMB = '<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE graphml [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
FAR = '<!DOCTYPE graphml SYSTEM "http://x.invalid/g.dtd">'
WEIGHT = '<key id="w" for="edge" attr.name="weight" attr.type="double"/>'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (document(f'<graph edgedefault="directed">{TWO}<hyperedge/></graph>'), "g.graphml:4: a hyperedge"),
        (document('<graph edgedefault="directed"><node id="a"><graph edgedefault="directed"/></node></graph>'),
         "g.graphml:4: a graph inside a node"),
        (document('<graph edgedefault="directed"/><graph edgedefault="directed"/>'), "a second graph"),
        (document('<graph edgedefault="both"/>'), "edgedefault is 'both'"),
        (document(f'<graph edgedefault="directed">{TWO}<edge source="a"/></graph>'), "without target"),
        (document('<graph edgedefault="directed"><node/></graph>'), "a node without id"),
        (document(f'<graph edgedefault="directed">{TWO}<edge source="a" target="b" directed="x"/></graph>'),
         "directed is 'x'"),
        (document('<graph edgedefault="directed"><node id="a"><data key="d9">x</data></node></graph>'),
         "key 'd9' is not declared"),
        (document(f'<graph>{TWO}<edge source="a" target="b"><data key="w">-1</data></edge></graph>', WEIGHT),
         "g.graphml:4: weight -1 is negative"),
        (document(f'<graph edgedefault="directed">{TWO}<edge source="a" target=""/></graph>'), "the target is empty"),
        (document('<graph edgedefault="directed"/>'), "no tie and no node"),
        (document(""), "no graph"),
        (document("<graph>")[:-12], "not well-formed XML"),
        ("<html/>", "the document is html"),
        ("source,target\na,b\n", "not well-formed XML"),
        (HEAD.replace("<graphml", BOMB + "<graphml") + '<graph id="&b;"/></graphml>', "has a DTD"),
        (HEAD.replace("<graphml", FILE + "<graphml") + "<graph><desc>&x;</desc></graph></graphml>", "has a DTD"),
        (HEAD.replace("<graphml", FAR + "<graphml") + "</graphml>", "has a DTD"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(NetworkError, match=r"^g\.graphml") as error:
        read(tmp_path, text, "g.graphml")
    assert told in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_that_the_document_names_and_gzip(tmp_path: Path, encoding: str) -> None:
    text = document('<graph edgedefault="directed"><node id="José"/></graph>').replace("UTF-8", encoding)
    network = read(tmp_path, gzip.compress(text.encode(encoding)), "g.xml.gz")
    assert network.ids.to_pylist() == ["José"]


def test_edges_far_down_are_named_by_line_or_number(tmp_path: Path) -> None:
    edges = "\n".join(['<edge source="a" target="b"><data key="w">1</data></edge>'] * 70_000)
    edges += '\n<edge source="a" target="b"><data key="w">x</data></edge>'
    with pytest.raises(NetworkError, match=r"^g\.graphml: edge 70001: weight 'x' is not a number"):
        read(tmp_path, document(f'<graph edgedefault="directed">{TWO}\n{edges}</graph>', WEIGHT), "g.graphml")
