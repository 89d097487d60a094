"""How well resolution finds who is on both the UN and the UK list.

Truth: the UK list quotes ``(UN Ref):XXx.nnn``, compared without regard to case. Ships are left out: they quote the
reference of their owner. Every UN reference and all running text is stripped from what the matcher sees; groups are
split by a hash of their id. Develop on ``--half dev`` only; ``--half test`` was kept aside.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.resolve import Resolution, resolve
from contrared.store import Node

LISTS = Path(__file__).parents[1] / "src" / "contrared" / "demo" / "convergence" / "lists"
UN = LISTS / "un" / "un_consolidated_2020.xml.gz"
UK = LISTS / "uk" / "ConList_2022-05-04.xlsx"
#: What the half kept aside must reach.
TARGETS = {"precision": 0.99, "recall": 0.90, "recall with candidates": 0.99}
MOST_CANDIDATES = 3

Pair = tuple[str, str]


def half_of(group: str) -> str:
    return "dev" if hashlib.sha256(group.encode()).digest()[0] % 2 == 0 else "test"


def statements_of(*paths: Path) -> pa.Table:
    with tempfile.TemporaryDirectory() as folder:
        node = Node.init(Path(folder) / "node", unencrypted="a benchmark")
        desk = enter(node, purpose="bench")
        for path in paths:
            load(desk, path, LoadOptions())
        found = desk.statements()
        node.close()
    return found


def truth_of(statements: pa.Table) -> tuple[set[Pair], set[str]]:
    """True pairs (UN id, UK id), and the UK groups that quote a reference."""
    vessels = set(statements.filter(pc.equal(statements["schema"], "Vessel"))["entity_id"].to_pylist())
    listed = statements.filter(pc.equal(statements["schema"], "Sanction"))
    columns = [listed[name].to_pylist() for name in ("entity_id", "prop", "value", "dataset")]
    party = {entity: value for entity, prop, value, _ in zip(*columns, strict=True) if prop == "entity"}
    sides: dict[str, dict[str, set[str]]] = {}
    for entity, prop, value, dataset in zip(*columns, strict=True):
        if prop == "unscId" and party[entity] not in vessels:
            sides.setdefault(value.strip().casefold(), {}).setdefault(dataset, set()).add(party[entity])
    uk = [(side.get("un_sc_sanctions", set()), side.get("gb_hmt_sanctions", set())) for side in sides.values()]
    return {(a, b) for un, groups in uk for a in un for b in groups}, {b for _, groups in uk for b in groups}


def links_of(result: Resolution, kind: str, half: str) -> set[Pair]:
    """Pairs (UN id, UK id) of one kind and half."""
    pairs = (
        (link.right, link.left) if link.left.startswith("uk-") else link.pair
        for link in result.links
        if link.kind == kind
    )
    return {(un, uk) for un, uk in pairs if un.startswith("un-") and uk.startswith("uk-") and half_of(uk) == half}


def show(statements: pa.Table, result: Resolution, title: str, pairs: set[Pair]) -> None:
    rows = statements.filter(pc.is_in(statements["prop"], pa.array(["name", "birthDate"])))
    said: dict[str, list[str]] = {}
    for entity, value in zip(rows["entity_id"].to_pylist(), rows["value"].to_pylist(), strict=True):
        said.setdefault(entity, []).append(value)
    links = {frozenset(link.pair): link.comparison for link in result.links}
    print(f"--- {title}: {len(pairs)}")
    for un, uk in sorted(pairs):
        print(un, uk, said.get(un), said.get(uk))
        if (comparison := links.get(frozenset((un, uk)))) is not None:
            reasons = [(r.feature, r.left[:40], r.right[:40], r.contribution) for r in comparison.reasons]
            print("   ", comparison.score, reasons)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["dev", "test"], default="dev")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="show misses and false links (dev half only)")
    arguments = parser.parse_args()
    statements = statements_of(UN, UK)
    truth, groups = truth_of(statements)
    stripped = statements.filter(pc.invert(pc.is_in(statements["prop"], pa.array(["unscId", "notes", "summary"]))))
    started = time.perf_counter()
    result = resolve(stripped, use_references=False)
    seconds = time.perf_counter() - started

    wanted = {pair for pair in truth if half_of(pair[1]) == arguments.half}
    automatic = links_of(result, "auto", arguments.half)
    candidates = links_of(result, "candidate", arguments.half)
    per_group: dict[str, int] = {}
    for _, uk in candidates:
        per_group[uk] = per_group.get(uk, 0) + 1
    figures = {
        "half": arguments.half,
        "groups with a UN reference": len(groups),
        "true pairs": len(truth),
        "true pairs in this half": len(wanted),
        "automatic": len(automatic),
        "false automatic": len(automatic - wanted),
        "precision": round(len(automatic & wanted) / max(1, len(automatic)), 4),
        "recall": round(len(automatic & wanted) / len(wanted), 4),
        "recall with candidates": round(len((automatic | candidates) & wanted) / len(wanted), 4),
        "most candidates a group": max(per_group.values(), default=0),
        "candidates": len(candidates),
        "pairs compared": result.compared,
        "seconds": round(seconds, 2),
    }
    reached = all(figures[name] >= least for name, least in TARGETS.items())
    figures["targets reached"] = reached and figures["most candidates a group"] <= MOST_CANDIDATES
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:30} {value}")
    if arguments.show and arguments.half == "dev":
        show(statements, result, "not automatic", wanted - automatic)
        show(statements, result, "false", automatic - wanted)
        show(statements, result, "not even a candidate", wanted - automatic - candidates)
    return 0 if figures["targets reached"] else 1


if __name__ == "__main__":
    sys.exit(main())
