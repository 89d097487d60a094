"""The edge table: every tie that the statements support, each with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from contrared.network.edge import Edge, EdgeSet, Layer, Refusal
from contrared.network.ties.addresses import shared_addresses
from contrared.network.ties.identifiers import shared_identifiers
from contrared.network.ties.parties import Party, parties
from contrared.network.ties.remarks import Group, named_in_remarks
from contrared.network.ties.rows import canonical_ids
from contrared.network.ties.stated import stated

#: Most parties that may hold one identifier, or one address, for it to count as a tie between them.
MOST_HOLDERS = 6
MOST_AT_ADDRESS = 5
#: What an account may say of two parties that speaks against a tie between them; it never makes one.
ADVERSE = frozenset({"competes-with", "counters", "fights", "opposes"})


def edges(
    statements: pa.Table,
    *,
    groups_of_interest: Sequence[Group] = (),
    protected: Collection[str] = (),
    accounts: Collection[str] = (),
    known: Mapping[str, Party] | None = None,
) -> EdgeSet:
    """All edges between parties.

    Args:
        statements: Statements with the columns of the lake, canonical ids filled in.
        groups_of_interest: Groups whose names are looked for in remarks.
        protected: Entity or canonical ids of protected persons; whoever is one cluster with them is left out too.
        accounts: Datasets that a person coded from a document. What they state of two parties is a tie of the layer
            ``reported``, unless it is enmity; that they name both in one sentence, or that something in them agrees, is
            none.
        known: The parties, where the caller has them already.

    Returns:
        Edges in a total order, ties of a party to itself dropped, parallel edges kept; and what was refused.
    """
    found = parties(statements) if known is None else known
    canonical = canonical_ids(statements)
    hidden = shielded(canonical, protected)
    nodes = frozenset(found) - hidden
    coded = pc.is_in(statements["dataset"], value_set=pa.array(sorted(accounts), pa.string()))
    told, statements = statements.filter(coded), statements.filter(pc.invert(coded))
    everything = [
        *_reported(told, canonical, nodes),
        *stated(statements, canonical, nodes),
        *shared_identifiers(statements, canonical, nodes, most=MOST_HOLDERS),
        *shared_addresses(statements, canonical, nodes, most=MOST_AT_ADDRESS),
        *named_in_remarks(statements, canonical, nodes, groups_of_interest),
    ]
    ties = {item for item in everything if isinstance(item, Edge)}
    refusals = {item for item in everything if not isinstance(item, Edge)}
    return EdgeSet(tuple(sorted(ties, key=lambda edge: edge.key)), tuple(sorted(refusals)))


def _reported(told: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> Iterator[Edge | Refusal]:
    for item in stated(told, canonical, nodes):
        if not isinstance(item, Edge):
            yield replace(item, layer=Layer.REPORTED)
        elif item.kind in ADVERSE:
            yield Refusal(Layer.REPORTED, "the account speaks against a tie", item.kind)
        else:
            yield replace(item, layer=Layer.REPORTED)


def shielded(canonical: Mapping[str, str], protected: Collection[str]) -> frozenset[str]:
    """Canonical ids of the clusters that hold a protected person."""
    return frozenset(canonical.get(key, key) for key in protected)
