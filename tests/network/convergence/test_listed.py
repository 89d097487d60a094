"""Bridges on the lists of June 2021 and of the United Nations as shipped: few is a correct result."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.model.programmes import Category
from contrared.network import Multilayer, Party, edges, parties
from contrared.network.convergence import Bridges, Standing, Verdict, bridges, said_of
from contrared.network.multilayer import TIES
from contrared.store import Node
from tests.conftest import SHIPPED


@dataclass(frozen=True)
class Listed:
    network: Multilayer
    known: dict[str, Party]
    statements: pa.Table

    def against(self, *categories: Category) -> frozenset[str]:
        return frozenset(key for key, party in self.known.items() if party.categories & set(categories))

    def between(self, first: frozenset[str], second: frozenset[str]) -> Bridges:
        return bridges(
            self.network,
            first,
            second,
            names=("first", "second"),
            authorities=("programmes of OFAC and the UN", "programmes of OFAC and the UN"),
            samples=40,
            said=said_of(self.statements, set(self.known)),
        )


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Listed:
    node = Node.init(tmp_path_factory.mktemp("listed") / "node", unencrypted="a test")
    desk = enter(node, purpose="test")
    load(desk, SHIPPED / "lists" / "ofac_2021-06", LoadOptions(as_of="2021-06"))
    load(desk, SHIPPED / "lists" / "un" / "un_consolidated_2020.xml.gz", LoadOptions(), reader="un")
    statements = desk.statements(versions=desk.versions())
    node.close()
    known = parties(statements)
    number = {key: place for place, key in enumerate(sorted(known))}
    ties = [
        {
            "source": number[edge.source],
            "target": number[edge.target],
            "layer": edge.layer.value,
            "weight": edge.weight,
            "probability": None,
            "directed": False,
            "start": edge.first,
            "end": edge.last,
            "evidence": " ".join(edge.statement_ids),
        }
        for edge in edges(statements, known=known).edges
    ]
    nodes = pa.table({"id": sorted(known), "label": [known[key].name for key in sorted(known)]})
    return Listed(Multilayer(nodes, pa.Table.from_pylist(ties, schema=TIES)), known, statements)


def test_nobody_outside_joins_those_listed_for_terror_and_for_drugs(listed: Listed) -> None:
    result = listed.between(listed.against(Category.TERROR), listed.against(Category.DRUGS, Category.ORGANISED_CRIME))
    assert {item.standing for item in result.candidates} == {Standing.DUAL}
    assert {int(item.id.removeprefix("ofac-")) for item in result.candidates} >= {4711, 4715, 12992, 17003, 17121}
    assert (result.joined, result.more) == (0, 0)
    assert result.moved > 5


def test_candidates_between_terror_and_proliferation_cite_statements_of_the_list(listed: Listed) -> None:
    result = listed.between(listed.against(Category.TERROR), listed.against(Category.PROLIFERATION))
    assert result.joined > 50
    there = set(listed.statements["id"].to_pylist())
    joining = [item for item in result.candidates if item.score > 0]
    assert joining
    for item in joining:
        assert item.paths
        assert set(item.evidence) <= there
        assert all(stretch.evidence for way in item.paths for stretch in way.stretches)
        assert item.loss.pairs > 0
    assert not [item for item in joining if item.verdict is Verdict.BRIDGE and item.standing is Standing.DUAL]
