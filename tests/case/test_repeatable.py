"""Same inputs and version: the same bytes, under any hash seed and any number of threads, and a second time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contrared.case import investigate
from contrared.store import Node

from . import small

SEEDS = {"0": "1", "4711": "2"}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
def test_the_same_bytes_under_any_hash_seed_and_number_of_threads(tmp_path: Path) -> None:
    case = small.write(tmp_path / "case")
    found = []
    for seed, threads in SEEDS.items():
        node, out = tmp_path / f"node{seed}", tmp_path / f"out{seed}"
        Node.init(node, unencrypted="a test").close()
        subprocess.run(
            [sys.executable, "-m", "contrared.cli", "investigate", str(case), "--out", str(out), "--node", str(node)],
            env=os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "POLARS_MAX_THREADS": threads},
            check=True,
            capture_output=True,
        )
        found.append(files(out))
    first, second = found
    assert set(first) == set(second)
    for name, content in first.items():
        assert content == second[name], f"{name} differs"
    assert b"J-" in first["findings.json"]


def test_a_second_run_on_the_same_node_changes_nothing(tmp_path: Path, node: Node) -> None:
    case = small.write(tmp_path / "case")
    investigate(node, case, tmp_path / "first")
    investigate(node, case, tmp_path / "second")
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_the_findings_name_no_path_and_no_time_of_the_run(tmp_path: Path, node: Node) -> None:
    investigate(node, small.write(tmp_path / "case"), tmp_path / "out")
    for name, content in files(tmp_path / "out").items():
        assert str(tmp_path).encode() not in content, name
