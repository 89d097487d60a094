"""What a network command works on: an edge list read without a node, or a case of the node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from contrared.cli import output
from contrared.cli.options import HERE
from contrared.govern import Desk
from contrared.model import InputError
from contrared.network import Multilayer, SimpleGraph, simple

#: Endings of files that hold a network.
ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".graphml", ".gexf", ".xml")

#: What marks a person as protected in a table of nodes.
_MARKED = frozenset({"1", "true", "yes", "y", "victim", "witness", "minor", "asylum seeker", "asylum-seeker"})

Of = Annotated[
    str,
    typer.Argument(
        help="An edge list (CSV, Parquet, GraphML, GEXF), or a case: its id or case.toml; . for all the node holds."
    ),
]
Layers = Annotated[str, typer.Option("--layers", help="Only these layers, parted by commas.")]
Without = Annotated[str, typer.Option("--without", help="Not these layers, parted by commas.")]
Directed = Annotated[bool, typer.Option("--directed", help="Keep the direction of ties; read both ways unless given.")]
Weighted = Annotated[
    bool, typer.Option("--weighted", help="Weights count as strength of ties, distances are 1/weight.")
]
Duplicated = Annotated[str, typer.Option("--duplicates", help="Parallel ties of one layer: sum, max or error.")]
NodeTable = Annotated[
    Path | None, typer.Option("--nodes-file", help="Table of nodes (id, label, role, …) beside the edge list.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Folder for the result: JSON, table, SVG, GraphML, GEXF, CSV, CSV for i2; made if missing."
    ),
]


@dataclass(frozen=True)
class Options:
    """How a network is read."""

    layers: str = ""
    without: str = ""
    directed: bool = False
    duplicates: str = "sum"
    nodes_file: Path | None = None
    node: Path = HERE
    user: str | None = None
    purpose: str | None = None
    as_of: str = ""


@dataclass(frozen=True)
class Opened:
    """A network at hand.

    Attributes:
        network: All ties of the layers asked for.
        title: What it is called in tables and drawings.
        case: The network of the case, where it is one.
        desk: The desk, where there is a node.
    """

    network: Multilayer
    title: str
    options: Options
    case: Any = None
    desk: Desk | None = None

    @property
    def protected(self) -> frozenset[str]:
        """Ids of nodes that must not appear: of a file, those its node table marks as ``protected``."""
        nodes = self.network.nodes
        if "protected" not in nodes.column_names:
            return frozenset()
        marked = zip(nodes["id"].to_pylist(), nodes["protected"].to_pylist(), strict=True)
        return frozenset(key for key, mark in marked if str(mark or "").strip().lower() in _MARKED)

    @property
    def graph(self) -> SimpleGraph:
        """The layers laid over each other."""
        if self.options.duplicates not in ("sum", "max", "error"):
            raise InputError(
                f"{self.options.duplicates!r} is no way to treat duplicates",
                where="--duplicates",
                do="say sum, max or error",
            )
        return simple(self.network, directed=self.options.directed, duplicates=self.options.duplicates)  # type: ignore[arg-type]

    @property
    def labels(self) -> dict[str, str]:
        """What each node is called."""
        nodes = self.network.nodes
        return dict(zip(nodes["id"].to_pylist(), nodes["label"].to_pylist(), strict=True))


@contextmanager
def opened(of: str, options: Options) -> Iterator[Opened]:
    """Open what a command works on; treatments of its input are told on standard error.

    Raises:
        InputError: there is neither such a file nor such a case.
        NetworkError: the file holds no network, or a layer is unknown.
    """
    path = Path(of)
    if path.name.removesuffix(".gz").endswith(ENDINGS) or (path.is_file() and path.suffix != ".toml"):
        if options.as_of:
            raise InputError("goes with what a node holds, not with an edge list", where="--as-of", do="leave it out")
        from contrared.network.files import read_network

        with output.progress(f"reading {path.name}"):
            network = read_network(path, nodes=options.nodes_file)
        yield _narrowed(Opened(network, path.name, options))
        return
    if options.nodes_file is not None:
        raise InputError("goes with an edge list, not with a case", where="--nodes-file", do="leave it out")
    from contrared.case.network import network_of

    with output.desk_at(options.node, options.user, options.purpose, None, options.as_of) as desk:
        with output.progress("drawing the network"):
            found = network_of(desk, of, layers=layer_names(options.layers))
        yield _narrowed(Opened(found.network, found.title, options, found, desk))


def names(text: str) -> list[str]:
    """Parts of a list written with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def tell(treatments: Any) -> None:
    """Say on standard error what in the input needed a decision."""
    for treatment in treatments:
        output.note(str(treatment))


def layer_names(text: str) -> list[str]:
    """Names of layers; money is what the layer of payments is called in passing."""
    return ["payment" if name == "money" else name for name in names(text)]


def _narrowed(found: Opened) -> Opened:
    """Without protected persons, who are taken out before anything else, and with the layers asked for."""
    from contrared.network.worlds.nodes import network_without

    if hidden := found.protected:
        found = replace(found, network=network_without(found.network, hidden))
    layers, without = layer_names(found.options.layers), layer_names(found.options.without)
    if found.case is not None:
        layers = [name for name in layers if name in found.network.layers]
    if not layers and not without:
        return found
    return replace(found, network=found.network.select(layers=layers or None, without=without))
