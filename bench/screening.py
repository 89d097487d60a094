"""How fast screening is, on the real lists and on a million entities, with the peer beside it in the same run.

``python bench/screening.py [--only ours|logic-v2|million|batch …] [--queries N] [--json]``

Rates are queries a second of processor time of one process on one core, so that other work on the machine counts for
little; latencies are given by the clock and by processor time. The mixed stream is 90 % clean persons, 5 % exact, 5 %
misspelt names. The peer is slow: it answers a sample of the same queries, blocked as one batch (its best), and a few
singly. Its index is built in the process, as it offers no other way.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from devset import million, queries
from devset.cache import folder
from devset.cases import cases
from devset.listed import LISTS, WATCHLISTS
from devset.register import Register
from figure import Figure, of

MIXED, MISSPELT = 20_000, 4_000
PEER_BATCH, PEER_SINGLE = 600, 12
CUSTOMERS = 100_000
PARTS = ("ours", "logic-v2", "million", "batch")

Report = dict[str, Any]


def serve(*options: str, cores: str = "0") -> Report:
    """Run the serving process to its end and return what it reports."""
    command = [sys.executable, str(Path(__file__).with_name("serving.py")), *options, "--cores", cores]
    # The peer's DuckDB keeps to one thread as well.
    environment = os.environ | {"NOMENKLATURA_DUCKDB_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command += ["--started", repr(time.time())]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: Report = json.loads(done.stdout.splitlines()[-1])
    return found


def write(name: str, records: list[dict[str, Any]]) -> Path:
    """Records as JSON lines in the cache."""
    path = folder() / f"{name}.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def streams(register: Register) -> tuple[Path, Path, Path]:
    """Files of the listed entities, of mixed and of misspelt queries."""
    labelled = cases(register, "dev")
    return (
        write("entities", [entry.entity() for entry in register.entries]),
        write("mixed", queries.mixed(register.entries, labelled, MIXED)),
        write("misspelt", queries.misspelt(labelled, MISSPELT)),
    )


def ours(entities: Path, mixed: Path, misspelt: Path) -> Report:
    """Build, save, cold start and speed of ours on the real lists."""
    segment = folder() / "segment"
    shutil.rmtree(segment, ignore_errors=True)
    built = serve("--entities", str(entities), "--save", str(segment))
    asked = ["--queries", str(mixed), "--queries", str(misspelt)]
    return {"build": built, **serve("--segment", str(segment), *asked, "--batch", "0")}


def peer(entities: Path, mixed: Path, misspelt: Path) -> Report:
    """The peer on a sample of the same queries."""
    return serve(
        "--matcher", "logic-v2", "--entities", str(entities), "--queries", str(mixed), "--queries", str(misspelt),
        "--batch", str(PEER_BATCH), "--single", str(PEER_SINGLE),
    )  # fmt: skip


def large(register: Register, mixed: Path, misspelt: Path) -> Report:
    """Ours on a million made-up entities: build time and size, then the same queries."""
    entities = million.path(register)
    segment = folder() / "segment-million"
    shutil.rmtree(segment, ignore_errors=True)
    built = serve("--entities", str(entities), "--save", str(segment), cores="0,1")
    asked = ["--queries", str(mixed), "--queries", str(misspelt)]
    return {"build": built, **serve("--segment", str(segment), *asked, "--batch", "0", "--single", "4000")}


def batch(register: Register) -> Report:
    """``contrared screen --batch`` on 100,000 customers and the real lists, all cores; both are made before."""
    from contrared.collect import LoadOptions, load
    from contrared.govern import enter
    from contrared.store import Node

    stream = queries.mixed(register.entries, cases(register, "dev"), CUSTOMERS)
    with tempfile.TemporaryDirectory() as temporary:
        node = Node.init(Path(temporary) / "node", unencrypted="a benchmark")
        desk = enter(node, purpose="bench")
        for name in LISTS:
            load(desk, WATCHLISTS / name, LoadOptions())
        node.close()
        customers = Path(temporary) / "customers.csv"
        with customers.open("w", encoding="utf-8", newline="") as sink:
            writer = csv.writer(sink)
            writer.writerow(["id", "schema", "name", "birthDate", "country"])
            for query in stream:
                facts = query["properties"]
                country = [v for p in ("nationality", "country", "citizenship", "flag") for v in facts.get(p, [])]
                dates = facts.get("birthDate", [""])
                writer.writerow([query["id"], query["schema"], facts["name"][0], dates[0], (country or [""])[0]])
        command = [str(Path(sys.executable).with_name("contrared")), "screen", "--batch", str(customers)]
        command += ["--out", str(Path(temporary) / "hits.csv"), "--node", str(Path(temporary) / "node")]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - began
        with (Path(temporary) / "hits.csv").open(encoding="utf-8") as source:
            rows = sum(1 for _ in source) - 1
    return {"customers": CUSTOMERS, "seconds": seconds, "hits": rows, "cores": os.cpu_count()}


def run(parts: list[str]) -> dict[str, Report]:
    """The parts asked for, one after the other."""
    register = Register()
    entities, mixed, misspelt = streams(register)
    steps = {
        "ours": lambda: ours(entities, mixed, misspelt),
        "logic-v2": lambda: peer(entities, mixed, misspelt),
        "million": lambda: large(register, mixed, misspelt),
        "batch": lambda: batch(register),
    }
    found = {}
    for part in parts:
        print(f"{part} (load {os.getloadavg()[0]:.1f}) …", file=sys.stderr, flush=True)
        found[part] = steps[part]()
    if "ours" in found and "logic-v2" in found:
        found["ratio"] = {
            stream: round(
                found["ours"][stream]["queries a second"] / found["logic-v2"][f"{stream} batch"]["queries a second"], 1
            )
            for stream in ("mixed", "misspelt")
        }
    return found


def figures(found: dict[str, Report]) -> list[Figure]:
    """What the issue asks for, as figures."""
    real, large_ = found["ours"], found["million"]

    def figure(what: str, value: float, unit: str, target: str = "") -> Figure:
        return of("screening", what, [value], unit, target)

    return [
        figure("mixed queries, one core", real["mixed"]["queries a second"], "queries/s", "≥ 1000"),
        figure("misspelt queries, one core", real["misspelt"]["queries a second"], "queries/s", "≥ 300"),
        figure("mixed, p50", real["mixed"]["p50 ms"], "ms", "< 1"),
        figure("mixed, p99", real["mixed"]["p99 ms"], "ms", "< 10"),
        figure("cold start to first answer", real["ready s"], "s", "< 2"),
        figure("resident, serving", real["memory"]["resident"], "MB", "< 350"),
        figure("mixed, LogicV2 in batches", found["logic-v2"]["mixed batch"]["queries a second"], "queries/s"),
        figure("mixed, ratio to LogicV2", found["ratio"]["mixed"], "times", "≥ 15"),
        figure("a million: build", large_["build"]["build s"], "s", "< 300"),
        figure("a million: mixed, p99", large_["mixed"]["p99 ms"], "ms", "< 25"),
        figure("a million: resident, serving", large_["memory"]["resident"], "MB", "< 2048"),
        figure("100,000 customers from the command line", found["batch"]["seconds"], "s", "< 120"),
    ]


def measure(runs: int) -> list[Figure]:
    """All figures; one run, which takes minutes."""
    return figures(run(list(PARTS)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append", help="run only this part; may be repeated")
    parser.add_argument("--json", action="store_true", help="everything measured, as JSON")
    arguments = parser.parse_args()
    parts = arguments.only or list(PARTS)
    found = run(parts)
    if arguments.json or set(parts) != set(PARTS):
        print(json.dumps(found, indent=2))
    else:
        for item in figures(found):
            mark = {True: "reached", False: "NOT REACHED", None: ""}[item.reached]
            print(f"{item.what:45} {item.value:>12,g} {item.unit:12} {item.target:9} {mark}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
