"""All benches: ``python bench/run.py [--only NAME] [--runs N] [--json] [--write docs/explanation/figures.md]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from figure import Figure

#: Modules beside this one, each with ``measure(runs)``.
BENCHES = (
    "agreement",
    "loading",
    "statements",
    "resolving",
    "linkage",
    "truth_sets",
    "investigate",
    "accuracy",
    "screening",
    "service",
    "audit_log",
    "desk",
    "network_measures",
    "network_convergence",
    "network_worlds",
    "network_disruption",
    "sharing",
    "alert",
    "thin_post",
)

INTRO = """<!-- Written by `make bench` with `--write`; do not edit. -->

# Figures

Measured with `make bench`: medians of {runs} runs on a shared, noisy machine ({machine}), lowest and highest beside
them. Take absolute times as what this machine gave on that day; a ratio to a peer is taken in the same run.

- *agreement*: the UK list quotes the UN's reference of a party. Those references and all running text are taken away,
  groups are split in half by a hash of their id, and only totals of the half kept aside are looked at. Truth: {truth}
- *loading*: processor time of one process to parse, clean, identify, sort and write; a statement counts once for every
  place it stands at.
- *statements*: as *loading*, from a table of statements of two real lists, each twice under other ids.
- *resolving*: blocking, scoring and clustering of every party on every list of the demo case; beside it, the same
  candidate pairs scored by nomenklatura's LogicV2.
- *linkage*: a made-up register (`bench/register.py`) linked in bulk from statements to clusters; another seed each run,
  none of them looked at before. A million persons with `LINKAGE_ENTRIES=1000000`.
- *truth_sets*: registers of others with known duplicates, by `map`, `load` and `resolve` as a user runs them. Only
  totals were ever looked at.
- *investigate*: `contrared investigate` on the demo case and a fresh node, from raw files to the brief, as a process
  of its own.
- *accuracy*: pairs and queries made from the lists' own aliases by typed corruptions, and near-namesakes of each naming
  tradition, beside nomenklatura's LogicV2 (threshold 0.7) on the same cases. Models are learnt on one half of the
  parties; these are totals of the other, whose errors nobody has looked at.
- *screening*: `Index.screen` with reasons on 31,000 real listed entities, one core; mixed queries are 90 % clean names,
  5 % exact, 5 % misspelt. The peer is nomenklatura's DuckDB blocker and LogicV2, asked in batches, its best.
- *service*: `POST /screen` over HTTP on six lists, each answer after its line is in the record; the client runs on the
  same two cores.
- *audit_log*: sealed lines written to the ledger and taken into the signed tree, one transaction and one checkpoint a
  batch; one by one with a transaction each; a log of a million verified line by line.
- *desk*: entering an opened node of 400,000 statements in 300 datasets, each of a class of source of its own, and
  counting what is open, policy parsed beforehand; the line of the entry is in the record.
- *network*: a synthetic network of 1,000,000 nodes and 5,000,000 edges with a heavy tail and 2,000 planted groups. Each
  step goes from arrays to values with nothing kept from before; the peer is NetworKit from the same arrays
  (`GraphFromCoo`, then its algorithm) in the same run, asked for betweenness from ten sources and counted five times.
- *bridges*: `bridges` with 200 rewired networks, processor time of its one thread: on the parties of all lists of the
  demo case, those listed for terror and those for drugs or organised crime, and on a network by chance with as many
  ties as parties. The share of networks by chance (300 parties, 500 ties) with any bridge at q = 0.05; the share of
  networks (600 parties, 1,000 ties, 1,000 samples) in which a planted party with two ties into each of two groups of
  15 is found.
- *network worlds*: a made-up network of 110 nodes and 205 ties with a heavy tail, processor time of one core after
  NetworKit is loaded; the peers measure the betweenness of the same worlds in the same run.
- *network_disruption*: processor time. The peer is the greedy search written plainly with NetworkX, once; ours also
  exchanges, from 14 starts. Each of the worlds goes 12 steps by each of 5 rules, beside a random removal and no action.
- *sharing*: steps in processor time on 40 elements, in turns with the same libsodium calls made bare. The large
  partner: 5,000 records evaluated, the rest of the filter dummies, which to whoever asks are the same work; both sides
  of all questions in two processes, every proof verified. Recall on true alias pairs of the half of the OFAC list kept
  aside; the million strangers have recombined names and dates of that list.
- *alert*: from recording an encounter until the duty desk of the partner that watches for the person has it, under a
  standing approval: two nodes with their ports and all their cryptography on the same two cores, lines on loopback.
- *thin_post*: `POST /screen` by the clock through a proxy that lets 16,000 bytes a second through each way and holds
  them back for 400 ms each way; the national node asks partners and holds filters, nothing of that goes to the post.

"""
TRUTH = "the UK's 942 groups with a reference against the UN list of 2020, ships left out."


def page(figures: list[Figure], runs: int) -> str:
    """The figures as a page of the documentation."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}"
    lines = ["| bench | what | median | lowest … highest | asked for | reached |", "|---|---|---|---|---|---|"]
    for item in figures:
        reached = {True: "yes", False: "**no**", None: ""}[item.reached]
        value = f"{item.value:,g} {item.unit}".strip() if item.value < 1e5 else f"{item.value:,.0f} {item.unit}"
        span = f"{item.low:,g} … {item.high:,g}"
        lines.append(f"| {item.bench} | {item.what} | {value} | {span} | {item.target} | {reached} |")
    return INTRO.format(runs=runs, machine=machine, truth=TRUTH) + "\n".join(lines) + "\n"


def measured(name: str, runs: int) -> list[Figure]:
    """The figures of one bench."""
    found: list[Figure] = import_module(name).measure(runs)
    return found


def apart(name: str, runs: int) -> list[Figure]:
    """The same in a process of its own: the highest memory of one bench is not that of those before it."""
    command = [sys.executable, __file__, "--only", name, "--runs", str(runs), "--json"]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    return [Figure.from_dict(item) for item in json.loads(said)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=BENCHES, action="append", help="run only this bench; may be repeated")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, help="write the figures as a page")
    arguments = parser.parse_args()
    figures: list[Figure] = []
    names = arguments.only or BENCHES
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures.extend(measured(name, arguments.runs) if len(names) == 1 else apart(name, arguments.runs))
    if arguments.write:
        arguments.write.write_text(page(figures, arguments.runs), encoding="utf-8")
    if arguments.json:
        print(json.dumps([item.to_dict() for item in figures], indent=2, ensure_ascii=False))
    else:
        for item in figures:
            mark = {True: "reached", False: "NOT REACHED", None: ""}[item.reached]
            span = f"{item.low:g} … {item.high:g}"
            print(f"{item.bench:12} {item.what:45} {item.value:>10g} {item.unit:13} {span:22} {item.target:9} {mark}")
    return 0 if all(item.reached is not False for item in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
