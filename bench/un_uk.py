"""How well resolution finds who is on both the UN and the UK list.

Truth: the UK list quotes ``(UN Ref):XXx.nnn``. Every UN reference is stripped from what the matcher sees; groups are
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

import pyarrow.compute as pc

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.resolve import resolve
from contrared.store import Node

LISTS = Path(__file__).parents[1] / "src" / "contrared" / "demo" / "convergence" / "lists"
UN = LISTS / "un" / "un_consolidated_2020.xml.gz"
UK = LISTS / "uk" / "ConList_2022-05-04.xlsx"


def half_of(identity: str) -> str:
    return "dev" if hashlib.sha256(identity.encode()).digest()[0] % 2 == 0 else "test"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["dev", "test"], default="dev")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="show that many misses and false merges (dev half only)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        node = Node.init(Path(folder) / "node")
        desk = enter(node, purpose="bench")
        for path in (UN, UK):
            load(desk, path, LoadOptions())
        statements = desk.statements()
        node.close()
    unsc = statements.filter(pc.equal(statements["prop"], "unscId"))
    parties = statements.filter(
        pc.and_(pc.equal(statements["prop"], "entity"), pc.equal(statements["schema"], "Sanction"))
    )
    party_of = dict(zip(parties["entity_id"].to_pylist(), parties["value"].to_pylist(), strict=True))
    by_reference: dict[str, dict[str, set[str]]] = {}
    for sanction, reference, dataset in zip(
        unsc["entity_id"].to_pylist(), unsc["value"].to_pylist(), unsc["dataset"].to_pylist(), strict=True
    ):
        by_reference.setdefault(reference.casefold(), {}).setdefault(dataset, set()).add(party_of[sanction])
    truth = {
        (un, uk)
        for sides in by_reference.values()
        for un in sides.get("un_sc_sanctions", ())
        for uk in sides.get("gb_hmt_sanctions", ())
    }
    groups = {uk for sides in by_reference.values() for uk in sides.get("gb_hmt_sanctions", ())}
    stripped = statements.filter(
        pc.and_(pc.not_equal(statements["prop"], "unscId"), pc.not_equal(statements["prop"], "notes"))
    )
    started = time.perf_counter()
    result = resolve(stripped, use_references=False)
    seconds = time.perf_counter() - started

    def mine(pair: tuple[str, str]) -> bool:
        return half_of(pair[1]) == arguments.half

    automatic, candidates = set(), set()
    per_group: dict[str, int] = {}
    for link in result.links:
        pair = (link.right, link.left) if link.left.startswith("uk-") else (link.left, link.right)
        if not mine(pair):
            continue
        (automatic if link.kind == "auto" else candidates).add(pair)
        per_group[pair[1]] = per_group.get(pair[1], 0) + 1
    wanted = {pair for pair in truth if mine(pair)}
    right = automatic & wanted
    figures = {
        "half": arguments.half,
        "groups with a UN reference": len(groups),
        "true pairs": len(truth),
        "true pairs in this half": len(wanted),
        "automatic": len(automatic),
        "precision": round(len(right) / max(1, len(automatic)), 4),
        "recall": round(len(right) / len(wanted), 4),
        "recall with candidates": round(len((automatic | candidates) & wanted) / len(wanted), 4),
        "most candidates a group": max(per_group.values(), default=0),
        "candidates": len(candidates),
        "pairs compared": result.compared,
        "seconds": round(seconds, 2),
    }
    if arguments.json:
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    else:
        for name, value in figures.items():
            print(f"{name:30} {value}")
    if arguments.show and arguments.half == "dev":
        links = {frozenset((link.left, link.right)): link for link in result.links}
        names: dict[str, list[str]] = {}
        for row in statements.filter(
            pc.is_in(
                statements["prop"],
                pc.cast(["name", "birthDate"], "string")
                if False
                else __import__("pyarrow").array(["name", "birthDate"]),
            )
        ).to_pylist():
            names.setdefault(row["entity_id"], []).append(row["value"])
        for title, chosen in (
            ("not automatic", wanted - automatic),
            ("false", automatic - wanted),
            ("not even candidate", wanted - automatic - candidates),
        ):
            print(f"--- {title}: {len(chosen)}")
            for un, uk in sorted(chosen)[: arguments.show]:
                link = links.get(frozenset((un, uk)))
                print(un, uk, names.get(un), names.get(uk))
                if link is not None:
                    reasons = [(r.feature, r.left[:40], r.right[:40], r.contribution) for r in link.comparison.reasons]
                    print("   ", link.comparison.score, reasons)
    return 0


if __name__ == "__main__":
    sys.exit(main())
