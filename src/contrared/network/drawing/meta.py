"""Networks as they are drawn for commands: small ones node by node, larger ones by their communities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from contrared.network.drawing.sketch import Dot, Line, sketch
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph

#: Communities drawn; the rest are said.
MOST_COMMUNITIES = 60
#: Names written beside nodes.
NAMED = 25


def network_sketch(
    network: Multilayer, *, title: str, middle: str = "", groups: Mapping[str, int] | None = None
) -> str:
    """A network of at most :data:`~contrared.network.drawing.sketch.MOST` nodes.

    Args:
        network: The network.
        title: Title of the drawing.
        middle: Id of a node that is named in any case.
        groups: Number of the group of each node, for its colour.
    """
    ids, labels = network.ids.to_pylist(), network.nodes["label"].to_pylist()
    pairs: Counter[tuple[int, int]] = Counter()
    layers: dict[tuple[int, int], set[str]] = {}
    for source, target, layer in zip(network.source.tolist(), network.target.tolist(), _layers(network), strict=True):
        if source != target:
            pair = (min(source, target), max(source, target))
            pairs[pair] += 1
            layers.setdefault(pair, set()).add(layer)
    degree = (
        np.bincount(np.array(list(pairs), np.int64).reshape(-1), minlength=len(ids)) if pairs else np.zeros(len(ids))
    )
    top = set(np.lexsort((np.arange(len(ids)), -degree))[:NAMED].tolist())
    most = max(float(degree.max()) if len(ids) else 1.0, 1.0)
    dots = [
        Dot(key, label, 0.08 + 0.5 * float(degree[at]) / most, (groups or {}).get(key, 0), at in top or key == middle)
        for at, (key, label) in enumerate(zip(ids, labels, strict=True))
    ]
    lines = [
        Line(a, b, min(1.0, count / 5), f"{labels[a]} – {labels[b]}: {', '.join(sorted(layers[a, b]))}")
        for (a, b), count in sorted(pairs.items())
    ]
    said = f"{len(ids)} nodes and {len(lines)} joined pairs; the table beside it holds the same."
    return sketch(dots, lines, title=title, description=said)


def community_map(graph: SimpleGraph, groups: Sequence[Sequence[str]], labels: Mapping[str, str], *, title: str) -> str:
    """Communities as dots, as large as they have members, and how strongly they are tied; the largest sixty."""
    shown = groups[:MOST_COMMUNITIES]
    number = {key: place for place, group in enumerate(shown) for key in group}
    place = np.array([number.get(key, -1) for key in graph.ids.to_pylist()], np.int64)
    a, b = place[graph.source], place[graph.target]
    between: Counter[tuple[int, int]] = Counter()
    kept = (a >= 0) & (b >= 0) & (a != b)
    pairs, counts = np.unique(np.sort(np.column_stack((a[kept], b[kept])), axis=1), axis=0, return_counts=True)
    for (left, right), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        between[left, right] = count
    largest, strongest = max(map(len, shown), default=1), max(between.values(), default=1)
    dots = [
        Dot(str(at), f"{labels.get(min(group), min(group))} + {len(group) - 1}", len(group) / largest, at, at < NAMED)
        for at, group in enumerate(shown)
    ]
    lines = [
        Line(left, right, count / strongest, f"{count} ties between communities {left} and {right}")
        for (left, right), count in sorted(between.items())
    ]
    said = f"{len(shown)} of {len(groups)} communities, dots as large as they have members"
    return sketch(dots, lines, title=title, description=said)


def _layers(network: Multilayer) -> list[str]:
    found: list[str] = network.ties["layer"].to_pylist()
    return found
