"""A published network from its file, without a node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from contrared.network.files.building import network_of
from contrared.network.files.columnar import parquet_ties
from contrared.network.files.edgelist import edge_list
from contrared.network.files.gexf import gexf
from contrared.network.files.graphml import graphml
from contrared.network.files.nodefile import companion, read_nodes
from contrared.network.files.opening import contents
from contrared.network.files.stated import Stated
from contrared.network.files.xml import root_of
from contrared.network.multilayer import Multilayer
from contrared.network.treatment import NetworkError, Treatment

_TEXT = frozenset({".csv", ".tsv", ".txt", ".tab", ".edges", ".edgelist", ".dat"})
_XML = frozenset({".graphml", ".gexf", ".xml"})
#: Endings of what can be read; each but Parquet may have ``.gz`` behind it.
ENDINGS = _TEXT | _XML | {".parquet"}


def read_network(
    path: Path, *, nodes: Path | None = None, on_progress: Callable[[str], None] | None = None
) -> Multilayer:
    """Read a network: an edge list (CSV, TSV, Parquet), a matrix with labels, GraphML or GEXF; packed with gzip or not.

    Nothing is dropped in silence: ``treatments`` of the result says what was decided. Self-loops and duplicates are
    kept here; :func:`~contrared.network.simple` lays them together.

    Args:
        path: The file; its ending says what it is.
        nodes: A table of nodes; by default ``nodes.csv`` where it lies beside ``edges.csv``.
        on_progress: Told in a few words what is being done.

    Raises:
        NetworkError: it cannot be read as a network; names the file, the line and what to do.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "ties.csv"
        >>> _ = path.write_text("source,target,weight\\nA,B,2\\nB,C,1\\n")
        >>> read_network(path).ids.to_pylist()
        ['A', 'B', 'C']
    """
    tell = on_progress or (lambda _: None)
    tell(f"reading {path.name}")
    stated = _stated(path)
    beside = nodes or companion(path)
    if beside is not None:
        if stated.nodes is not None:
            raise NetworkError(f"{beside.name}: {path.name} states its nodes itself: leave one of the two out")
        table, told = read_nodes(beside)
        if nodes is None:
            told = (Treatment("node table beside the ties", 1, "read as well", (beside.name,)), *told)
        stated = replace(stated, nodes=table, treatments=(*stated.treatments, *told))
    tell("checking and numbering")
    return network_of(stated, path.name)


def _stated(path: Path) -> Stated:
    ending = _ending(path)
    if ending == ".parquet":
        return parquet_ties(path)
    if ending in _TEXT:
        return edge_list(contents(path), path.name)
    if ending not in _XML:
        known = f"{' '.join(sorted(ENDINGS))}, each but Parquet also with .gz"
        raise NetworkError(f"{path}: the ending {ending or '(none)'} is of no network that can be read: {known}")
    data = contents(path)
    root = root_of(data, path.name)
    if root == "graphml":
        return graphml(data, path.name)
    if root == "gexf":
        return gexf(data, path.name)
    raise NetworkError(f"{path.name}: the document is {root}, neither graphml nor gexf")


def _ending(path: Path) -> str:
    endings = [ending.lower() for ending in path.suffixes]
    if endings and endings[-1] == ".gz":
        endings.pop()
    return endings[-1] if endings else ""
