"""The commands on networks: edge lists as they are published, a case through its desk, every result with its twins."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import networkx
import pytest
from typer.testing import CliRunner

from contrared.cli import commands as all_commands
from contrared.cli.app import app
from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.model import InputError, Protection
from contrared.store import Node
from tests.conftest import SHARED, Demo, LinesReader

all_commands.add_all()
KITE = """source,target
Andre,Beverley
Andre,Carol
Andre,Diane
Andre,Fernando
Beverley,Diane
Beverley,Ed
Beverley,Garth
Carol,Diane
Carol,Fernando
Diane,Ed
Diane,Fernando
Diane,Garth
Ed,Garth
Fernando,Garth
Fernando,Heather
Garth,Heather
Heather,Ike
Ike,Jane
"""


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["network", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout


def told(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json"))


@pytest.fixture
def case_node(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the node of the demo case: what is kept and marked here is nobody else's."""
    return Path(shutil.copytree(demo.node.root, tmp_path / "node"))


@pytest.fixture
def kite(tmp_path: Path) -> Path:
    """Krackhardt's kite, whose centralities are in every textbook."""
    path = tmp_path / "kite.csv"
    path.write_text(KITE)
    return path


def test_a_ranking_has_the_values_of_the_textbook_and_intervals_that_hold_them(kite: Path) -> None:
    found = told("rank", kite, "--samples", 40)
    assert set(found) == {"method", "params", "ranking"}
    by_id = {row["id"]: row for row in found["ranking"]}
    assert len(by_id) == 10
    assert found["ranking"][0]["id"] == "Heather"
    assert by_id["Diane"]["degree"] == 6
    assert round(by_id["Heather"]["betweenness"] * 36, 3) == 14
    assert round(by_id["Fernando"]["closeness"], 3) == 0.643
    graph = networkx.krackhardt_kite_graph()
    assert sorted(row["eigenvector"] for row in by_id.values()) == pytest.approx(
        sorted(networkx.eigenvector_centrality_numpy(graph).values())
    )
    for row in by_id.values():
        for name in found["params"]["measures"]:
            if row[name] is not None:
                assert row[f"{name}_lo"] <= row[name] <= row[f"{name}_hi"]
        assert 1 <= row["rank_lo"] <= row["rank"] <= row["rank_hi"] <= 10
        assert 0 <= row["p_top"] <= 1


def test_the_same_ranking_gives_the_same_bytes_and_top_cuts_it(kite: Path) -> None:
    first = run("rank", kite, "--samples", 30, "--json")
    assert first == run("rank", kite, "--samples", 30, "--json")
    assert len(told("rank", kite, "--samples", 5, "--top", 3)["ranking"]) == 3


def test_every_result_has_a_table_a_drawing_and_files_for_others(kite: Path, tmp_path: Path) -> None:
    commands: list[tuple[object, ...]] = [
        ("rank", kite, "--samples", 20),
        ("build", kite),
        ("communities", kite, "--runs", 3),
        ("ego", kite, "Heather", "--hops", 1),
        ("path", kite, "Andre", "Jane"),
        ("compare", kite, kite, "--samples", 20),
        ("remove", kite, "--nodes", "Heather", "--worlds", 20),
        ("remove", kite, "--plan", 2, "--worlds", 20, "--recovery", "none,trust"),
        ("sources", kite),
        ("bridges", kite, "--between", "Andre,Carol", "--and", "Jane,Ike", "--authority", "case 1", "--authority",
         "case 1", "--samples", 19),
    ]  # fmt: skip
    for number, command in enumerate(commands):
        out = tmp_path / f"out-{number}"
        assert "written to" in run(*command, "--out", out), command
        names = {path.name for path in out.iterdir()}
        wanted = {
            "result.json",
            "table.csv",
            "drawing.svg",
            "network.graphml",
            "network.gexf",
            "nodes.csv",
            "edges.csv",
        }
        assert names >= wanted | {"i2-entities.csv", "i2-links.csv"}, command
        json.loads((out / "result.json").read_text())
        assert (out / "drawing.svg").read_text().startswith("<svg")
        assert networkx.read_graphml(out / "network.graphml").number_of_nodes() > 0
        with (out / "table.csv").open(newline="") as stream:
            assert next(csv.reader(stream))


def test_a_plan_never_stands_without_what_comes_of_it(kite: Path) -> None:
    found = told("remove", kite, "--plan", 1, "--worlds", 20, "--recovery", "none,random")
    assert [item["rule"] for item in found["removal"]["outcomes"]] == ["none", "random"]
    assert found["removal"]["no_action"]
    assert found["plan"]["caution"]
    shown = run("remove", kite, "--plan", 1, "--worlds", 20)
    assert "no recommendation" in shown


def test_protected_persons_are_nowhere(kite: Path, tmp_path: Path) -> None:
    nodes = tmp_path / "people.csv"
    nodes.write_text("id,label,protected\nHeather,Heather,witness\nIke,Ike,\n")
    out = tmp_path / "out"
    for command in (
        ("rank", kite, "--samples", 10),
        ("communities", kite, "--runs", 2),
        ("ego", kite, "Ike"),
        ("build", kite),
    ):
        shown = run(*command, "--nodes-file", nodes, "--out", out)
        assert "Heather" not in shown
        for path in out.iterdir():
            assert "Heather" not in path.read_text(), (command, path.name)


def test_periods_follow_events(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(
        "source,target,start,end\na,b,1994-01,1994-06\nb,c,1994-02,1995-09\nc,d,1995-04,1995-12\nd,a,1995-05,1995-12\n"
    )
    found = told("periods", path, "--event", "1995-03=seizure", "--samples", 10)
    assert [phase["after"] for phase in found["phases"]] == [[], ["seizure"]]
    years = told("periods", path, "--by", "year", "--samples", 10)
    assert [phase["name"] for phase in years["phases"]] == ["1994", "1995"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rank", "nothing.csv"), "no such file"),
        (("rank", "KITE", "--layers", "ownership"), "unknown layer 'ownership'"),
        (("rank", "KITE", "--by", "fame"), "fame"),
        (("rank", "KITE", "--duplicates", "mean"), "say sum, max or error"),
        (("ego", "KITE", "Haether"), "is 'Heather' meant"),
        (("path", "KITE", "Andre", "Nobody"), "no node 'Nobody'"),
        (("remove", "KITE"), "whom"),
        (("remove", "KITE", "--plan", 10), "10"),
        (("remove", "KITE", "--nodes", "Andre,Andre"), "named twice"),
        (("bridges", "KITE", "--between", "Andre", "--and", "Jane"), "authority"),
        (("bridges", "KITE", "--between", "side=a", "--and", "Jane"), "no column 'side'"),
        (("rank", "KITE", "--keep"), "kept for a case"),
        (("rank", "KITE", "--as-of", "2020"), "not with an edge list"),
        (("build",), "built of one thing"),
        (("compare", "KITE", "nothing.csv"), "no such file"),
        (("periods", "KITE"), "no tie"),
        (("periods", "KITE", "--by", "decade"), "'decade' is no period"),
    ],
)
def test_what_cannot_be_done_is_said(kite: Path, arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        run(*(kite if word == "KITE" else word for word in arguments))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not here")
def test_a_published_network_is_read_as_it_is() -> None:
    found = told("build", SHARED / "networks/esbm_infinito/edges.csv")
    assert (found["nodes"], found["edges"], found["components"]) == (84, 663, 1)


def test_a_case_is_ranked_kept_and_taken_up_by_its_brief(demo: Demo, case_node: Path) -> None:
    at = ("--node", case_node)
    built = told("build", "--case", "convergence-2021", *at)
    assert built["layers"]["linked-to"] > 1000
    assert built["with_probability"]["linked-to"] == built["layers"]["linked-to"]
    small = ("--layers", "reported,ownership,family")
    shown = run("rank", "convergence-2021", *small, "--samples", 10, "--keep", *at)
    assert "rank" in shown
    run("bridges", "convergence-2021", "--between", "terror", "--and", "drugs", "--samples", 19, "--keep", *at)
    with pytest.raises(InputError, match="no case 'nothing'"):
        run("rank", "nothing", *at)
    node = Node.open(case_node)
    try:
        desk = enter(node)
        kept = {row["kind"]: row for row in desk.findings("convergence-2021")}
        assert set(kept) == {"rank", "bridges"}
        assert "members of both" in kept["bridges"]["text"]
        assert kept["bridges"]["statements"]
    finally:
        node.close()
    why = CliRunner().invoke(app, ["why", kept["bridges"]["id"], "--node", str(case_node), "--limit", "2", "--json"])
    assert json.loads(why.stdout)["originals"]


def test_a_network_as_lists_said_it_by_a_date(tmp_path: Path, lines_reader: LinesReader) -> None:
    node = Node.init(tmp_path / "node", unencrypted="a test")
    people = "".join(f"p-{who}|Person|name|{name}\n" for who, name in enumerate(("Amaru", "Illari", "Wayra")))
    first = people + "k-1|Family|person|p-0\nk-1|Family|relative|p-1\n"
    desk = enter(node, purpose="test")
    for as_of, content in (("2021", first), ("2024", first + "k-2|Family|person|p-0\nk-2|Family|relative|p-2\n")):
        path = tmp_path / f"{as_of}.lines"
        path.write_text(content, encoding="utf-8")
        load(desk, path, LoadOptions(as_of=as_of, dataset="held"))
    node.close()
    at = ("--node", tmp_path / "node", "--samples", "20")
    now = told("rank", ".", "--by", "degree", *at)
    then = told("rank", ".", "--by", "degree", "--as-of", "2022", *at)
    assert {one["id"] for one in now["ranking"]} - {one["id"] for one in then["ranking"]} == {"p-2"}
    changed = told("compare", ".", ".", "--by", "degree", "--earlier-as-of", "2022", *at)
    assert changed["nodes_came"] == ["p-2"]


def test_a_protected_party_is_in_no_network_of_a_case(demo: Demo, case_node: Path) -> None:
    node = Node.open(case_node)
    try:
        desk = enter(node)
        party = next(edge.source for edge in demo.run.analysis.edges.edges if edge.layer.value == "family")
        members = [key for key, value in sorted(desk.canonical().items()) if value == party]
        member = members[0] if members else party
        desk.write().protect(member, Protection.WITNESS, "heard in a case")
        found = told("build", "--case", "convergence-2021", "--layers", "family", "--node", case_node)
        with pytest.raises(InputError, match="no node"):
            run("ego", "convergence-2021", party, "--layers", "family", "--node", case_node)
        assert found["nodes"] > 0
        desk.write().unprotect(member, Protection.WITNESS, "test ended")
    finally:
        node.close()
