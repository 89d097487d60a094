"""Small networks for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from contrared.network import Multilayer
from contrared.network.convergence.between import Between, laid_out
from contrared.network.multilayer import TIES

#: First node, second node, layer; then weight, probability, evidence.
Tie = tuple[object, ...]


def network(
    ties: Iterable[Tie], *, nodes: Sequence[str] = (), columns: Mapping[str, Mapping[str, str]] | None = None
) -> Multilayer:
    """A network of ``(node, node, layer, weight, probability, evidence)``, cut off where the defaults do."""
    full = [(*tie, *(1.0, None, None)[len(tie) - 3 :]) for tie in ties]
    ids = sorted({str(end) for tie in full for end in tie[:2]} | set(nodes))
    number = {node: place for place, node in enumerate(ids)}
    rows = [
        {
            "source": number[str(a)],
            "target": number[str(b)],
            "layer": layer,
            "weight": weight,
            "probability": probability,
            "directed": False,
            "start": "",
            "end": "",
            "evidence": evidence,
        }
        for a, b, layer, weight, probability, evidence in full
    ]
    table = pa.table({"id": pa.array(ids, pa.string()), "label": pa.array(ids, pa.string())})
    for name, values in (columns or {}).items():
        table = table.append_column(name, pa.array([values.get(node) for node in ids], pa.string()))
    return Multilayer(table, pa.Table.from_pylist(rows, schema=TIES))


def between(ties: Iterable[Tie], a: Iterable[str], b: Iterable[str], *, things: Iterable[str] = ()) -> Between:
    """The same laid out between two groups given by their ids."""
    made = network(ties, nodes=[*a, *b])
    ids = np.array(made.ids.to_pylist(), object)
    return laid_out(made, *(np.isin(ids, list(group)) for group in (a, b)), thing=np.isin(ids, list(things)))


def chance_network(
    seed: int,
    *,
    parties: int = 240,
    group: int = 15,
    ties: int = 500,
    hub: int = 30,
    layers: Sequence[str] = ("x", "y"),
) -> list[Tie]:
    """A network as chance makes it: groups ``a…`` and ``b…``, others ``o…``, and ``hub`` with as many ties as said.

    Parties have unequal numbers of ties; who is tied to whom depends on those numbers alone.
    """
    random = np.random.default_rng(seed)
    names = [f"a{i}" for i in range(group)] + [f"b{i}" for i in range(group)]
    names += [f"o{i}" for i in range(parties - 2 * group)] + ["hub"]
    pull = np.append(random.pareto(2.5, parties) + 0.5, 0.0)
    pull[-1] = pull.sum() * hub / (2 * ties - hub)
    pull /= pull.sum()
    found: set[tuple[str, str, str]] = set()
    while len(found) < ties:
        u, v = sorted(random.choice(len(names), 2, p=pull, replace=False).tolist())
        found.add((names[u], names[v], str(random.choice(list(layers)))))
    return sorted(found)
