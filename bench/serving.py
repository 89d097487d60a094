"""The process whose speed and size ``bench/screening.py`` measures: opens an index, answers queries, reports.

Started by that bench, pinned to the cores it names. Writes one JSON object to standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from devset.matcher import Ours, Screener

LIMIT = 5


def memory() -> dict[str, int]:
    """Megabytes resident now (of which anonymous) and at most."""
    wanted = {"VmRSS": "resident", "RssAnon": "anonymous", "VmHWM": "peak"}
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(status[key].split()[0]) // 1024 for key, name in wanted.items()}


def read(path: Path, most: int | None = None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as source:
        for line in islice(source, most):
            yield json.loads(line)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def singly(index: Screener, queries: list[dict[str, Any]]) -> dict[str, float]:
    """One query at a time: rate of one core, latencies by the clock and by processor time, in milliseconds."""
    clock, processor = [], []
    hits = 0
    for query in queries:
        began, worked = time.perf_counter(), time.process_time()
        hits += bool(index.screen(query, LIMIT))
        processor.append((time.process_time() - worked) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    return {
        "queries": len(queries),
        "with candidates": hits,
        "queries a second": 1000 * len(queries) / sum(processor),
        "p50 ms": percentile(clock, 0.5),
        "p99 ms": percentile(clock, 0.99),
        "p50 processor ms": percentile(processor, 0.5),
        "p99 processor ms": percentile(processor, 0.99),
    }


def together(index: Screener, queries: list[dict[str, Any]]) -> dict[str, float]:
    """All queries as a batch: rate of one core."""
    began, worked = time.perf_counter(), time.process_time()
    hits = sum(bool(found) for found in index.screen_all(queries, LIMIT))
    worked, took = time.process_time() - worked, time.perf_counter() - began
    return {
        "queries": len(queries),
        "with candidates": hits,
        "queries a second": len(queries) / worked,
        "seconds": took,
    }


def opened(arguments: argparse.Namespace) -> Screener:
    if arguments.matcher == "ours":
        matcher = Ours()
        return matcher.opened(arguments.segment) if arguments.segment else matcher.index(read(arguments.entities))
    from devset.peer import LogicV2

    return LogicV2().index(list(read(arguments.entities)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matcher", choices=["ours", "logic-v2"], default="ours")
    parser.add_argument("--entities", type=Path, help="JSON lines of listed entities")
    parser.add_argument("--segment", type=Path, help="folder of a saved index (ours)")
    parser.add_argument("--save", type=Path, help="build from --entities, save here and stop (ours)")
    parser.add_argument("--queries", type=Path, action="append", default=[], help="JSON lines; each answered in turn")
    parser.add_argument("--single", type=int, default=None, help="so many of each file one at a time")
    parser.add_argument("--batch", type=int, default=None, help="so many of each file as a batch")
    parser.add_argument("--started", type=float, required=True, help="wall clock when the process was started")
    parser.add_argument("--cores", default="", help="cores to be pinned to, such as 0 or 0,1")
    arguments = parser.parse_args()
    if arguments.cores:
        os.sched_setaffinity(0, {int(core) for core in arguments.cores.split(",")})
    if arguments.save:
        began = time.perf_counter()
        Ours().save(read(arguments.entities), arguments.save)
        print(json.dumps({"build s": time.perf_counter() - began, "memory": memory()}))
        return 0
    began = time.perf_counter()
    index = opened(arguments)
    opening = time.perf_counter() - began
    first = next(read(arguments.queries[0]))
    index.screen(first, LIMIT)
    report: dict[str, Any] = {"open s": opening, "ready s": time.time() - arguments.started, "memory ready": memory()}
    for path in arguments.queries:
        if arguments.batch != 0:
            report[f"{path.stem} batch"] = together(index, list(read(path, arguments.batch)))
        if arguments.single != 0:
            report[path.stem] = singly(index, list(read(path, arguments.single)))
    report["memory"] = memory()
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
