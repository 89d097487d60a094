"""Bridges between two groups of interest: what is found, what it rests on, what speaks against, who never appears."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from contrared.network import Multilayer, NetworkError
from contrared.network.convergence import Bridges, Candidate, Facilitation, Said, Standing, Verdict, bridges
from tests.network.convergence.networks import Tie, chance_network, network

A = frozenset({"a1", "a2"})
B = frozenset({"b1", "b2"})
TIES: list[Tie] = [
    ("a1", "a2", "family", 1.0, None, "s1"),
    ("a1", "f", "payment", 1.0, 0.9, "s2"),
    ("f", "b1", "directorship", 1.0, 0.8, "s3 s4"),
    ("f", "b1", "address", 0.25, 0.5, "s5"),
    ("a2", "g", "address", 0.05, 0.4, "s6"),
    ("g", "b1", "address", 0.05, 0.4, "s6"),
    ("a2", "d", "family", 1.0, None, "s7"),
    ("d", "b2", "family", 1.0, None, "s8"),
    ("a2", "b2", "remark", 1.0, None, "s9"),
    ("f", "x", "family", 1.0, None, "s10"),
]


def found(made: Multilayer, a: frozenset[str] = A, b: frozenset[str] = B, **options: object) -> Bridges:
    settings: dict[str, object] = {"names": ("T", "D"), "authorities": ("E.O. 13224", "Kingpin Act"), "samples": 19}
    return bridges(made, a, b, **(settings | options))  # type: ignore[arg-type]


def by_id(result: Bridges) -> dict[str, Candidate]:
    return {item.id: item for item in result.candidates}


def test_candidates_with_paths_evidence_and_loss() -> None:
    result = found(network(TIES, nodes=["c"]), A | {"d"}, B | {"d", "gone"})
    assert [(g.name, g.authority, g.members, g.absent) for g in result.groups] == [
        ("T", "E.O. 13224", 3, ()),
        ("D", "Kingpin Act", 3, ("gone",)),
    ]
    assert (result.direct, result.joined, result.tested) == (1, 2, 2)
    f, g, d = (by_id(result)[key] for key in "fgd")
    assert (f.standing, f.joins, f.score) == (Standing.FACILITATOR, ("T", "D"), 1.0)
    assert [way.nodes for way in f.paths] == [("a1", "f", "b1")]
    first, second = f.paths[0].stretches
    assert (first.layers, first.evidence, first.probability, first.holders) == (("payment",), ("s2",), 0.9, 0)
    assert (second.layers, second.evidence, second.probability) == (
        ("address", "directorship"),
        ("s3", "s4", "s5"),
        0.9,
    )
    assert f.paths[0].probability == pytest.approx(0.81)
    assert f.evidence == ("s2", "s3", "s4", "s5")
    assert (f.loss.pairs, f.loss.lost, f.loss.longer) == (1, 1, 0)
    assert f.kinds == (Facilitation.FINANCE,)
    assert (d.standing, d.verdict, d.p, d.q) == (Standing.DUAL, Verdict.DUAL, None, None)
    assert g.score == pytest.approx(0.05 * 0.05)
    assert {t.what for t in result.treatments} == {"no probability", "tie within a group"}


def test_what_speaks_against() -> None:
    made = network(TIES, columns={"delisted": {"g": "2021-11-30"}})
    result = by_id(found(made, source_of={f"s{i}": "one list" for i in range(1, 11)}))
    codes = {key: [reason.code for reason in item.counter_evidence] for key, item in result.items()}
    assert set(codes["g"]) >= {
        "delisted",
        "one-pair",
        "single-evidence",
        "weak-layers",
        "low-probability",
        "busy-thing",
    }
    assert "single-source" in codes["f"]
    assert "weak-layers" not in codes["f"]
    assert "2021-11-30" in " ".join(reason.text for reason in result["g"].counter_evidence)


def test_a_pair_with_another_path_as_short_is_bypassed() -> None:
    ties: list[Tie] = [("a1", v, "family") for v in "fg"] + [(v, "b1", "family") for v in "fg"]
    item = by_id(found(network([*ties, ("a2", "f", "family"), ("a2", "h", "family"), ("h", "i", "family")])))["f"]
    assert (item.loss.pairs, item.loss.bypassed, item.loss.lost) == (2, 1, 1)
    assert any(reason.code == "bypassed" and "1 of the 2" in reason.text for reason in item.counter_evidence)
    longer = network([*ties[::2], ("a1", "y", "x"), ("y", "z", "x"), ("z", "b1", "x")])
    loss = by_id(found(longer))["f"].loss
    assert (loss.pairs, loss.longer, loss.extra) == (1, 1, 1.0)


def test_paths_run_from_the_first_group_to_the_second_whichever_is_larger() -> None:
    many = frozenset({"a1", "a2", "a3"})
    ties: list[Tie] = [(a, "f", "family") for a in many] + [("f", "b1", "payment")]
    (item,) = found(network(ties), many, frozenset({"b1"})).candidates
    assert {way.nodes[0] for way in item.paths} == many
    assert item.paths[0].stretches[-1].layers == ("payment",)
    assert (item.paths[0].stretches[-1].source, item.paths[0].stretches[-1].target) == ("f", "b1")


def test_intervals_over_worlds() -> None:
    item = by_id(found(network(TIES)))["f"]
    assert (item.score_lo, item.score_hi) == (0.0, 1.0)
    certain = by_id(found(network([tie[:4] for tie in TIES])))["f"]
    assert (certain.score_lo, certain.score_hi) == (None, None)


def test_an_address_that_many_share_is_a_thing_and_no_link() -> None:
    ties: list[Tie] = [(f"n{i}", "office", "address") for i in range(20)] + [("a1", "office", "address")]
    made = network([*ties, ("b1", "office", "address")], columns={"schema": {"office": "Address"}})
    item = by_id(found(made))["office"]
    assert (item.standing, item.score) == (Standing.THING, pytest.approx(1 / 21))
    assert "thing" in [reason.code for reason in item.counter_evidence]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"authorities": ("E.O. 13224", " ")}, "group of interest 'D' cites no authority"),
        ({"names": ("", "D")}, "needs a name"),
        ({"samples": 5}, "samples of 19 or more"),
        ({"q": 0.0}, "q between 0 and 1"),
        ({"max_hops": 1}, "max_hops of 2 or more"),
        ({"protected": ["b1", "b2"]}, "'D' has no member in this network$"),
    ],
)
def test_what_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        found(network(TIES), **options)


def test_protected_persons_leave_no_trace() -> None:
    with_them = [*TIES, ("p", "p", "family", 1.0, None, "sp"), ("a1", "p", "family", 1.0, 0.5, "sp")]
    with_them += [("p", "b1", "family", 1.0, None, "sp"), ("p", "b2", "family", 1.0, None, "sp")]
    options: dict[str, object] = {"said": {"p": [Said("role", "pilot", "sp")]}}
    assert "p" in by_id(found(network(with_them), **options))
    hidden = found(network(with_them), A | {"p"}, protected=["p", "not here"], **options)
    assert hidden.as_json() == found(network(TIES)).as_json(), "as if they had never been in the network"


def test_no_word_of_guilt_and_a_row_for_every_candidate() -> None:
    result = found(network(TIES, nodes=["c"]), A | {"d"}, B | {"d"})
    table = result.table()
    assert [row[0] for row in table.rows] == [item.id for item in result.candidates]
    assert all(len(row) == len(table.heads) for row in table.rows)
    assert {row[2] for row in table.rows} == {"candidate facilitator", "member of both groups"}
    written = (json.dumps(table.rows) + result.as_json()).lower()
    assert not [word for word in ("guilt", "criminal", "suspect", "terrorist", "kingpin score") if word in written]
    assert json.loads(result.as_json())["method"]["seed"] == 1


def test_a_bridge_a_busy_hub_and_too_few_samples() -> None:
    group = {side: frozenset(f"{side}{i}" for i in range(15)) for side in "ab"}
    planted: list[Tie] = [("f", end, layer) for end, layer in (("a3", "x"), ("a5", "y"), ("b3", "x"), ("b5", "y"))]
    made = network(
        [*chance_network(7, parties=600, ties=1000, hub=120), *planted], nodes=sorted(group["a"] | group["b"])
    )
    result = found(made, group["a"], group["b"], samples=1000)
    items = by_id(result)
    assert [c.id for c in result.candidates if c.verdict is Verdict.BRIDGE] == ["f"] == [result.candidates[0].id]
    assert items["f"].q is not None
    assert items["f"].q <= 0.05
    hub = by_id(found(made, group["a"], group["b"], samples=60, top=600))["hub"]
    assert (hub.verdict, hub.p is not None and hub.p > 0.1) == (Verdict.BUSY, True)
    assert "expected" in [reason.code for reason in hub.counter_evidence]
    few = by_id(found(made, group["a"], group["b"], samples=60))["f"]
    assert (few.verdict, few.p) == (Verdict.UNDECIDED, few.least_p), "too few samples to show more"


AGAIN = """
from tests.network.convergence.test_bridges import *
print(hash("x"), file=sys.stderr)
print(found(network(TIES), samples=25).as_json())
"""


@pytest.mark.slow
def test_the_same_bytes_under_any_hash_seed() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", AGAIN],
            env=os.environ | {"PYTHONHASHSEED": str(seed), "OMP_NUM_THREADS": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        )
        for seed in (1, 2)
    ]
    assert runs[0].stderr != runs[1].stderr
    assert runs[0].stdout == runs[1].stdout != ""
