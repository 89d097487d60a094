"""How fast statements come in: read, cleaned, identified, sorted and written, in processor time of one process."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.store import Node
from figure import Figure, of

DEMO = Path(__file__).parents[1] / "src" / "contrared" / "demo" / "convergence" / "lists"
LISTS = (("ofac_2021-06", "2021-06"), ("uk/ConList_2022-05-04.xlsx", "2022-05-04"))
COPIES = 2


def made(folder: Path) -> dict[str, Path]:
    """Real lists as statements, several times under other ids, as Parquet and as JSON lines."""
    node = Node.init(folder / "made", unencrypted="a benchmark")
    desk = enter(node, purpose="bench")
    tables = []
    for name, as_of in LISTS:
        report = load(desk, DEMO / name, LoadOptions(as_of=as_of))
        tables.append(pq.read_table(node.lake.folder(report.version) / "statements.parquet"))
    node.close()
    rows = pa.concat_tables(tables).to_pylist()
    copied = [{**row, "entity_id": f"{row['entity_id']}-{copy}"} for copy in range(COPIES) for row in rows]
    parquet, lines = folder / "statements.parquet", folder / "statements.jsonl"
    pq.write_table(pa.Table.from_pylist(copied), parquet)
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in copied)
    return {"Parquet": parquet, "JSON lines": lines}


def rate(path: Path) -> float:
    """Statements a second of processor time."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node.init(Path(folder) / "node", unencrypted="a benchmark")
        desk = enter(node, purpose="bench")
        started = time.process_time()
        report = load(desk, path, LoadOptions(dataset="bench", as_of="2022"))
        seconds = time.process_time() - started
        node.close()
    return report.version.evidence / seconds


def measure(runs: int) -> list[Figure]:
    """Statements a second by form; the first load of a process, which fills the caches, is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        files = made(Path(folder))
        rate(files["Parquet"])
        return [
            of("statements", name, [rate(path) for _ in range(runs)], "statements/s", "≥ 100000", 0)
            for name, path in files.items()
        ]
