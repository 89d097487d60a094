"""The same bytes under another number of threads and another hash seed, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = """
import hashlib
import networkx as nx
from contrared.network.finding import canonical_json
from contrared.network.measures import MEASURES, communities, sampled_betweenness, stable_communities
from tests.network.measures.graphs import published
for directed in (False, True):
    graph = published(nx.gnp_random_graph(700, 0.012, seed=5, directed=directed))
    for name, measure in MEASURES.items():
        for weighted in (False, True):
            print(name, hashlib.sha256(measure.compute(graph, weighted).tobytes()).hexdigest())
    for found in (communities(graph), sampled_betweenness(graph), stable_communities(graph, runs=4)):
        print(hashlib.sha256(canonical_json(found).encode()).hexdigest())
"""


@pytest.mark.slow
def test_threads_and_hash_seeds_change_nothing() -> None:
    told = set()
    for threads, seed in (("1", "0"), ("2", "7")):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        environment = os.environ | dict.fromkeys(names, threads) | {"PYTHONHASHSEED": seed}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
        )
        told.add(run.stdout)
    assert len(told) == 1
    assert len(told.pop().splitlines()) > 80
