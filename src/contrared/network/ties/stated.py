"""Edges that a source states as such: FollowTheMoney's edge schemata, and properties that point to an owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from followthemoney import model

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.parties import is_party
from contrared.network.ties.rows import Row, rows

#: Layer of each edge schema. Payments belong to the money room; documents, posts and court cases are no parties.
SCHEMA_LAYERS: Mapping[str, Layer] = {
    "Ownership": Layer.OWNERSHIP,
    "Control": Layer.OWNERSHIP,
    "Directorship": Layer.DIRECTORSHIP,
    "Membership": Layer.MEMBERSHIP,
    "Employment": Layer.EMPLOYMENT,
    "Family": Layer.FAMILY,
    "Associate": Layer.ASSOCIATION,
    "Representation": Layer.ASSOCIATION,
    "Succession": Layer.ASSOCIATION,
    "Debt": Layer.ASSOCIATION,
    "UnknownLink": Layer.LINKED_TO,
}
#: Properties of a party that name the party which owns or runs it; the edge runs from that one.
HOLDING_PROPERTIES: Mapping[str, Layer] = {
    "owner": Layer.OWNERSHIP,
    "parent": Layer.OWNERSHIP,
    "operator": Layer.ASSOCIATION,
}
#: Properties of an edge that say what the tie is, the first one stated wins.
_KIND = ("role", "relationship", "status", "ownershipType", "percentage")


def stated(statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> Iterator[Edge | Refusal]:
    """Edges from edge schemata and holding properties.

    Args:
        statements: Statements with the columns of the lake.
        canonical: Canonical id of each entity.
        nodes: Canonical ids that may be nodes.

    Yields:
        Edges between two nodes; one refusal a layer with the number of ties to something that is no party here.
    """
    missing: Counter[Layer] = Counter()
    for edge in _all(statements, canonical):
        if edge.source in nodes and edge.target in nodes:
            if edge.source != edge.target:
                yield edge
        else:
            missing[edge.layer] += 1
    for layer, number in sorted(missing.items()):
        yield Refusal(layer, "one end is no party in these sources", str(number))


def _all(statements: pa.Table, canonical: Mapping[str, str]) -> Iterator[Edge]:
    facts: dict[str, list[Row]] = defaultdict(list)
    for row in rows(statements, schemas=SCHEMA_LAYERS):
        facts[row.entity_id].append(row)
    for said in facts.values():
        yield from _of_entity(said, canonical)
    pointing = statements.filter(pc.equal(statements["prop_type"], "entity"))
    for row in rows(pointing, props=HOLDING_PROPERTIES):
        if is_party(row.schema):
            yield Edge(
                source=canonical.get(row.value, row.value),
                target=row.canonical_id,
                layer=HOLDING_PROPERTIES[row.prop],
                kind=row.prop,
                statement_ids=(row.id,),
            )


def _of_entity(said: list[Row], canonical: Mapping[str, str]) -> Iterator[Edge]:
    ends = _ends(said[0].schema)
    by_prop: dict[str, list[Row]] = defaultdict(list)
    for row in said:
        by_prop[row.prop].append(row)
    kinds = [sorted({row.value for row in by_prop[prop]}) for prop in _KIND if by_prop[prop]]
    starts = [row.value for prop in ends.starts for row in by_prop[prop]]
    stops = [row.value for prop in ends.stops for row in by_prop[prop]]
    others = {row.id for prop, found in by_prop.items() if prop not in (ends.source, ends.target) for row in found}
    for source in by_prop[ends.source]:
        for target in by_prop[ends.target]:
            # Kept as stated even where the schema has no direction: "son of" and "protects" read one way only.
            yield Edge(
                source=canonical.get(source.value, source.value),
                target=canonical.get(target.value, target.value),
                layer=SCHEMA_LAYERS[source.schema],
                kind="; ".join(kinds[0]) if kinds else ends.label,
                statement_ids=tuple(sorted({source.id, target.id} | others)),
                first=min(starts, default=""),
                last=max(stops, default=""),
            )


class _Ends:
    """What FollowTheMoney says of an edge schema."""

    def __init__(self, schema: str) -> None:
        found = model.get(schema)
        if found is None or found.source_prop is None or found.target_prop is None:
            raise ValueError(f"{schema} is no edge schema")
        self.source: str = found.source_prop.name
        self.target: str = found.target_prop.name
        self.starts: list[str] = [name for name in found.temporal_start if name != "date"]
        self.stops: list[str] = [name for name in found.temporal_end if name != "date"]
        self.label: str = found.edge_label or schema


@cache
def _ends(schema: str) -> _Ends:
    return _Ends(schema)
