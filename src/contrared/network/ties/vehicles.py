"""Vehicles, vessels and aircraft that several parties own or run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import pyarrow as pa

from contrared.model.ftm import model
from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.rows import Row, rows
from contrared.network.ties.spans import apart, common, spanned

#: Properties of a vehicle that name who has it.
HOLDING = ("owner", "operator")


@dataclass(frozen=True, slots=True)
class _Claim:
    """That one party has one vehicle, from and until."""

    role: str
    statements: frozenset[str]
    first: str = ""
    last: str = ""

    @property
    def span(self) -> tuple[str, str]:
        return self.first, self.last


def shared_vehicles(
    statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], *, most: int
) -> Iterator[Edge | Refusal]:
    """Edges between parties that own or operate the same vehicle, at the same time as far as dates tell.

    Args:
        statements: Statements with the columns of the lake.
        canonical: Canonical id of each entity.
        nodes: Canonical ids that may be nodes.
        most: A vehicle of more parties than this ties nobody.
    """
    words = _words(statements)
    holders: dict[str, dict[str, list[_Claim]]] = defaultdict(lambda: defaultdict(list))
    for vehicle, party, claim in _claims(statements, canonical):
        if vehicle in words and party in nodes:
            holders[vehicle][party].append(claim)
    for vehicle, claims in sorted(holders.items()):
        if len(claims) > most:
            yield Refusal(Layer.VEHICLE, f"had by more than {most} parties", vehicle)
            continue
        for left, right in combinations(sorted(claims), 2):
            together = [pair for pair in product(claims[left], claims[right]) if not apart(pair[0].span, pair[1].span)]
            if together:
                yield _edge(left, right, words[vehicle], together, len(claims))
            else:
                yield Refusal(Layer.VEHICLE, "had one after the other", f"{vehicle}: {left}, {right}")


def _edge(left: str, right: str, word: str, together: list[tuple[_Claim, _Claim]], holders: int) -> Edge:
    claims = [claim for pair in together for claim in pair]
    # Where the two had it together more than once, no one span tells when.
    first, last = common(together[0][0].span, together[0][1].span) if len(together) == 1 else ("", "")
    return Edge(
        source=left,
        target=right,
        layer=Layer.VEHICLE,
        kind=f"{word} ({', '.join(sorted({claim.role for claim in claims}))})",
        statement_ids=tuple(sorted({key for claim in claims for key in claim.statements})),
        first=first,
        last=last,
        weight=1 / (holders - 1),
    )


def _claims(statements: pa.Table, canonical: Mapping[str, str]) -> Iterator[tuple[str, str, _Claim]]:
    """Vehicle, party and claim; what no vehicle is among them is for the caller to leave out."""
    for row in rows(statements, props=HOLDING):
        yield row.canonical_id, canonical.get(row.value, row.value), _Claim(row.prop, frozenset({row.id}))
    ownerships: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(statements, schemas={"Ownership"}):
        ownerships[row.entity_id][row.prop].append(row)
    for said in ownerships.values():
        span = spanned([row.value for row in said["startDate"]], [row.value for row in said["endDate"]])
        dated = (
            {row.id for prop in ("startDate", "endDate") for row in said[prop]} if span.first or span.last else set()
        )
        for owner, asset in product(said["owner"], said["asset"]):
            claim = _Claim("owner", frozenset({owner.id, asset.id} | dated), span.first, span.last)
            yield canonical.get(asset.value, asset.value), canonical.get(owner.value, owner.value), claim


def _words(statements: pa.Table) -> dict[str, str]:
    """What each vehicle is called, by canonical id; the narrower word where two are stated."""
    pairs = statements.select(["canonical_id", "schema"])
    pairs = pairs.group_by(pairs.column_names).aggregate([]).select(pairs.column_names)
    said = sorted(zip(*(column.to_pylist() for column in pairs.columns), strict=True))
    found: dict[str, str] = {}
    for key, schema in said:
        word = _word(schema)
        if word and found.get(key, "vehicle") == "vehicle":
            found[key] = word
    return found


@cache
def _word(schema: str) -> str:
    found = model.get(schema)
    if found is None or not found.is_a("Vehicle"):
        return ""
    return {"Vessel": "vessel", "Airplane": "aircraft"}.get(schema, "vehicle")
