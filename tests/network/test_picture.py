"""The picture, its table twin and the exports: complete, escaped, legible, and the same bytes every time."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.model import text
from contrared.network import (
    Edge,
    Graph,
    Layer,
    Picture,
    PictureNode,
    edge_table,
    edges_csv,
    graphml,
    node_table,
    nodes_csv,
    paths_between_groups,
    picture,
    svg,
)
from contrared.network.drawing.layout import Box, lay_out
from contrared.network.drawing.legend import STROKES
from contrared.network.ties.parties import Party
from tests.network.test_bridges import party, tie

SVG = "{http://www.w3.org/2000/svg}"
ODD = 'ALPHA & SONS <"quoted"> \x07 S.A.'


def world() -> tuple[Graph, dict[str, Party]]:
    known = {key: party(key) for key in (f"x{i}" for i in range(9))}
    known |= {"t": party("t", "SDGT"), "d": party("d", "SDNTK", "TCO"), "b": party("b", "FTO", "SDNTK")}
    known["x0"] = Party("x0", ODD, "Vessel", ("x0",), ())
    known["x1"] = Party("x1", "Zoë", "Person", ("x1",), ())
    found = [tie("x0", "t"), tie("d", "x0", Layer.REMARK), tie("d", "x0", Layer.ADDRESS), tie("x1", "t", Layer.FAMILY)]
    return Graph.of([*found, *(tie("t", f"x{i}", Layer.REMARK) for i in range(2, 9))]), known


def drawn() -> Picture:
    graph, known = world()
    paths = paths_between_groups(graph, known, ["t", "d"])
    return picture(graph, known, groups={"t": "The T group", "d": "", "gone": "Gone"}, dual=["b"], paths=paths)


def test_what_is_drawn() -> None:
    nodes = {node.id: node for node in drawn().nodes}
    assert set(nodes) == {"t", "d", "b", "x0", "x1", "x2", "x3"}
    assert nodes["t"].name == "The T group"
    assert nodes["t"].more == 5
    assert nodes["d"].name == "d"
    assert (nodes["d"].drugs, nodes["d"].organised_crime, nodes["d"].dual) == (True, True, False)
    assert (nodes["b"].dual, nodes["b"].group, nodes["b"].more) == (True, False, 0)
    assert {key: nodes[key].kind for key in ("x0", "x1", "t")} == {
        "x0": "craft",
        "x1": "person",
        "t": "organisation",
    }
    between = [(e.source, e.target, e.layer) for e in drawn().edges if e.source == "d"]
    assert between == [("d", "x0", Layer.ADDRESS), ("d", "x0", Layer.REMARK)]


def test_never_more_neighbours_than_asked() -> None:
    graph, known = world()
    few = picture(graph, known, groups={"t": "T"}, dual=[], most=2)
    assert [node.id for node in few.nodes] == ["t", "x1"], "family is the strongest of its ties"


def test_the_svg_is_well_formed_and_says_what_it_shows() -> None:
    root = ElementTree.fromstring(svg(drawn()))
    assert root.get("role") == "img"
    ids = (root.get("aria-labelledby") or "").split()
    words = {element.get("id"): element.text or "" for element in root}
    assert all(words[key] for key in ids)
    assert "7 parties" in words["picture-desc"]
    names = [element.text for element in root.iter(f"{SVG}title")]
    assert any(name and name.startswith("ALPHA & SONS") for name in names)
    assert len(list(root.iter(f"{SVG}line"))) == len(drawn().edges) + len({e.layer for e in drawn().edges})
    assert "no tie in these sources" in svg(drawn())
    assert svg(drawn()) == svg(drawn())


def test_an_empty_picture_is_still_one() -> None:
    ElementTree.fromstring(svg(Picture((), ())))


@pytest.mark.parametrize("layer", list(Layer))
def test_every_layer_can_be_drawn_and_named(layer: Layer) -> None:
    graph = Graph.of([tie("a", "b", layer)])
    shown = picture(graph, {"a": party("a"), "b": party("b")}, groups={"a": "A"}, dual=[])
    assert text(f"network.layer.{layer}") in svg(shown)
    assert STROKES[layer].attributes in svg(shown)


def test_lines_differ_without_their_colour() -> None:
    assert set(STROKES) == set(Layer)
    assert len({(stroke.width, stroke.dashes) for stroke in STROKES.values()}) == len(STROKES)
    assert len({stroke.colour for stroke in STROKES.values()}) == len(STROKES)


@pytest.mark.parametrize("layer", list(Layer))
def test_lines_stand_out_from_white(layer: Layer) -> None:
    parts = [int(STROKES[layer].colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 3


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_labels_and_nodes_do_not_lie_on_each_other(pairs: list[tuple[int, int]], size: int) -> None:
    names = [f"n{i:02}" for i in range(size)]
    graph = networkx.Graph([(f"n{a:02}", f"n{b:02}") for a, b in pairs if a < size and b < size and a != b])
    graph.add_nodes_from(names)
    components = sorted(sorted(part) for part in networkx.connected_components(graph))
    boxes = {name: Box(60, 60, 20, 55) for name in names}
    joined = sorted(tuple(sorted(edge)) for edge in graph.edges)
    found = lay_out(components, joined, boxes, width=800)
    assert found == lay_out(components, joined, boxes, width=800)
    for place, name in enumerate(names):
        x, y = found.places[name]
        assert x - 60 >= -0.1
        assert x + 60 <= found.width + 0.1
        for other in names[place + 1 :]:
            ox, oy = found.places[other]
            up = (55, 20) if name in found.turned else (20, 55)
            other_up = (55, 20) if other in found.turned else (20, 55)
            beside = abs(x - ox) >= 119.5
            above = y + up[1] <= oy - other_up[0] + 0.5 or oy + other_up[1] <= y - up[0] + 0.5
            assert beside or above, (name, other)


def test_the_table_twin_has_the_same_rows() -> None:
    shown = drawn()
    nodes, ties = node_table(shown), edge_table(shown)
    assert len(nodes.rows) == len(shown.nodes)
    assert len(ties.rows) == len(shown.edges)
    assert all(len(row) == len(nodes.heads) for row in nodes.rows)
    assert all(len(row) == len(ties.heads) for row in ties.rows)
    assert ("b", "b", "organisation", "no", "yes", "terror, drugs", "0") in nodes.rows
    assert all(row[-1] for row in ties.rows), "every tie cites its statements"


def test_long_names_are_cut_in_the_label_and_whole_in_the_title() -> None:
    name = "ORGANISATION " * 12
    node = PictureNode("x", name.strip(), "organisation", True, False, False, False, False, 0)
    root = ElementTree.fromstring(svg(Picture((node,), ())))
    labels = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert max(len(label) for label in labels[1:6]) <= 25
    assert any(label.endswith("…") for label in labels)
    assert any(name.strip() in (element.text or "") for element in root.iter(f"{SVG}title"))


def test_graphml_is_read_back_by_networkx() -> None:
    graph, known = world()
    written = graphml(graph.edges, known)
    assert written == graphml(graph.edges[::-1], known)
    read = networkx.read_graphml(io.BytesIO(written.encode()), force_multigraph=True)
    assert set(read.nodes) == set(graph.nodes)
    assert read.number_of_edges() == len(graph.edges)
    assert read.nodes["x0"]["name"] == ODD.replace("\x07", "�")
    data = [row for *_, row in read.edges(data=True)]
    assert {row["layer"] for row in data} == {edge.layer.value for edge in graph.edges}
    assert all(row["statement_ids"] and row["weight"] == 1.0 for row in data)


def test_csv_files_are_whole_and_hold_no_formula() -> None:
    known = {"a": Party("a", "=cmd()", "Person", ("a",), ()), "b": party("b", "SDGT")}
    remark = Edge("a", "b", Layer.REMARK, "named in text", ("s1",), span=(3, 9))
    nodes = list(csv.DictReader(io.StringIO(nodes_csv([remark], known))))
    assert [row["name"] for row in nodes] == ["'=cmd()", "b"]
    assert nodes[1]["programmes"] == "us_ofac_sdn:SDGT"
    (row,) = csv.DictReader(io.StringIO(edges_csv([remark])))
    assert (row["source"], row["target"], row["layer"], row["statement_ids"], row["span"]) == (
        "a",
        "b",
        "remark",
        "s1",
        "3-9",
    )
    assert re.fullmatch(r"edge-[0-9a-f]{16}", row["id"])
