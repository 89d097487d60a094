"""Dual listings and paths: the right ones, all of them shortest, each step with evidence, and none invented."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given, settings

from contrared.model.programmes import Category, programme
from contrared.network import (
    Edge,
    Graph,
    Layer,
    Listing,
    NoPath,
    Party,
    PathsFound,
    canonical_json,
    dual_listed,
    edges,
    parties,
    paths_between_groups,
)
from tests.network.statements import link, people, table
from tests.network.test_graph import EDGES, NODES, oracle


def party(key: str, *codes: str) -> Party:
    listings = []
    for code in codes:
        found = programme("us_ofac_sdn", code)
        listings.append(Listing(key, "us_ofac_sdn", code, found.category if found else None, (f"{key}-{code}",)))
    return Party(key, key, "Organization", (key,), tuple(listings))


def tie(left: str, right: str, layer: Layer = Layer.LINKED_TO, number: int = 0) -> Edge:
    return Edge(left, right, layer, "", (f"{left}{right}{number}",))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["SDGT", "SDNTK"], True),
        (["FTO", "TCO"], True),
        (["SDT", "ILLICIT-DRUGS-EO14059"], True),
        (["SDGT", "FTO", "SYRIA"], False),
        (["SDNTK", "TCO"], False),
        (["SDGT", "NPWMD"], False),
        (["SDGT", "DRUGS-OF-TOMORROW"], False),
        ([], False),
    ],
)
def test_dual_listing(codes: list[str], expected: bool) -> None:
    found = dual_listed({"x": party("x", *codes)})
    assert bool(found.found) is expected
    assert found.unclassified == (("us_ofac_sdn:DRUGS-OF-TOMORROW",) if "DRUGS-OF-TOMORROW" in codes else ())


def test_both_sides_may_come_from_different_lists_of_one_cluster() -> None:
    said = [
        ("u1", "Person", "name", "X"),
        ("u1", "Person", "programId", "SDNTK"),
        ("n1", "Person", "name", "X"),
        ("n1", "Person", "programId", "SDGT"),
    ]
    assert dual_listed(parties(table(said))).found == ()
    merged = parties(table(said, canonical={"u1": "C", "n1": "C"}))
    (found,) = dual_listed(merged).found
    assert (found.party, found.statement_ids) == ("C", ("s1", "s3"))
    assert [item.entity_id for item in found.terror] == ["n1"]
    assert dual_listed(merged, hidden={"C"}).found == ()


def test_a_code_means_what_its_own_list_means_by_it() -> None:
    said = [("a", "Person", "programId", "SDGT"), ("a", "Person", "programId", "SDNTK")]
    assert dual_listed(parties(table(said, dataset="un_sc_sanctions"))).found == ()


PARTIES = {p.id: p for p in (party("t", "SDGT"), party("d", "SDNTK"), party("m"), party("n"), party("u", "SYRIA"))}


def between(found: list[Edge], **options: object) -> PathsFound | NoPath:
    result = paths_between_groups(Graph.of(found), PARTIES, ["t", "d"], **options)  # type: ignore[arg-type]
    assert len(result.findings) == 1
    return result.findings[0]


def test_no_path_is_a_finding() -> None:
    found = between([tie("m", "t")])
    assert isinstance(found, NoPath)
    assert (found.a, found.b, found.max_hops, found.layers) == ("t", "d", 4, (Layer.LINKED_TO,))


def test_all_shortest_paths_and_only_those() -> None:
    found = between([tie("m", "t"), tie("d", "m"), tie("n", "t"), tie("d", "n", Layer.REMARK), tie("m", "u")])
    assert isinstance(found, PathsFound)
    assert (found.hops, found.total) == (2, 2)
    assert [path.nodes for path in found.paths] == [("t", "m", "d"), ("t", "n", "d")]
    assert [path.weakest for path in found.paths] == [Layer.LINKED_TO, Layer.REMARK]
    assert found.paths[0].statement_ids == ("dm0", "mt0")


def test_a_step_keeps_all_its_evidence_and_counts_its_strongest() -> None:
    found = between([tie("d", "t", Layer.REMARK), tie("d", "t", Layer.FAMILY), tie("t", "d", Layer.FAMILY, 1)])
    assert isinstance(found, PathsFound)
    (step,) = found.paths[0].steps
    assert [edge.layer for edge in step.edges] == [Layer.FAMILY, Layer.FAMILY, Layer.REMARK]
    assert found.paths[0].weakest is Layer.FAMILY


@pytest.mark.parametrize(("hops", "expected"), [(1, NoPath), (2, NoPath), (3, PathsFound)])
def test_the_longest_path_looked_for(hops: int, expected: type) -> None:
    assert isinstance(between([tie("m", "t"), tie("m", "n"), tie("d", "n")], max_hops=hops), expected)


def test_no_path_through_a_hub_that_is_no_group() -> None:
    spokes = [tie(f"x{i}", "m") for i in range(5)]
    others = {f"x{i}": party(f"x{i}") for i in range(5)}
    graph = Graph.of([tie("m", "t"), tie("d", "m"), *spokes])
    found = paths_between_groups(graph, PARTIES | others, ["t", "d"], max_degree=6)
    assert isinstance(found.findings[0], NoPath)
    assert found.hubs == ("m",)
    for groups, changed in ((["t", "d", "m"], party("m")), (["t", "d"], party("m", "SDGT", "SDNTK"))):
        again = paths_between_groups(graph, PARTIES | others | {"m": changed}, groups, max_degree=6)
        assert isinstance(again.findings[0], PathsFound)
        assert again.hubs == ()


def test_which_pairs_are_looked_between() -> None:
    known = PARTIES | {"b": party("b", "FTO", "SDNT")}
    result = paths_between_groups(Graph.of([tie("d", "t")]), known, ["t", "d", "b", "u", "gone"], also=[("u", "m")])
    assert {frozenset((f.a, f.b)) for f in result.findings} == {
        frozenset(pair) for pair in (("t", "d"), ("t", "b"), ("b", "d"), ("u", "m"))
    }
    assert result.absent == ("gone",)
    assert result.unlisted == ("u",)


def test_protected_persons_carry_no_path() -> None:
    result = paths_between_groups(Graph.of([tie("m", "t"), tie("d", "m")]), PARTIES, ["t", "d"], hidden={"m"})
    assert isinstance(result.findings[0], NoPath)
    assert '"m"' not in canonical_json(result)


def test_no_more_paths_written_out_than_asked() -> None:
    middles = [f"n{i}" for i in range(9)]
    known = PARTIES | {m: party(m) for m in middles}
    graph = Graph.of([e for m in middles for e in (tie(m, "t"), tie("d", m))])
    (found,) = paths_between_groups(graph, known, ["t", "d"], max_paths=4).findings
    assert isinstance(found, PathsFound)
    assert found.total == 9
    assert [path.nodes[1] for path in found.paths] == middles[:4]


@given(EDGES)
@settings(max_examples=60, deadline=None)
def test_paths_are_exactly_the_shortest_ones(found: list[Edge]) -> None:
    known = {node: party(node) for node in NODES}
    known["n00"], known["n01"] = party("n00", "SDGT"), party("n01", "SDNTK")
    graph = Graph.of(found, nodes=NODES)
    (finding,) = paths_between_groups(graph, known, ["n00", "n01"], max_hops=4, max_paths=10_000).findings
    other = oracle(graph)
    there = networkx.has_path(other, "n00", "n01") and networkx.shortest_path_length(other, "n00", "n01") <= 4
    assert isinstance(finding, PathsFound) is there
    if not isinstance(finding, PathsFound):
        return
    expected = {tuple(path) for path in networkx.all_shortest_paths(other, "n00", "n01")}
    assert {path.nodes for path in finding.paths} == expected
    assert finding.total == len(expected)
    for path in finding.paths:
        assert len(path.steps) == finding.hops == len(path.nodes) - 1
        for step in path.steps:
            assert step.edges
            for edge in step.edges:
                assert {edge.source, edge.target} == {step.source, step.target}
                assert edge.statement_ids
        assert path.weakest.weakness == max(min(e.layer.weakness for e in step.edges) for step in path.steps)


@given(EDGES)
@settings(max_examples=30, deadline=None)
def test_paths_are_the_same_from_either_end(found: list[Edge]) -> None:
    known = {node: party(node) for node in NODES}
    graph = Graph.of(found, nodes=NODES)
    options = {"max_paths": 10_000}
    (there,) = paths_between_groups(graph, known, [], also=[("n00", "n01")], **options).findings
    (back,) = paths_between_groups(graph, known, [], also=[("n01", "n00")], **options).findings
    if isinstance(there, NoPath) or isinstance(back, NoPath):
        assert type(there) is type(back)
    else:
        assert {path.nodes for path in there.paths} == {path.nodes[::-1] for path in back.paths}


def test_findings_serialise_to_the_same_bytes_from_any_order() -> None:
    said = [*people("t", "m", "d"), ("t", "Person", "programId", "SDGT"), ("d", "Person", "programId", "SDNTK")]
    statements = table([*said, *link("t", "m"), *link("m", "d")])
    texts = set()
    for order in (range(statements.num_rows), reversed(range(statements.num_rows))):
        turned = statements.take(list(order))
        known = parties(turned)
        graph = Graph.of(edges(turned).edges)
        result = paths_between_groups(graph, known, ["d", "t"])
        texts.add(canonical_json(result) + canonical_json(dual_listed(known)))
    assert len(texts) == 1
    assert '"weakest":"linked-to"' in texts.pop()


def test_categories_of_a_party() -> None:
    assert party("x", "SDGT", "TCO").categories == {Category.TERROR, Category.ORGANISED_CRIME}
