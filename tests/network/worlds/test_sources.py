"""Which source would change the first, against leaving each out by hand."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import NetworkError, canonical_json, simple
from contrared.network.worlds import source_sensitivity
from tests.network.worlds.graphs import named, network, oracle

Tie = tuple[int, int, str, bool]
TIES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["a", "b", "c", "a b", "a d", ""]), st.booleans()),
    min_size=1,
    max_size=14,
)


def layered(ties: list[Tie]) -> list[dict[str, object]]:
    return [{"source": a, "target": b, "evidence": said or None, "directed": way} for a, b, said, way in ties]


@settings(deadline=None, max_examples=60)
@given(TIES, st.booleans(), st.sampled_from(["degree", "betweenness", "pagerank"]), st.booleans())
def test_each_source_left_out_by_hand(ties: list[Tie], directed: bool, by: str, mapped: bool) -> None:
    source_of = {"a": "A", "b": "A"} if mapped else {}
    found = source_sensitivity(network(7, layered(ties)), source_of or None, top=2, by=by, directed=directed)

    def placed(chosen: list[Tie]) -> dict[str, int]:
        there = oracle(simple(network(7, layered(chosen)), directed=directed))
        if by == "pagerank":
            weighted = simple(network(7, layered(chosen)), directed=directed)
            ends = zip(weighted.source.tolist(), weighted.target.tolist(), weighted.weight.tolist(), strict=True)
            there.add_weighted_edges_from(ends)
            values = nx.pagerank(there, tol=1e-12, max_iter=1000)
        else:
            values = dict(there.degree()) if by == "degree" else nx.betweenness_centrality(there)
        return {named(7)[n]: 1 + sum(v > values[n] + 1e-8 for v in values.values()) for n in there}

    def behind(tie: Tie) -> set[str]:
        return {source_of.get(piece, piece) for piece in tie[2].split()}

    now = placed(ties)
    first = {node for node, rank in now.items() if rank <= 2}
    assert set(found.first) == first
    alone = {next(iter(behind(tie))) for tie in ties if len(behind(tie)) == 1}
    assert {one.source for one in found.sources} == alone
    assert found.corroborated == len({s for tie in ties for s in behind(tie)} - alone)
    for one in found.sources:
        after = placed([tie for tie in ties if behind(tie) != {one.source}])
        then = {node for node, rank in after.items() if rank <= 2}
        assert (set(one.left), set(one.entered)) == (first - then, then - first)
        assert one.moved == sum(abs(after[node] - now[node]) for node in first | then)
        assert one.ties == sum(behind(tie) == {one.source} for tie in ties)
    order = [(-max(len(one.left), len(one.entered)), -one.moved, -one.ties, one.source) for one in found.sources]
    assert order == sorted(order)


def test_the_source_of_a_bridge_comes_first_and_a_corroborated_tie_stays() -> None:
    ties: list[Tie] = [(0, 1, "s1 s2", False), (0, 2, "s1 s3", False), (2, 3, "s4", False), (3, 4, "s4", False)]
    ties += [(2, 5, "s5", False), (1, 6, "", False)]
    found = source_sensitivity(network(7, layered(ties)), top=1)
    assert found.first == ("n002",)
    assert [(one.source, one.left, one.entered) for one in found.sources] == [
        ("s4", ("n002",), ("n000",)),
        ("s5", (), ("n000",)),
    ]
    assert found.corroborated == 3
    assert [str(t) for t in found.treatments] == ["1 x tie without evidence: stays whichever source is left out"]
    assert found.table({"n002": "Two"}).rows[0][2] == "Two"


def test_protected_persons_are_nowhere() -> None:
    ties: list[Tie] = [(0, 1, "s1", False), (1, 2, "s2", False), (2, 3, "s3", False)]
    found = source_sensitivity(network(7, layered(ties)), top=2, protected={"n001"})
    assert "n001" not in canonical_json(found)
    with pytest.raises(NetworkError, match="give 1 or more"):
        source_sensitivity(network(7, layered(ties)), top=0)
