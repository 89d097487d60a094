"""From ties with their statements to the columns that measures, worlds and simulations take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import pyarrow as pa

from contrared.network.edge import Edge, EdgeSet, Layer, Refusal
from contrared.network.multilayer import TIES, Multilayer
from contrared.network.probability import Graded, probability
from contrared.network.ties.parties import Party
from contrared.network.treatment import NetworkError, Treatment

#: Places named of one kind of refusal.
NAMED = 3
_DAY = len("2021-06-08")


def multilayer(
    edge_set: EdgeSet,
    parties: Mapping[str, Party],
    gradings: Mapping[str, Collection[Graded]] | None = None,
    *,
    layers: Collection[Layer] | None = None,
) -> Multilayer:
    """The multilayer network of an edge table.

    Nodes are the ends of ties and nobody else, so that a protected person, who has no ties, is none. Their table holds
    ``id``, ``label``, ``schema`` and ``categories`` (what the programmes that name it are against, parted by a space).

    Args:
        edge_set: Ties and refusals; each refusal becomes a treatment.
        parties: Parties by canonical id; an end that is none of them is shown by its id, without a schema.
        gradings: Who vouches for each statement; without, no probability is stated.
        layers: Only ties of these layers; all of the edge table unless given.

    Raises:
        NetworkError: the id of a piece of evidence holds a space, or a weight is none.
    """
    edges = [edge for edge in edge_set.edges if layers is None or edge.layer in layers]
    edges.sort(key=lambda edge: edge.key)
    ids = sorted({end for edge in edges for end in (edge.source, edge.target)})
    number = {key: place for place, key in enumerate(ids)}
    for edge in edges:
        _check(edge)
    ties = pa.table(
        {
            "source": [number[edge.source] for edge in edges],
            "target": [number[edge.target] for edge in edges],
            "layer": pa.array([str(edge.layer) for edge in edges], pa.string()).dictionary_encode(),
            "weight": [edge.weight for edge in edges],
            "probability": [None if gradings is None else probability(edge, gradings) for edge in edges],
            "directed": [edge.layer.directed for edge in edges],
            "start": [edge.first[:_DAY] for edge in edges],
            "end": [edge.last[:_DAY] for edge in edges],
            "evidence": [" ".join(edge.statement_ids) for edge in edges],
        }
    ).cast(TIES)
    refusals = [item for item in edge_set.refusals if layers is None or item.layer in layers]
    return Multilayer(_nodes(ids, parties), ties, _treatments(refusals))


def _nodes(ids: list[str], parties: Mapping[str, Party]) -> pa.Table:
    known = [parties.get(key) for key in ids]
    columns = {
        "id": ids,
        "label": [party.name if party else key for key, party in zip(ids, known, strict=True)],
        "schema": [party.schema if party else "" for party in known],
        "categories": [" ".join(sorted(party.categories)) if party else "" for party in known],
    }
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _treatments(refusals: list[Refusal]) -> tuple[Treatment, ...]:
    found: dict[tuple[Layer, str], list[Refusal]] = defaultdict(list)
    for item in sorted(refusals):
        found[item.layer, item.reason].append(item)
    return tuple(
        Treatment(
            what=f"{layer}: {reason}",
            count=sum(item.number for item in items),
            how=_how(reason),
            where=tuple(item.what for item in items if item.what != str(item.number))[:NAMED],
        )
        for (layer, reason), items in sorted(found.items())
    )


def _how(reason: str) -> str:
    return "tie kept" if "taken without" in reason else "not taken for a tie"


def _check(edge: Edge) -> None:
    for key in edge.statement_ids:
        if not key or any(map(str.isspace, key)):
            raise NetworkError(f"the tie {edge.source} - {edge.target} has evidence {key!r}: an id has no space in it")
    if not 0 < edge.weight < float("inf"):
        raise NetworkError(f"the tie {edge.source} - {edge.target} has weight {edge.weight}: it must be positive")
