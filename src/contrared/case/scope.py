"""Whom the question of a case is about: countries stated of a party, its documents included."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyarrow as pa
import pyarrow.compute as pc

#: Properties that say to which countries a party has to do.
COUNTRIES = frozenset({"country", "nationality", "citizenship", "birthCountry", "jurisdiction", "flag"})
#: Schemata of documents; a passport of a country ties its holder to that country.
DOCUMENTS = ("Identification", "Passport")


def countries(statements: pa.Table, parties: Collection[str]) -> dict[str, set[str]]:
    """Countries of parties: nationality, citizenship, place of birth, address, flag, and who issued their documents.

    Args:
        statements: Statements with canonical ids.
        parties: Canonical ids.

    Returns:
        ISO 3166-1 alpha-2 codes in lower case, an entry for every party asked for.
    """
    found: dict[str, set[str]] = {party: set() for party in parties}
    own = statements.filter(
        pc.and_(
            pc.is_in(statements["canonical_id"], pa.array(sorted(found), pa.string())),
            pc.is_in(statements["prop"], pa.array(sorted(COUNTRIES))),
        )
    )
    for party, country in _pairs(own, "canonical_id", "value"):
        found[party].add(country)
    holders = document_holders(statements, found)
    issued = statements.filter(
        pc.and_(
            pc.is_in(statements["entity_id"], pa.array(sorted(holders), pa.string())),
            pc.equal(statements["prop"], "country"),
        )
    )
    for document, country in _pairs(issued, "entity_id", "value"):
        found[holders[document]].add(country)
    return found


def document_holders(statements: pa.Table, parties: Collection[str]) -> dict[str, str]:
    """Canonical id of the holder of each document of these parties, by entity id of the document."""
    held = statements.filter(
        pc.and_(
            pc.is_in(statements["schema"], pa.array(DOCUMENTS)),
            pc.equal(statements["prop"], "holder"),
        )
    )
    members = statements.filter(pc.is_in(statements["canonical_id"], pa.array(sorted(parties), pa.string())))
    canonical = dict(_pairs(members, "entity_id", "canonical_id"))
    return {
        document: canonical[holder] for document, holder in _pairs(held, "entity_id", "value") if holder in canonical
    }


def _pairs(rows: pa.Table, left: str, right: str) -> Iterable[tuple[str, str]]:
    return zip(rows[left].to_pylist(), rows[right].to_pylist(), strict=True)
