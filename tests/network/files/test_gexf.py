"""GEXF 1.1 to 1.3 as NetworkX and Gephi write it, and GEXF that is refused."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from contrared.network import NetworkError
from contrared.network.files import read_network
from tests.network.files.stating import read, said, ties

SPELLS = '<edge source="a" target="b"><spells><spell {}/><spell {}/></spells></edge>'
LATER, EARLIER = 'start="2020-03-01" end="2020-04-01"', 'start="2019-01-01" endopen="2019-02-01"'
NODES = '<nodes><node id="a" label="Ann"/><node id="b"/></nodes>'


def document(inside: str, graph: str = "", version: str = "1.3") -> str:
    return f'<gexf xmlns="http://gexf.net/{version}" version="{version}">\n<graph {graph}>\n{inside}\n</graph></gexf>\n'


@pytest.mark.parametrize("version", ["1.1draft", "1.2draft"])
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_what_networkx_writes(tmp_path: Path, kind: type[nx.Graph], version: str) -> None:
    graph = kind()
    graph.add_node("a", label="Ann", role="boss")
    graph.add_edge("a", "b", weight=2.5, layer="x", probability=0.5)
    graph.add_edge("b", "b")
    nx.write_gexf(graph, tmp_path / "g.gexf", version=version)
    network = read_network(tmp_path / "g.gexf")
    directed = graph.is_directed()
    assert ties(network, "directed", "layer", "probability") == [
        ("a", "b", 2.5, directed, "x", 0.5),
        ("b", "b", 1.0, directed, "tie", None),
    ]
    assert network.nodes.to_pylist() == [
        {"id": "a", "label": "Ann", "role": "boss"},
        {"id": "b", "label": "b", "role": None},
    ]


@pytest.mark.parametrize(
    ("graph", "kind", "directed"),
    [("", "", False), ('defaultedgetype="directed"', "", True), ('defaultedgetype="mutual"', "", False),
     ('defaultedgetype="directed"', 'type="undirected"', False), ("", 'type="directed"', True),
     ('defaultedgetype="directed"', 'type="mutual"', False)],
)  # fmt: skip
def test_direction(tmp_path: Path, graph: str, kind: str, directed: bool) -> None:
    text = document(f'{NODES}<edges><edge id="0" source="a" target="b" {kind}/></edges>', graph)
    assert ties(read(tmp_path, text, "g.gexf"), "directed") == [("a", "b", 1.0, directed)]


@pytest.mark.parametrize(
    ("graph", "edge", "span", "what"),
    [
        ('timeformat="date"', '<edge source="a" target="b" start="2020-01-02" end="2020-02-01"/>',
         ("2020-01-02", "2020-02-01"), None),
        ('timeformat="dateTime"', '<edge source="a" target="b" start="2020-01-02T10:00:00"/>',
         ("2020-01-02", ""), "date in another form"),
        ('timeformat="double"', '<edge source="a" target="b" start="2009.0" end="2010"/>', ("2009", "2010"), None),
        ("", '<edge source="a" target="b" start="0.5" end="7"/>', ("", ""), "start that is a number and no date"),
        ('timeformat="date"', SPELLS.format(LATER, EARLIER),
         ("2019-01-01", "2020-04-01"), "tie with several spells"),
        ('timeformat="date"', SPELLS.format(LATER[:18], 'end="2019"'), ("", ""), "tie with several spells"),
        ("", '<edge source="a" target="b" start="-Infinity" end="Infinity"/>', ("", ""), None),
    ],
)  # fmt: skip
def test_times(tmp_path: Path, graph: str, edge: str, span: tuple[str, str], what: str | None) -> None:
    network = read(tmp_path, document(f"{NODES}<edges>{edge}</edges>", graph), "g.gexf")
    assert ties(network, "start", "end") == [("a", "b", 1.0, *span)]
    assert what is None or what in said(network)


def test_attributes_defaults_and_values_that_change(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        document(
            '<attributes class="edge"><attribute id="0" title="Confidence"><default>0.5</default></attribute>'
            '<attribute id="1" title="weight" type="float"/></attributes>'
            f"{NODES}<edges>"
            '<edge id="0" source="a" target="b" kind="call"><attvalues><attvalue id="1" value="1"/>'
            '<attvalue for="1" value="3"/></attvalues></edge>'
            '<edge id="1" source="a" target="b" weight="4"/></edges>',
            version="1.1draft",
        ),
        "g.gexf",
    )
    assert ties(network, "layer", "probability") == [("a", "b", 3.0, "call", 0.5), ("a", "b", 4.0, "tie", 0.5)]
    assert said(network)["value that changes with time"] == 1


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<nodes><node id="a"><nodes><node id="b"/></nodes></node></nodes>', "g.gexf:3: a node inside a node"),
        ('<nodes><node id="a"/><node id="b" pid="a"/></nodes>', "a node inside a node"),
        (f'{NODES}<edges><edge source="a"/></edges>', "without target"),
        (f'{NODES}<edges><edge source="a" target="b" type="x"/></edges>', "edge type 'x'"),
        (f'{NODES}<edges><edge source="a" target="b" weight="-1"/></edges>', "weight -1 is negative"),
        (f'{NODES}<edges><edge source="a" target="b"><attvalues><attvalue for="9"/></attvalues></edge></edges>',
         "attribute '9' is not declared"),
        ('<attributes class="graph"/>', "attributes of class 'graph'"),
        ("", "no tie and no node"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, inside: str, told: str) -> None:
    with pytest.raises(NetworkError, match=r"^g\.gexf") as error:
        read(tmp_path, document(inside), "g.gexf")
    assert told in str(error.value)
