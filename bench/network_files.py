"""How fast a network of 1,000,000 nodes and 5,000,000 ties is read from its file, and in how much memory.

``python bench/network_files.py [--nodes N] [--ties N] [--ids int|text] [--format parquet|csv|graphml|gexf]``

Writes the file first (a heavy tail of degrees, seeded), then reads it in a process of its own: seconds by the clock and
of processor time for ``read_network`` and for ``simple``, and the greatest memory that the process held.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

READ = """
import json, resource, sys, time
from pathlib import Path
from contrared.network import simple
from contrared.network.files import read_network

def clock():
    return time.perf_counter(), time.process_time()

started = clock()
network = read_network(Path(sys.argv[1]))
read = clock()
graph = simple(network)
done = clock()
print(json.dumps({
    "nodes": graph.order, "ties": len(network.ties), "edges": graph.size,
    "read_s": read[0] - started[0], "read_cpu_s": read[1] - started[1],
    "simple_s": done[0] - read[0], "simple_cpu_s": done[1] - read[1],
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def ties(nodes: int, count: int, ids: str) -> pa.Table:
    """Ties whose ends are drawn with a heavy tail, so that some nodes have thousands of neighbours."""
    draw = np.random.default_rng(1)
    ends = [(nodes * draw.random(count) ** power).astype(np.int64) for power in (1.6, 1.0)]
    columns = [pa.array(end) for end in ends]
    if ids == "text":
        columns = [pc.binary_join_element_wise("person-", pc.cast(column, pa.string()), "") for column in columns]
    weights = pa.array(draw.integers(1, 9, count).astype(np.float64))
    return pa.table({"source": columns[0], "target": columns[1], "weight": weights})


def write(table: pa.Table, path: Path) -> None:
    """The ties in the format of the ending."""
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(table, path)
    elif path.suffix == ".csv":
        pyarrow.csv.write_csv(table, path)
    else:
        write_xml(table, path)


def write_xml(table: pa.Table, path: Path) -> None:
    """The same as GraphML or GEXF, as plainly as it can be written."""
    graphml = path.suffix == ".graphml"
    with path.open("w", encoding="utf-8") as stream:
        if graphml:
            stream.write('<graphml><key id="w" for="edge" attr.name="weight" attr.type="double"/>\n')
            stream.write('<graph edgedefault="undirected">\n')
        else:
            stream.write('<gexf version="1.3"><graph defaultedgetype="undirected"><nodes>\n')
        names = pc.unique(pa.chunked_array([*table["source"].chunks, *table["target"].chunks])).to_pylist()
        stream.writelines(f'<node id="{name}"/>\n' for name in names)
        if not graphml:
            stream.write("</nodes><edges>\n")
        for number, (one, other, weight) in enumerate(zip(*(c.to_pylist() for c in table.columns), strict=True)):
            ends = f'source="{one}" target="{other}"'
            if graphml:
                stream.write(f'<edge {ends}><data key="w">{weight}</data></edge>\n')
            else:
                stream.write(f'<edge id="{number}" {ends} weight="{weight}"/>\n')
        stream.write("</graph></graphml>\n" if graphml else "</edges></graph></gexf>\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--ties", type=int, default=5_000_000)
    parser.add_argument("--ids", choices=("int", "text"), default="int")
    parser.add_argument("--format", choices=("parquet", "csv", "graphml", "gexf"), default="parquet")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="contrared-bench-") as folder:
        path = Path(folder) / f"ties.{asked.format}"
        write(ties(asked.nodes, asked.ties, asked.ids), path)
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True)
        report = json.loads(done.stdout) | {"process_s": time.perf_counter() - started}
    print(json.dumps({"format": asked.format, "ids": asked.ids} | report))


if __name__ == "__main__":
    main()
