"""A protected person is in nothing that a case gives out; the same inputs give the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contrared.case import investigate
from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.model import Protection
from contrared.store import Node

from ..conftest import SHIPPED

CASE = f"""\
id = "small"
title = "Lists of the UN and a seminar"
question = "Who is tied to whom?"
purpose = "testing"
legal_basis = "public lists"
handling = "TLP:CLEAR"
[[source]]
path = "{SHIPPED / "lists" / "un" / "un_consolidated_2020.xml.gz"}"
[[source]]
path = "{SHIPPED / "seminar" / "seminar.toml"}"
reader = "statements"
"""
SHOWN = {".html", ".csv", ".json", ".graphml", ".svg"}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_a_protected_person_is_nowhere_in_the_results(case: Path, node: Node, tmp_path: Path) -> None:
    desk = enter(node, purpose="test")
    load(desk, SHIPPED / "lists" / "un" / "un_consolidated_2020.xml.gz", LoadOptions())
    before = investigate(node, case, tmp_path / "before")
    tied = {end for edge in before.analysis.edges.edges for end in (edge.source, edge.target)}
    person = min(key for key in tied if before.analysis.parties[key].schema == "Person")
    name = before.analysis.parties[person].name
    members = [key for key, to in before.prepared.resolution.canonical.items() if to == person] or [person]
    assert person in (tmp_path / "before" / "nodes.csv").read_text(encoding="utf-8")
    for member in members:
        desk.write().protect(member, Protection.WITNESS, "heard in court")
    investigate(node, case, tmp_path / "after")
    files = [path for path in (tmp_path / "after").iterdir() if path.suffix in SHOWN]
    assert len(files) > 5
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert person not in text, path.name
        assert name not in text, path.name


@pytest.mark.slow
def test_findings_are_the_same_bytes_under_any_hash_seed_and_thread_count(case: Path, tmp_path: Path) -> None:
    seen = set()
    for seed in ("0", "7"):
        node, out = tmp_path / f"node{seed}", tmp_path / f"out{seed}"
        Node.init(node).close()
        subprocess.run(
            [sys.executable, "-m", "contrared.cli", "investigate", str(case), "--out", str(out), "--node", str(node)],
            env=os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": str(int(seed) % 2 + 1)},
            check=True,
            capture_output=True,
        )
        seen.add((out / "findings.json").read_bytes())
    assert len(seen) == 1
