"""The edge table: every tie that the statements support, each with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from contrared.network.edge import DEFAULT_LAYERS, Edge, EdgeSet, Layer, Refusal
from contrared.network.ties.addresses import shared_addresses
from contrared.network.ties.colocation import co_located
from contrared.network.ties.communication import communications
from contrared.network.ties.custody import in_custody
from contrared.network.ties.documents import named_in_documents
from contrared.network.ties.encounters import encountered
from contrared.network.ties.identifiers import shared_identifiers
from contrared.network.ties.parties import Party, parties
from contrared.network.ties.payments import payments
from contrared.network.ties.remarks import Group, named_in_remarks
from contrared.network.ties.rows import canonical_ids
from contrared.network.ties.sensitive import protected_bodies
from contrared.network.ties.sightings import stated_sightings
from contrared.network.ties.stated import SCHEMA_LAYERS, stated
from contrared.network.ties.stays import stated_stays
from contrared.network.ties.vehicles import shared_vehicles

#: Most parties that may hold one identifier or vehicle, or live at one address, for it to count as a tie between them.
MOST_HOLDERS = 6
MOST_AT_ADDRESS = 5
#: Most receivers of one payment or message.
MOST_RECEIVERS = 20
#: Most persons of one encounter, in the crowd around one sighting, and stays in one wing at once.
MOST_MET = 10
MOST_IN_CROWD = 10
MOST_IN_WING = 100
#: Most parties that one document may name.
MOST_IN_DOCUMENT = 10
#: How far apart two sightings at one place may be.
WINDOW = timedelta(hours=1)
#: What an account may say of two parties that speaks against a tie between them; it never makes one.
ADVERSE = frozenset({"competes-with", "counters", "fights", "opposes"})


def edges(
    statements: pa.Table,
    *,
    groups_of_interest: Sequence[Group] = (),
    protected: Collection[str] = (),
    accounts: Collection[str] = (),
    known: Mapping[str, Party] | None = None,
    layers: Collection[Layer] = DEFAULT_LAYERS,
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
        layers: Layers to look for; all but ``document`` unless given.

    Returns:
        Edges in a total order, parallel edges kept; and what was refused.
    """
    found = parties(statements) if known is None else known
    canonical = canonical_ids(statements)
    hidden = shielded(canonical, protected)
    nodes = frozenset(found) - hidden
    wanted = frozenset(layers)
    bodies = protected_bodies(statements)
    coded = pc.is_in(statements["dataset"], value_set=pa.array(sorted(accounts), pa.string()))
    told, statements = statements.filter(coded), statements.filter(pc.invert(coded))
    everything: list[Edge | Refusal] = []
    if Layer.REPORTED in wanted:
        everything += _reported(told, canonical, nodes, bodies)
    if wanted & _STATED:
        everything += stated(statements, canonical, nodes, bodies=bodies)
    if wanted & {Layer.PAYMENT, Layer.COMMUNICATION}:
        everything += _exchanged(statements, canonical, nodes)
    if wanted & {Layer.ENCOUNTER, Layer.CO_LOCATION, Layer.CUSTODY}:
        everything += _placed(statements, canonical, nodes)
    if Layer.IDENTIFIER in wanted:
        everything += shared_identifiers(statements, canonical, nodes, most=MOST_HOLDERS)
    if Layer.VEHICLE in wanted:
        everything += shared_vehicles(statements, canonical, nodes, most=MOST_HOLDERS)
    if Layer.ADDRESS in wanted:
        everything += shared_addresses(statements, canonical, nodes, most=MOST_AT_ADDRESS)
    if Layer.REMARK in wanted:
        everything += named_in_remarks(statements, canonical, nodes, groups_of_interest)
    if Layer.DOCUMENT in wanted:
        everything += named_in_documents(statements, canonical, nodes, most=MOST_IN_DOCUMENT)
    ties = {item for item in everything if isinstance(item, Edge) and item.layer in wanted}
    refusals = {item for item in everything if not isinstance(item, Edge) and item.layer in wanted}
    return EdgeSet(tuple(sorted(ties, key=lambda edge: edge.key)), tuple(sorted(refusals)))


_STATED = frozenset(SCHEMA_LAYERS.values())


def _exchanged(statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> Iterator[Edge | Refusal]:
    yield from payments(statements, canonical, nodes, most=MOST_RECEIVERS)
    yield from communications(statements, canonical, nodes, most=MOST_RECEIVERS)


def _placed(statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> Iterator[Edge | Refusal]:
    seen = list(stated_sightings(statements, canonical, nodes))
    yield from encountered(seen, most=MOST_MET)
    yield from co_located(seen, window=WINDOW, most=MOST_IN_CROWD)
    yield from in_custody(stated_stays(statements, canonical, nodes), most=MOST_IN_WING)


def _reported(
    told: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], bodies: frozenset[str]
) -> Iterator[Edge | Refusal]:
    said = [*stated(told, canonical, nodes, bodies=bodies), *_exchanged(told, canonical, nodes)]
    for item in [*said, *_met(told, canonical, nodes)]:
        if not isinstance(item, Edge):
            yield replace(item, layer=Layer.REPORTED)
        elif item.kind in ADVERSE:
            yield Refusal(Layer.REPORTED, "the account speaks against a tie", item.kind)
        else:
            yield replace(item, layer=Layer.REPORTED)


def _met(told: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> Iterator[Edge | Refusal]:
    """What an account says of meetings; that two stood at one place by two of its sentences is no tie."""
    yield from encountered(stated_sightings(told, canonical, nodes), most=MOST_MET)


def shielded(canonical: Mapping[str, str], protected: Collection[str]) -> frozenset[str]:
    """Canonical ids of the clusters that hold a protected person."""
    return frozenset(canonical.get(key, key) for key in protected)
