"""A STIX 2.1 bundle, written object by object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from contrared.brief.exports.document import Document
from contrared.brief.exports.holding import Holding, is_a
from contrared.brief.exports.stix.extension import definition, of_tie
from contrared.brief.exports.stix.markings import Markings
from contrared.brief.exports.stix.objects import DEFINED, Object, confidence, stamp, stix_id
from contrared.brief.exports.stix.parties import Parties, countries_of, country_object
from contrared.network import Edge, Layer

#: What a tie of a layer is called; STIX lets other names than its own be used, and ``related-to`` stands for the rest.
CALLED = {
    Layer.OWNERSHIP: "owns",
    Layer.DIRECTORSHIP: "directs",
    Layer.MEMBERSHIP: "member-of",
    Layer.EMPLOYMENT: "works-for",
    Layer.PAYMENT: "pays",
    Layer.COMMUNICATION: "communicates-with",
}


def document(holding: Holding) -> Document:
    """Identities, things, locations, threat actors (designated groups) and relationships, each marked and sourced.

    The id of the bundle is made of the statements in it, so that equal exports are equal byte for byte.
    """
    statements = sorted(set(holding.statements["id"].to_pylist()))
    bundle = stix_id("bundle", *holding.producer, *statements)
    head = f'{{"type": "bundle", "id": "{bundle}", "objects": [\n'
    return Document((_json(item) for item in _objects(holding)), head=head, between=",\n", tail="\n]}\n")


def _objects(holding: Holding) -> Iterator[Object]:
    creator = stix_id("identity", "node", holding.producer[0])
    markings = Markings()
    made = Parties(holding, creator, markings)
    yield _node(holding, creator)
    yield definition(creator)
    places: set[str] = set()
    countries: set[str] = set()
    for entity in holding.entities():
        for item in made.of(entity):
            if item["type"] == "location" and is_a(entity.schema, "Address"):
                places.add(entity.id)
            yield item
        if entity.id in holding.parties:
            countries.update(countries_of(entity))
    for entity in holding.entities():
        yield from made.located(entity, places)
    for country in sorted(countries):
        yield country_object(country, creator)
    for edge in holding.edges:
        yield _tie(holding, made, edge)
    yield from markings.objects()


def _node(holding: Holding, creator: str) -> Object:
    name = holding.producer[1] or holding.producer[0]
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": creator,
        "created": DEFINED,
        "modified": DEFINED,
        "name": name,
        "identity_class": "organization",
    }


def _tie(holding: Holding, made: Parties, edge: Edge) -> Object:
    ends = (made.id_of(holding.parties[edge.source]), made.id_of(holding.parties[edge.target]))
    sources = holding.sources_of(edge.statement_ids)
    dates = sorted(holding.sources[key].as_of for key in sources) or [""]
    found = made.link(ends[0], CALLED.get(edge.layer, "related-to"), ends[1], edge.statement_ids, (dates[0], dates[-1]))
    found["id"] = stix_id("relationship", holding.producer[0], edge.id)
    if edge.kind:
        found["description"] = edge.kind
    found |= confidence(holding, sources)
    start, stop = stamp(edge.first), stamp(edge.last, last=True)
    if start:
        found["start_time"] = start
    # The standard wants it later, never the same.
    if stop and stop > start:
        found["stop_time"] = stop
    return found | {"extensions": of_tie(edge)}


def _json(item: Object) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
