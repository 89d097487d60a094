"""Networks into the lake: nodes are parties, ties are relationships, each attribute with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.collect import LoadOptions, load, registry
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.edges import EdgesReader
from contrared.collect.readers.graphml import GraphmlReader
from contrared.govern import Desk
from contrared.model import InputError

from ..conftest import SHARED
from .test_bad_more import MORE

HEAD = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="n" for="node" attr.name="name"/>'
    '<key id="t" for="all" attr.name="type"/><key id="b" for="node" attr.name="birthDate"/>'
    '<key id="x" for="all" attr.name="threat"/><graph edgedefault="undirected">'
)


def graph(tmp_path: Path, body: str, name: str = "net.graphml") -> Path:
    path = tmp_path / name
    path.write_text(f"{HEAD}\n{body}\n</graph></graphml>", encoding="utf-8")
    return path


def drafts(reader: GraphmlReader | EdgesReader, path: Path) -> tuple[list[Draft], list[Reject]]:
    found = list(reader.read({path.name: path}))
    return [each for each in found if isinstance(each, Draft)], [each for each in found if isinstance(each, Reject)]


def facts(draft: Draft) -> dict[str, str]:
    return {fact.prop: fact.value for fact in draft.facts}


def test_what_nodes_and_edges_are(tmp_path: Path) -> None:
    path = graph(
        tmp_path,
        '<node id="1"><data key="n">Ana</data><data key="t">persona</data><data key="b">1980</data></node>\n'
        '<node id="2"><data key="n">Soto</data><data key="t">Company</data><data key="x">high</data></node>\n'
        '<node id="a b/c"/>\n'
        '<edge source="1" target="2"><data key="t">accionista</data></edge>\n'
        '<edge source="1" target="a b/c"><data key="t">met at</data><data key="x">2</data></edge>',
    )
    (ana, soto, bare, owns, met), rejects = drafts(GraphmlReader(), path)
    assert rejects == []
    assert (ana.entity_id, ana.schema, facts(ana)) == (
        "net-1",
        "Person",
        {"name": "Ana", "birthDate": "1980", "notes": "type: persona"},
    )
    assert (soto.schema, facts(soto)["notes"]) == ("Company", "threat: high")
    assert (bare.schema, facts(bare)) == ("LegalEntity", {"name": "a b/c"})
    assert bare.entity_id.startswith("net-a-b-c-")
    assert (owns.schema, facts(owns)) == ("Ownership", {"owner": "net-1", "asset": "net-2", "role": "accionista"})
    assert (met.schema, facts(met)["role"], facts(met)["object"]) == ("UnknownLink", "met at", bare.entity_id)
    assert [fact.locator for fact in owns.facts] == ["line=5;path=@source", "line=5;path=@target", "line=5;path=data"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<node id="1"/><node id="1"/>', "is there twice"),
        ("", "no node"),
        ('<node id="1"/><hyperedge/>', "hyperedge"),
        ('<node id="1"/><node', "not well-formed"),
    ],
)
def test_what_is_no_network(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        drafts(GraphmlReader(), graph(tmp_path, body))


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.graphml"
    path.write_text('<!DOCTYPE x [<!ENTITY a "aaaa">]><graphml><graph><node id="&a;"/></graph></graphml>')
    with pytest.raises(InputError, match="DTD"):
        drafts(GraphmlReader(), path)


def test_an_edge_to_nowhere_and_a_node_without_id_are_set_aside(tmp_path: Path) -> None:
    path = graph(tmp_path, '<node id="1"/>\n<node/>\n<edge source="1" target="9"/>\n<edge source="1" target="1"/>')
    made, rejects = drafts(GraphmlReader(), path)
    assert [each.reason for each in rejects] == ["a node without id", "target '9' is no node that stands before it"]
    assert [each.schema for each in made] == ["LegalEntity", "UnknownLink"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("source,target\nAna,Beto\nBeto,Ana\n", [None, None]),
        ("origen;destino;tipo\nAna;Beto;socio\n", ["socio"]),
        ("from\tto\tweight\nAna\tBeto\t3\n", [None]),
    ],
)
def test_edge_lists_of_several_forms(tmp_path: Path, text: str, roles: list[str | None]) -> None:
    path = tmp_path / "net.csv"
    path.write_text(text, encoding="utf-8")
    assert EdgesReader().recognise(path)
    made, rejects = drafts(EdgesReader(), path)
    ties = [each for each in made if each.schema != "LegalEntity"]
    assert rejects == []
    assert [facts(each).get("role") for each in ties] == roles
    assert {facts(each)["name"] for each in made if each.schema == "LegalEntity"} == {"Ana", "Beto"}


@pytest.mark.parametrize(
    ("text", "said"), [("a,b\n1,2\n", "no columns name two ends"), ("source,target\n", "no tie"), ("", "is empty")]
)
def test_what_is_no_edge_list(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "net.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        drafts(EdgesReader(), path)


def test_rows_without_two_ends_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "net.csv"
    path.write_text("source,target,type\nAna,,x\nAna,Beto\nAna,Beto,x\n", encoding="utf-8")
    made, rejects = drafts(EdgesReader(), path)
    assert len(rejects) == 2
    assert len(made) == 3


def test_a_real_network_is_recognised_and_loaded(desk: Desk, tmp_path: Path) -> None:
    real = SHARED / "networks" / "esbm_infinito" / "edges.csv"
    path = real if real.exists() else MORE["edge-list"].write(tmp_path / "in")
    assert registry.choose(path).name == "edge-list"
    report = load(desk, path, LoadOptions(as_of="2010", dataset="infinito"))
    assert report.version.entities > 3
    assert report.version.rejects == 0
