"""Documents that name both: the weakest layer, looked for only when asked.

A report that lists two hundred names ties nobody to anybody. What is read is what somebody has already resolved to a
party: FollowTheMoney's ``Documentation`` and ``Mention``, the ``proof`` of a party, and who is pictured in an image.
Names that a machine found in the text (``namesMentioned``) are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyarrow as pa

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.parties import is_party
from contrared.network.ties.rows import Row, rows
from contrared.network.ties.sharing import pairs

#: Schemata that join a document and a party, with the two properties.
JOINING: Mapping[str, tuple[str, str]] = {
    "Documentation": ("document", "entity"),
    "Mention": ("document", "resolved"),
}

#: (document, kind) → party → statements
_Named = dict[tuple[str, str], dict[str, set[str]]]


def named_in_documents(
    statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], *, most: int
) -> Iterator[Edge | Refusal]:
    """Edges between parties that one document names, or one image shows.

    Args:
        statements: Statements with the columns of the lake.
        canonical: Canonical id of each entity.
        nodes: Canonical ids that may be nodes.
        most: A document that names more parties than this is a list, not a tie.
    """
    named: _Named = defaultdict(lambda: defaultdict(set))
    for document, kind, party, said in _named(statements, canonical):
        if party in nodes:
            named[document, kind][party] |= said
    for (document, kind), found in sorted(named.items()):
        if len(found) > most:
            yield Refusal(Layer.DOCUMENT, f"names more than {most} parties", document)
        else:
            yield from pairs(Layer.DOCUMENT, kind, {key: frozenset(said) for key, said in found.items()})


def _named(statements: pa.Table, canonical: Mapping[str, str]) -> Iterator[tuple[str, str, str, set[str]]]:
    facts: dict[str, list[Row]] = defaultdict(list)
    for row in rows(statements, schemas=JOINING):
        facts[row.entity_id].append(row)
    for said in facts.values():
        document_prop, party_prop = JOINING[said[0].schema]
        for document in (row for row in said if row.prop == document_prop):
            for party in (row for row in said if row.prop == party_prop):
                where = canonical.get(document.value, document.value)
                yield where, "named in one document", canonical.get(party.value, party.value), {document.id, party.id}
    for row in rows(statements, props={"proof"}):
        if is_party(row.schema):
            yield canonical.get(row.value, row.value), "named in one document", row.canonical_id, {row.id}
    for row in rows(statements, props={"pictured"}, schemas={"Image"}):
        yield row.canonical_id, "shown in one image", canonical.get(row.value, row.value), {row.id}
