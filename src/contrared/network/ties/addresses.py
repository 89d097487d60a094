"""Shared addresses: the same full address down to the street, given for few parties."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyarrow as pa

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.rows import Row, rows
from contrared.network.ties.sharing import pairs

#: A post box with its number, in the languages of the lists.
_BOX = re.compile(
    r"\b(p ?o box|pob|po b|post(al)? ?box|postbox|box|apartado( aereo| postal)?|aptdo|apdo|casilla( de correo)?"
    r"|caixa postal|bp|b p)( no)?( \d+)*\b"
)


def normalised_address(full: str) -> str:
    """An address without accents, punctuation and letter case.

    >>> normalised_address("Calle 10 No. 5-32, Bogotá, Colombia")
    'calle 10 no 5 32 bogota colombia'
    """
    plain = unicodedata.normalize("NFKD", full)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"\w+", plain))


def is_street_level(street: str) -> bool:
    """Whether the street part names one place: words and a number.

    A district, a road without a number or a mere box number is shared by many who do not know each other.

    >>> is_street_level("Avenida 3 No. 14-20"), is_street_level("Centro"), is_street_level("P.O. Box 1234")
    (True, False, False)
    """
    words = _BOX.sub(" ", normalised_address(street))
    return bool(re.search(r"\d", words)) and bool(re.search(r"[^\W\d_]{3,}", words))


def shared_addresses(
    statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], *, most: int
) -> Iterator[Edge | Refusal]:
    """Edges between parties at the same address.

    Args:
        statements: Statements with the columns of the lake.
        canonical: Canonical id of each entity.
        nodes: Canonical ids that may be nodes.
        most: Addresses of more parties than this are a registered office or a market hall, not a tie.
    """
    holders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    places = _places(statements)
    for row in rows(statements, props={"addressEntity"}):
        if row.canonical_id in nodes and row.value in places:
            place, said = places[row.value]
            holders[place][row.canonical_id] |= {row.id, *said}
    for place, found in sorted(holders.items()):
        if len(found) > most:
            yield Refusal(Layer.ADDRESS, f"address of more than {most} parties", place)
        else:
            yield from pairs(Layer.ADDRESS, "same address", {key: frozenset(ids) for key, ids in found.items()})


def _places(statements: pa.Table) -> dict[str, tuple[str, frozenset[str]]]:
    """Normalised address and its statements, of those address entities that reach down to the street."""
    facts: dict[str, list[Row]] = defaultdict(list)
    for row in rows(statements, props={"full", "street", "city", "country"}, schemas={"Address"}):
        facts[row.entity_id].append(row)
    places = {}
    for key, said in facts.items():
        full = [row for row in said if row.prop == "full"]
        street = [row for row in said if row.prop == "street" and is_street_level(row.value)]
        if full and street and any(row.prop in {"city", "country"} for row in said):
            chosen = min(full, key=lambda row: (row.value, row.id))
            places[key] = (normalised_address(chosen.value), frozenset({chosen.id, street[0].id}))
    return places
