from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binomtest

from contrared.network.disruption import arms, example
from contrared.network.disruption.outcome import Interval, interval, recovered, share
from contrared.network.disruption.recovery import RULES, Recovery
from contrared.network.disruption.removal import Removal, remove
from contrared.network.disruption.roles import equivalent, roles
from contrared.network.multilayer import Multilayer
from contrared.network.simple import simple
from contrared.network.treatment import NetworkError

from ...conftest import SHARED

SURE = Recovery(share=1.0, probability=1.0, turnover=0.0, steps=3)


def cells(count: int = 5, size: int = 5) -> Multilayer:
    """A value chain: cells of people who know each other, each tied to the next only through brokers.

    Cell i holds ``i.0`` to ``i.4``; broker ``b.i`` ties cell i to cell i + 1 and has a quiet colleague ``q.i`` of the
    same role in cell i.
    """
    ties = []
    for cell in range(count):
        members = [f"{cell}.{member}" for member in range(size)]
        ties += [f"{one} {other}" for place, one in enumerate(members) for other in members[:place]]
        ties.append(f"q.{cell} {members[0]}")
        if cell + 1 < count:
            ties += [f"b.{cell} {members[1]}", f"b.{cell} {members[2]}"]
            ties += [f"b.{cell} {cell + 1}.3", f"b.{cell} {cell + 1}.4"]
    names = {node for tie in ties for node in tie.split()}
    return example.network(ties, {node: "broker" if node[0] in "bq" else "member" for node in names})


BROKERS = ["b.1", "b.2"]


def test_duijn_some_recoveries_make_the_network_more_efficient() -> None:
    """Duijn, Kashirin & Sloot 2014: the removal breaks the chain, and what recovers is more efficient than before."""
    found = remove(cells(), BROKERS, recovery=replace(SURE, share=1.5), worlds=200)
    before = remove(cells(), BROKERS, rules=["none"], recovery=SURE, worlds=200, assumed=1.0).no_action[1].points[0]
    alone, none = found.no_action[1].points[-1], found.of("none").chosen
    assert none.of("efficiency")[-1].high < alone.low, "nobody replaces: the chain is broken in all worlds"
    assert none.worse.either.share == 0.0
    assert none.recovered.not_within.share == 1.0
    assert none.recovered.median is None
    assert found.of("none").beats_random.share > 0.9
    for rule in ("random", "preferential"):
        after = found.of(rule).chosen
        assert after.of("efficiency")[-1].low > alone.high
        assert after.of("efficiency")[-1].low > before.median
        assert after.worse.efficiency.share > 0.95
        assert after.worse.than_before.share > 0.95
        assert after.recovered.not_within.share < 0.02
    trust = found.of("trust").chosen
    assert trust.of("exposed")[-1].median < found.of("random").chosen.of("exposed")[-1].median
    role = found.of("role").chosen
    assert none.of("efficiency")[-1].high < role.of("efficiency")[-1].median, "colleagues close the gap"


def test_by_hand_a_star_without_noise() -> None:
    """Hub and five rays, all sure. Without the hub nothing is left; random former ties come back, five of ten pairs."""
    star = example.network([f"hub {ray}" for ray in "abcde"])
    found = remove(star, ["hub"], rules=["none", "random"], recovery=SURE, worlds=20, assumed=1.0)
    none = found.of("none").chosen
    assert none.of("efficiency")[0] == none.of("efficiency")[-1] == Interval(0.0, 0.0, 0.0)
    assert none.of("component")[0] == Interval(0.2, 0.2, 0.2)
    assert none.of("fragmentation")[0] == Interval(1.0, 1.0, 1.0)
    assert none.recovered.not_within.share == 1.0
    assert found.no_action[1].points[0].median == pytest.approx((5 * 2 + 20 / 2) / 30, abs=1e-6)
    assert found.of("none").beats_random.share == pytest.approx(5 / 6, abs=0.2), "at random it is mostly a ray"
    after = found.of("random").chosen
    assert 0.3 <= after.of("density")[1].median <= 0.5, "five ties sought, those that seek each other make one"
    assert after.of("made")[-1].high <= 1.0
    assert after.of("efficiency")[1] == after.of("efficiency")[-1]
    assert after.worse.by_chance.share == 0.0, "no turnover, no noise"


def test_worse_is_told_against_the_world_left_alone() -> None:
    """Rays a to d know each other over the hub, in 2 steps; once all seek each other they are at 1 step: worse."""
    star = example.network([f"hub {ray}" for ray in "abcd"])
    recovery = replace(SURE, share=3.0, random_among="former")
    found = remove(star, ["hub"], rules=["random"], recovery=recovery, worlds=200, assumed=1.0)
    worse = found.of("random").chosen.worse
    assert worse.efficiency.share == 1.0, "5 of 6 pairs or more are tied: 1/2 before"
    assert worse.than_before.share == 1.0
    assert worse.component.share == 0.0, "they were in one piece left alone: no more of them can be"
    assert worse.either == worse.efficiency


def test_time_to_recover() -> None:
    before = np.array([1.0, 1.0, 1.0, 0.0])
    efficiency = np.array([[0.95, 0.2, 0.2, 0.0], [0.2, 0.5, 0.2, 0.0], [0.2, 0.9, 0.2, 0.0]])
    found = recovered(efficiency, before, 0.9)
    assert (found.never_fell.share, found.not_within.share) == (0.5, 0.25)
    assert (found.low, found.median, found.high) == (0, 0, None)
    assert recovered(efficiency[:, 1:2], before[:1], 0.9).median == 2


def test_intervals_and_shares() -> None:
    assert interval(np.arange(100.0)) == Interval(49.0, 4.0, 94.0)
    assert interval(np.array([0.1, -0.0])) == Interval(0.0, 0.0, 0.1)
    found, wanted = share(np.arange(200) < 20), binomtest(20, 200).proportion_ci(method="wilson")
    assert (found.share, found.low, found.high) == pytest.approx((0.1, wanted.low, wanted.high), abs=1e-6)
    assert share(np.zeros(100, bool)).low == 0.0


def test_a_result_without_all_its_outcomes_cannot_be_made() -> None:
    found = remove(cells(3), ["b.0"], rules=["none", "trust"], worlds=20)
    with pytest.raises(NetworkError, match="every rule asked for"):
        replace(found, outcomes=found.outcomes[:1])
    with pytest.raises(NetworkError, match="every rule asked for"):
        replace(found, rules=(), outcomes=())
    with pytest.raises(NetworkError, match="every rule asked for"):
        replace(found, no_action=())


def test_what_it_is_told_with() -> None:
    found = remove(cells(3), ["b.0"], worlds=20, protected=["0.1"])
    assert len(found.table().rows) == 1 + 2 * len(RULES)
    assert all(len(row) == len(found.table().heads) for row in found.table().rows)
    said = " ".join(found.assumptions)
    for part in ("supposed and not known", "state no probability: 0.9", "column role: 2 of them", "along all ties"):
        assert part in said
    assert '"0.1"' not in found.as_json()
    assert found.method.seed == 1
    assert ("recovery_share", "0.5") in found.method.params
    assert json.loads(found.as_json())["outcomes"][0]["rule"] == "none"
    assert len(found.of("none").chosen.of("efficiency")) == Recovery().steps + 1


def test_protected_persons_are_not_removed_at_random_either() -> None:
    """All but two are protected, and one of the two is removed: the random removal takes one of the two as well."""
    star = example.network([f"hub {ray}" for ray in "abcdef"])
    found = remove(star, ["a"], rules=["none"], recovery=SURE, worlds=40, assumed=1.0, protected=["hub", *"cdef"])
    assert found.of("none").random.of("efficiency") == found.of("none").chosen.of("efficiency")


def test_rules_do_not_change_each_other_and_the_same_comes_again() -> None:
    whole = remove(cells(3), ["b.0"], worlds=40)
    for rule in RULES:
        assert remove(cells(3), ["b.0"], rules=[rule], worlds=40).of(rule) == whole.of(rule)
    assert remove(cells(3), ["b.0"], worlds=40).as_json() == whole.as_json()
    assert remove(cells(3), ["b.0"], worlds=40, seed=2).as_json() != whole.as_json()


def test_trust_runs_along_the_layers_named() -> None:
    """x has lost hub; over k it knows y as kin, over b it knows z as a partner in business."""
    net = example.network(["b x", "b z", "hub x", "k x", "k y"])
    kinds = pa.array(["business", "business", "kin", "kin", "kin"]).dictionary_encode()
    place = net.ties.schema.get_field_index("layer")
    net = Multilayer(net.nodes, net.ties.set_column(place, "layer", kinds))
    options: dict[str, Any] = {"rules": ["trust"], "recovery": SURE, "worlds": 200, "assumed": 1.0}
    kin = remove(net, ["hub"], trust_layers=["kin"], **options).of("trust").chosen
    # x - y closes a triangle beside the path x - b - z: always the same network, whichever world
    assert kin.of("efficiency")[-1].low == kin.of("efficiency")[-1].high
    assert kin.of("made")[-1] == Interval(1.0, 1.0, 1.0)
    none = remove(net, ["hub", "k"], trust_layers=["kin"], **options).of("trust").chosen
    assert none.of("made")[-1].high < 1.0, "no kin left to turn to but those who lost the same person"
    said = " ".join(remove(net, ["hub"], trust_layers=["kin"], **options).assumptions)
    assert "along all ties" not in said


def test_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worlds in many batches are other draws of the same distribution."""
    one = remove(cells(3), ["b.0"], rules=["random"], worlds=400)
    monkeypatch.setattr(arms, "CELLS", 20_000)
    many = remove(cells(3), ["b.0"], rules=["random"], worlds=400)
    assert many != one
    for measure in ("efficiency", "component", "exposed"):
        first, second = (found.of("random").chosen.of(measure)[-1].median for found in (one, many))
        assert first == pytest.approx(second, abs=0.03)


PROGRAM = """
from tests.network.disruption.test_removal import cells
from contrared.network.disruption.removal import remove
print(remove(cells(3), ["b.0", "b.1"], worlds=40).as_json())
"""


def test_the_same_bytes_under_other_hashes_and_threads() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for seed, threads in (("1", "1"), ("77", "2"))
    ]
    assert printed[0] == printed[1]


STAR = example.network(["a b", "a c", "a d"])


@pytest.mark.parametrize(
    ("nodes", "options", "said"),
    [
        ([], {}, "nobody to remove"),
        (["x"], {}, "no node 'x'"),
        (["a", "a"], {}, "'a' is named twice"),
        ("ab", {}, "give a list"),
        (["a", "b"], {"protected": ["b"]}, "1 of the 2 nodes named are protected"),
        (["a", "b", "c"], {}, "leaves no network"),
        (["a", "b", "c", "d"], {}, "leaves no network"),
        (["a"], {"rules": []}, "rules are missing"),
        (["a"], {"rules": ["hope"]}, "rules are hope"),
        (["a"], {"rules": ["none", "none"]}, "each once"),
        (["a"], {"worlds": 5}, "5 worlds"),
        (["a"], {"assumed": 0.0}, "assumed probability"),
        (["a"], {"trust_layers": ["blood"]}, "unknown layer 'blood'"),
        (["a"], {"role_column": "religion"}, "protected attribute"),
        (["a"], {"role_column": "Ethnicity of father"}, "protected attribute"),
    ],
)
def test_what_cannot_be_simulated(nodes: list[str], options: dict[str, object], said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        remove(STAR, nodes, **options)  # type: ignore[arg-type]


def test_pieces_and_ties_that_are_never_there() -> None:
    apart = example.network(["a b", "c d", "e f"])
    found = remove(apart, ["a"], rules=["none"], recovery=SURE, worlds=20, assumed=1.0)
    assert found.of("none").chosen.of("component")[0] == Interval(0.4, 0.4, 0.4)
    rare = remove(apart, ["a"], worlds=20, assumed=1e-9, recovery=SURE)
    assert rare.of("trust").chosen.of("efficiency")[-1] == Interval(0.0, 0.0, 0.0)
    assert rare.of("trust").chosen.recovered.never_fell.share == 1.0, "there was nothing to fall from"


def test_roles_stated_partly_and_not_at_all() -> None:
    net = example.network(["a b", "b c", "c d"], {"a": "x", "b": "x", "c": "y"})
    found = roles(net, simple(net))
    assert found.part[0] == found.part[1] != found.part[2] != found.part[3]
    assert "1 nodes have none" in found.says
    pairs = example.network([f"{hub} {leaf}" for hub in ("p", "q") for leaf in "abcdef"])
    part = dict(zip(pairs.ids.to_pylist(), equivalent(simple(pairs)).tolist(), strict=True))
    assert part["p"] == part["q"] != part["a"]
    assert len({part[leaf] for leaf in "abcdef"}) == 1
    assert "structural equivalence" in roles(pairs, simple(pairs)).says
    assert "structural equivalence" in roles(example.network(["a b"], {}), simple(example.network(["a b"]))).says


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
def test_infinito() -> None:
    folder = SHARED / "networks/esbm_infinito"
    with (folder / "edges.csv").open() as edges, (folder / "nodes.csv").open() as nodes:
        ties = [f"{row['source']} {row['target']}" for row in csv.DictReader(edges)]
        network = example.network(ties, {row["id"]: row["role"] for row in csv.DictReader(nodes)})
    found = remove(network, ["17", "21", "3", "40", "57"], worlds=60)
    assert isinstance(found, Removal)
    none = found.of("none")
    assert none.chosen.of("component")[0].median == pytest.approx(66 / 79, abs=1e-6), "thirteen are cut off"
    assert none.beats_random.share == 1.0
    assert none.chosen.worse.either.share == 0.0
    assert found.of("random").chosen.recovered.not_within.share == 0.0
