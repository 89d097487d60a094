"""What one party sends another on several occasions: all of it is one tie, with the number, the first and the last."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.rows import Row, rows
from contrared.network.ties.spans import Span, spanned, together
from contrared.network.ties.stated import ITSELF, NO_PARTY, ONE_END

#: Properties that say when something was sent.
_WHEN = ("startDate", "date", "authoredAt", "endDate")


@dataclass(frozen=True, slots=True)
class Exchange:
    """How FollowTheMoney states who sent something to whom.

    Attributes:
        kind: What was sent.
        senders: Properties that name the sender; the first one stated counts.
        receivers: Properties that name the receivers; likewise.
    """

    kind: str
    senders: tuple[str, ...]
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Occasion:
    """One payment, call or message from one party to another."""

    source: str
    target: str
    kind: str
    dataset: str
    statement_ids: tuple[str, ...]
    first: str
    last: str
    weight: float


def exchanged(
    layer: Layer,
    schemata: Mapping[str, Exchange],
    statements: pa.Table,
    canonical: Mapping[str, str],
    nodes: frozenset[str],
    *,
    most: int,
) -> Iterator[Edge | Refusal]:
    """One edge for each sender, receiver, kind and dataset.

    What goes to n receivers counts 1/n towards each; its receivers are not tied to each other.

    Args:
        layer: Layer of the edges.
        schemata: What to read.
        statements: Statements with the columns of the lake.
        canonical: Canonical id of each entity.
        nodes: Canonical ids that may be nodes.
        most: What goes to more receivers than this is a circular, not a tie.
    """
    occasions: list[Occasion] = []
    refused: Counter[str] = Counter()
    owners = _owners(statements)
    facts: dict[str, list[Row]] = defaultdict(list)
    for row in rows(statements, schemas=schemata):
        facts[row.entity_id].append(row)
    for entity, said in facts.items():
        how = schemata[said[0].schema]
        senders = _ends(said, how.senders, owners, canonical)
        receivers = _ends(said, how.receivers, owners, canonical)
        if not senders or not receivers:
            refused[ONE_END] += 1
            continue
        if len(receivers) > most:
            yield Refusal(layer, f"sent to more than {most}", entity)
            continue
        when = [row for row in said if row.prop in _WHEN]
        span = _span(when)
        if span.trouble:
            yield Refusal(layer, span.trouble, entity)
        times = {row.id for row in when}
        for source, sent in senders.items():
            for target, received in receivers.items():
                if source not in nodes or target not in nodes:
                    refused[NO_PARTY] += 1
                elif source == target:
                    refused[ITSELF] += 1
                else:
                    evidence = tuple(sorted(sent | received | times))
                    where = min(row.dataset for row in said)
                    weight = 1 / len(receivers)
                    occasions.append(Occasion(source, target, how.kind, where, evidence, span.first, span.last, weight))
    yield from gathered(layer, occasions)
    for reason, number in sorted(refused.items()):
        yield Refusal(layer, reason, str(number), number)


def gathered(layer: Layer, occasions: Iterable[Occasion]) -> Iterator[Edge]:
    """Occasions of one kind between the same two parties in one dataset, laid together."""
    groups: dict[tuple[str, str, str, str], list[Occasion]] = defaultdict(list)
    for occasion in sorted(set(occasions)):
        groups[occasion.source, occasion.target, occasion.kind, occasion.dataset].append(occasion)
    for (source, target, kind, _), found in sorted(groups.items()):
        first, last = together((occasion.first, occasion.last) for occasion in found)
        yield Edge(
            source=source,
            target=target,
            layer=layer,
            kind=kind,
            statement_ids=tuple(sorted({key for occasion in found for key in occasion.statement_ids})),
            first=first,
            last=last,
            weight=math.fsum(occasion.weight for occasion in found),
            occasions=tuple(sorted(occasion.statement_ids for occasion in found)),
        )


def _span(when: list[Row]) -> Span:
    """From a day alone to the same day."""
    ends = [row.value for row in when if row.prop == "endDate"]
    starts = [row.value for row in when if row.prop != "endDate"]
    span = spanned(starts, ends or starts)
    return span if span.first else Span(span.last, span.last, span.trouble)


def _ends(
    said: list[Row],
    props: tuple[str, ...],
    owners: Mapping[str, list[tuple[str, str]]],
    canonical: Mapping[str, str],
) -> dict[str, set[str]]:
    """Canonical ids at one end, each with the statements that put it there."""
    for prop in props:
        found: dict[str, set[str]] = defaultdict(set)
        for row in said:
            if row.prop != prop:
                continue
            for holder, why in owners.get(row.value, [(row.value, row.id)]):
                found[canonical.get(holder, holder)] |= {row.id, why}
        if found:
            return found
    return {}


def _owners(statements: pa.Table) -> dict[str, list[tuple[str, str]]]:
    """Owners of accounts with a service, which are no parties themselves, and the statements that say so."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(statements, props={"owner"}, schemas={"UserAccount"}):
        found[row.entity_id].append((row.value, row.id))
    return found
