"""GraphML and GEXF are read by NetworkX, typed, dated, weighted, with their sources and handling."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from contrared.brief.exports import Format, Holding, documents
from contrared.brief.exports.holding import day
from contrared.network import Layer
from contrared.network.files import read_network


def written(holding: Holding, fmt: Format, folder: Path) -> Path:
    path = folder / f"net.{fmt.value}"
    documents(holding, fmt)[""].write(path)
    return path


@pytest.mark.parametrize("fmt", [Format.GRAPHML, Format.GEXF])
def test_networkx_reads_it(holding: Holding, fmt: Format, tmp_path: Path) -> None:
    path = written(holding, fmt, tmp_path)
    graph = nx.read_graphml(path) if fmt is Format.GRAPHML else nx.read_gexf(path)
    assert graph.is_directed()
    assert set(graph.nodes) == {"g-1", "g-2", "p-1", "c-1", "c-2", "v-1"}, "a party without a tie is there too"
    person = graph.nodes["p-1"]
    assert person["label"] == person["name"]
    assert (person["schema"], person["entity_ids"]) == ("Person", "p-1 p-2")
    assert isinstance(person["statements"], int)
    assert graph.nodes["g-1"]["categories"] == "terror"
    (member,) = [data for _, _, data in graph.edges(data=True) if data.get("layer") == "membership"]
    assert (member["kind"], member["weight"], member["count"], member["directed"]) == ("leader", 1.0, 1, True)
    assert isinstance(member["weight"], float)
    assert (member["first"], member["last"], member["grades"]) == ("2019", "2020-02", "B3")
    assert "informed.csv" in member["sources"]
    assert member["handling"] == "TLP:AMBER // H1 // NO COURT USE"
    assert all(data["handling"] == "TLP:CLEAR" for _, _, data in graph.edges(data=True) if data is not member)
    assert graph.number_of_edges() == len(holding.edges) >= 4
    if fmt is Format.GEXF:
        assert (member["start"], member["end"]) == ("2019-01-01", "2020-02-29")


@pytest.mark.parametrize("fmt", [Format.GRAPHML, Format.GEXF])
def test_it_is_read_back_here_too(holding: Holding, fmt: Format, tmp_path: Path) -> None:
    network = read_network(written(holding, fmt, tmp_path))
    assert len(network.ties) == len(holding.edges)
    assert str(Layer.OWNERSHIP) in network.layers


@pytest.mark.parametrize("fmt", [Format.GRAPHML, Format.GEXF])
def test_no_tie_is_a_whole_file(holding: Holding, fmt: Format, tmp_path: Path) -> None:
    alone = Holding(holding.statements, holding.evidence, holding.sources, holding.parties, (), holding.producer)
    path = written(alone, fmt, tmp_path)
    graph = nx.read_graphml(path) if fmt is Format.GRAPHML else nx.read_gexf(path)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (6, 0)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-02-03T10:00:00", "2020-02-03", "2020-02-03"),
        ("2021-02-29", "", ""),
        ("2021-13", "", ""),
        ("0000", "", ""),
        ("about 2020", "", ""),
        ("", "", ""),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    assert (day(text), day(text, last=True)) == (first, last)
