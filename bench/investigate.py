"""The main job on the demo case, from raw files on a fresh node, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import contrared
from figure import Figure, of

CASE = Path(contrared.__file__).parent / "demo" / "convergence" / "case.toml"


def run_once() -> tuple[float, float, dict[str, float]]:
    """Wall seconds, peak resident megabytes and seconds by step of one run."""
    with tempfile.TemporaryDirectory() as folder:
        node = Path(folder) / "node"
        subprocess.run(
            [sys.executable, "-m", "contrared.cli", "init", str(node), "--unencrypted", "a benchmark"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        command = [
            *(sys.executable, "-m", "contrared.cli", "investigate", str(CASE), "--json"),
            *("--node", str(node), "--out", str(Path(folder) / "out")),
        ]
        started = time.perf_counter()
        with tempfile.TemporaryFile("w+") as said:
            child = subprocess.Popen(command, stdout=said)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            wall = time.perf_counter() - started
            if child.returncode:
                raise SystemExit(f"investigate ended with exit code {child.returncode}")
            said.seek(0)
            steps = json.load(said)["seconds"]
    return wall, usage.ru_maxrss / 1024, steps


def measure(runs: int) -> list[Figure]:
    """Wall time, peak memory (the process and none beside it) and time by step."""
    taken = [run_once() for _ in range(runs)]
    figures = [
        of("investigate", "wall time", [wall for wall, _, _ in taken], "s", "< 60", 1),
        of("investigate", "peak memory", [peak for _, peak, _ in taken], "MB", "< 1500", 0),
    ]
    figures += [
        of("investigate", f"step: {step}", [steps[step] for _, _, steps in taken], "s", digits=1)
        for step in taken[0][2]
    ]
    return figures
