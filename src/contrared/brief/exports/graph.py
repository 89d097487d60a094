"""The network as graph files see it: typed attributes of parties and ties, each with its sources and its handling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contrared.brief.exports.holding import Holding
from contrared.network import Edge, Party

#: Attributes with their types, in the words that GraphML and GEXF share.
NODE: Mapping[str, str] = {
    "name": "string",
    "schema": "string",
    "categories": "string",
    "programmes": "string",
    "entity_ids": "string",
    "statements": "long",
    "sources": "string",
    "handling": "string",
}
EDGE: Mapping[str, str] = {
    "layer": "string",
    "kind": "string",
    "directed": "boolean",
    "weight": "double",
    "count": "long",
    "first": "string",
    "last": "string",
    "statement_ids": "string",
    "span": "string",
    "grades": "string",
    "sources": "string",
    "handling": "string",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A party as a node: its attributes as texts, empty where nothing is known."""

    id: str
    label: str
    attributes: Mapping[str, str]


def nodes(holding: Holding) -> Iterator[Node]:
    """Every party that leaves, with a tie or without one, by id."""
    rests: dict[str, set[str]] = {}
    columns = (holding.statements[name].to_pylist() for name in ("canonical_id", "id"))
    for canonical, statement in zip(*columns, strict=True):
        if canonical in holding.parties:
            rests.setdefault(canonical, set()).add(statement)
    for key in sorted(holding.parties):
        party, statements = holding.parties[key], rests.get(key, set())
        sources = holding.sources_of(statements)
        yield Node(key, party.name, _node(holding, party, len(statements), sources))


def tie(holding: Holding, edge: Edge) -> dict[str, str]:
    """Attributes of a tie as texts, empty where nothing is known."""
    sources = holding.sources_of(edge.statement_ids)
    known = [holding.sources[key] for key in sources]
    return {
        "layer": edge.layer.value,
        "kind": edge.kind,
        "directed": str(edge.layer.directed).lower(),
        "weight": format(edge.weight, ".6g"),
        "count": str(edge.count),
        "first": edge.first,
        "last": edge.last,
        "statement_ids": " ".join(edge.statement_ids),
        "span": f"{edge.span[0]}-{edge.span[1]}" if edge.span else "",
        "grades": " ".join(sorted({str(source.grade) for source in known})),
        "sources": _cited(holding, sources),
        "handling": holding.handling_of(sources).banner,
    }


def _node(holding: Holding, party: Party, statements: int, sources: tuple[str, ...]) -> dict[str, str]:
    return {
        "name": party.name,
        "schema": party.schema,
        "categories": " ".join(sorted(party.categories)),
        "programmes": "; ".join(sorted({f"{item.dataset}:{item.code}" for item in party.listings})),
        "entity_ids": " ".join(party.entity_ids),
        "statements": str(statements),
        "sources": _cited(holding, sources),
        "handling": holding.handling_of(sources).banner,
    }


def _cited(holding: Holding, sources: tuple[str, ...]) -> str:
    """Sources in one text: publisher, file and date, and the id that stands for the hash of its bytes."""
    known = ((key, holding.sources[key]) for key in sources)
    return "; ".join(f"{source.publisher}, {source.filename}, {source.as_of} ({key})" for key, source in known)
