"""How fast each list is loaded: parsed, cleaned, identified, sorted and written, in processor time of one process."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.store import Node
from figure import Figure, of

DEMO = Path(__file__).parents[1] / "src" / "contrared" / "demo" / "convergence"
LISTS = (
    ("ofac, tables", "lists/ofac_2021-06", "ofac", "2021-06"),
    ("ofac, a lone sdn.csv", "lists/ofac_2024-05/sdn_2024-05-03.csv.gz", "ofac", "2024-05-03"),
    ("un", "lists/un/un_consolidated_2020.xml.gz", "un", None),
    ("uk-xlsx", "lists/uk/ConList_2022-05-04.xlsx", "uk-xlsx", None),
    ("ca", "lists/ca/sema-lmes_2022.xml.gz", "ca", "2022"),
    ("mx-69b", "lists/mx/mx_sat_69b_2021-05-18.csv.gz", "mx-69b", None),
)


def rate(path: str, reader: str, as_of: str | None) -> float:
    """Statements a second of processor time, each counted once for every place it stands at."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node.init(Path(folder) / "node", unencrypted="a benchmark")
        desk = enter(node, purpose="bench")
        started = time.process_time()
        report = load(desk, DEMO / path, LoadOptions(as_of=as_of), reader=reader)
        seconds = time.process_time() - started
        node.close()
    return report.version.evidence / seconds


def measure(runs: int) -> list[Figure]:
    """Statements a second by reader; the first load of a process, which fills the caches, is not counted."""
    rate(*LISTS[2][1:])
    return [
        of("loading", name, [rate(path, reader, as_of) for _ in range(runs)], "statements/s", "≥ 25000", 0)
        for name, path, reader, as_of in LISTS
    ]
