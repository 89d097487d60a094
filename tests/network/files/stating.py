"""Files as a test wants them, and networks in a form that can be compared."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from contrared.network import Multilayer
from contrared.network.files import read_network

Tie = dict[str, Any]


def read(folder: Path, text: str | bytes, name: str = "ties.csv", **options: Any) -> Multilayer:
    """The network of a file with this text."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_network(path, **options)


def ties(network: Multilayer, *more: str) -> list[tuple[Any, ...]]:
    """Ends of each tie, its weight, and what else is asked for."""
    ids = network.ids.to_pylist()
    return [
        (ids[row["source"]], ids[row["target"]], row["weight"], *(row[name] for name in more))
        for row in network.ties.to_pylist()
    ]


def whole(network: Multilayer) -> tuple[list[Tie], list[dict[str, Any]]]:
    """Everything but the treatments."""
    ids = network.ids.to_pylist()
    rows = []
    for row in network.ties.to_pylist():
        probability = row["probability"]
        assert probability is None or not math.isnan(probability)
        rows.append({**row, "source": ids[row["source"]], "target": ids[row["target"]]})
    return rows, network.nodes.to_pylist()


def said(network: Multilayer) -> dict[str, int]:
    """What was treated, and how often."""
    return {treatment.what: treatment.count for treatment in network.treatments}
