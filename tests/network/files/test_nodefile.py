"""The table of nodes beside the ties."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.network import NetworkError
from contrared.network.files import read_network
from tests.conftest import SHARED
from tests.network.files.stating import said

EDGES = "source,target\n1,2\n2,03\n"


def put(folder: Path, nodes: str, edges: str = EDGES, name: str = "nodes.csv") -> Path:
    (folder / "edges.csv").write_text(edges)
    (folder / name).write_text(nodes)
    return folder / "edges.csv"


def test_labels_attributes_isolates_and_nodes_not_in_the_table(tmp_path: Path) -> None:
    network = read_network(put(tmp_path, "Id;Name;Role;protected\n1;Ann;boss;no\n2;;aff;yes\n4;Al;;\n"))
    assert network.nodes.to_pylist() == [
        {"id": "03", "label": "03", "Role": None, "protected": None},
        {"id": "1", "label": "Ann", "Role": "boss", "protected": "no"},
        {"id": "2", "label": "2", "Role": "aff", "protected": "yes"},
        {"id": "4", "label": "Al", "Role": None, "protected": None},
    ]
    assert said(network) == {
        "node table beside the ties": 1,
        "node of a tie that is not among the nodes": 1,
        "node without a tie": 1,
    }


def test_a_table_that_is_named_and_one_of_ids_only(tmp_path: Path) -> None:
    edges = put(tmp_path, "id\n1\n9\n", name="people.csv")
    assert "9" not in read_network(edges).ids.to_pylist()
    assert "9" in read_network(edges, nodes=tmp_path / "people.csv").ids.to_pylist()


@pytest.mark.parametrize(
    ("nodes", "told"),
    [
        ("name,role\nAnn,x\n", "nodes.csv:1: no column is id"),
        ("id,role\n1,x\n1,y\n", "nodes.csv:3: node '1' has role 'y', and 'x' at nodes.csv:2"),
        ("id,role\n,x\n", "nodes.csv:2: the id is empty"),
        ("id,role\n1\n", "nodes.csv:2: 1 cells under 2 names"),
        ("id,role,role\n1,a,b\n", "two columns are 'role'"),
    ],
)
def test_bad_tables(tmp_path: Path, nodes: str, told: str) -> None:
    with pytest.raises(NetworkError) as error:
        read_network(put(tmp_path, nodes))
    assert told in str(error.value)


def test_a_node_stated_twice_alike_is_taken_once(tmp_path: Path) -> None:
    network = read_network(put(tmp_path, "id,role\n1,x\n1,x\n2,y\n03,z\n"))
    assert network.nodes["role"].to_pylist() == ["z", "x", "y"]
    assert said(network)["node stated twice"] == 1


def test_only_isolates(tmp_path: Path) -> None:
    network = read_network(put(tmp_path, "id\n1\n2\n", "source,target\n"))
    assert (len(network.ids), len(network.ties)) == (2, 0)
    assert said(network)["network without a tie"] == 1


@pytest.mark.skipif(not SHARED.exists(), reason="shared data not here")
def test_the_infinito_network_with_its_roles() -> None:
    network = read_network(SHARED / "networks" / "esbm_infinito" / "edges.csv")
    assert (len(network.ids), len(network.ties)) == (84, 663)
    assert set(network.nodes["role"].to_pylist()) == {"aff", "boss"}
