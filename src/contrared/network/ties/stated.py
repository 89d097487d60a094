"""Edges that a source states as such: FollowTheMoney's edge schemata, and properties that point to an owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from contrared.model.ftm import model
from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.parties import is_party
from contrared.network.ties.rows import Row, rows
from contrared.network.ties.sensitive import PROTECTED_BODY, PROTECTED_KIND, rests_on_protected
from contrared.network.ties.spans import spanned

#: Layer of each edge schema. Payments and documents have files of their own; posts and court cases are no parties.
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


#: Why a statement of a tie made none.
NO_PARTY = "one end is no party in these sources"
ITSELF = "tie of a party to itself"
ONE_END = "only one end is stated"


def stated(
    statements: pa.Table,
    canonical: Mapping[str, str],
    nodes: frozenset[str],
    *,
    bodies: frozenset[str] = frozenset(),
) -> Iterator[Edge | Refusal]:
    """Edges from edge schemata and holding properties.

    Args:
        statements: Statements with the columns of the lake.
        canonical: Canonical id of each entity.
        nodes: Canonical ids that may be nodes.
        bodies: Churches, parties and unions, see :func:`~contrared.network.ties.sensitive.protected_bodies`.

    Yields:
        Edges between two nodes; for each layer and reason one refusal with the number of ties not made; and each
        tie that was taken without a date of its own.
    """
    refused: Counter[tuple[Layer, str]] = Counter()
    for item in _all(statements, canonical):
        if isinstance(item, Refusal):
            if item.reason == ONE_END:
                refused[item.layer, item.reason] += 1
            else:
                yield item
        elif reason := _not_made(item, nodes, bodies):
            refused[item.layer, reason] += 1
        else:
            yield item
    for (layer, reason), number in sorted(refused.items()):
        yield Refusal(layer, reason, str(number), number)


def _not_made(edge: Edge, nodes: frozenset[str], bodies: frozenset[str]) -> str:
    if edge.source not in nodes or edge.target not in nodes:
        return NO_PARTY
    if edge.source == edge.target:
        return ITSELF
    if edge.layer is Layer.MEMBERSHIP and edge.target in bodies:
        return PROTECTED_BODY
    return PROTECTED_KIND if rests_on_protected(edge.kind) else ""


def _all(statements: pa.Table, canonical: Mapping[str, str]) -> Iterator[Edge | Refusal]:
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


def _of_entity(said: list[Row], canonical: Mapping[str, str]) -> Iterator[Edge | Refusal]:
    ends = _ends(said[0].schema)
    layer = SCHEMA_LAYERS[said[0].schema]
    by_prop: dict[str, list[Row]] = defaultdict(list)
    for row in said:
        by_prop[row.prop].append(row)
    if not by_prop[ends.source] or not by_prop[ends.target]:
        yield Refusal(layer, ONE_END, said[0].entity_id)
        return
    kinds = [sorted({row.value for row in by_prop[prop]}) for prop in _KIND if by_prop[prop]]
    span = spanned(
        [row.value for prop in ends.starts for row in by_prop[prop]],
        [row.value for prop in ends.stops for row in by_prop[prop]],
    )
    if span.trouble:
        yield Refusal(layer, span.trouble, said[0].entity_id)
    others = {row.id for prop, found in by_prop.items() if prop not in (ends.source, ends.target) for row in found}
    for source in by_prop[ends.source]:
        for target in by_prop[ends.target]:
            # Kept as stated even where the schema has no direction: "son of" and "protects" read one way only.
            yield Edge(
                source=canonical.get(source.value, source.value),
                target=canonical.get(target.value, target.value),
                layer=layer,
                kind="; ".join(kinds[0]) if kinds else ends.label,
                statement_ids=tuple(sorted({source.id, target.id} | others)),
                first=span.first,
                last=span.last,
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
