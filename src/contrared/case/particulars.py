"""What identifies a party to a bank, a registry or a border post, each with the statement it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.materials import Materials
from contrared.case.scope import document_holders
from contrared.case.wording import counted
from contrared.model import text
from contrared.model.language.phrase import strung

#: Properties whose value identifies a party, in the order they are shown.
IDENTIFIERS: tuple[str, ...] = (
    "passportNumber",
    "idNumber",
    "taxNumber",
    "registrationNumber",
    "imoNumber",
    "birthDate",
)
#: Values shown of one kind; how many more there are is said.
SHOWN = 3
#: Properties of an address that say more than a country.
PLACES = frozenset({"city", "street", "street2", "street3", "postalCode", "remarks"})
#: Addresses shown.
ADDRESSES = 2


@dataclass(frozen=True, slots=True)
class Particulars:
    """Identifiers as shown (``passport AJ911608 (CO)``), and the statements they come from.

    Attributes:
        first: The first identifier, addresses apart; empty where there is none.
        shown: One entry a kind and value.
        statement_ids: Statements they come from.
    """

    first: str
    shown: tuple[str, ...]
    statement_ids: tuple[str, ...]


def particulars(materials: Materials, party: str) -> Particulars:
    """Identifiers, dates of birth and addresses of a party, at most so many of a kind."""
    stated = materials.stated(party)
    issuers = _issuers(materials, party)
    shown: list[str] = []
    statements: list[str] = []
    for prop in IDENTIFIERS:
        values: dict[str, list[str]] = {}
        for name, value, key in stated:
            if name == prop:
                values.setdefault(value, []).append(key)
        for value in sorted(values)[:SHOWN]:
            issuer, keys = issuers.get(value, ("", ()))
            label = text(f"case.identifiers.{prop}", value=value)
            shown.append(strung("", [label, f" ({issuer.upper()})"]) if issuer else label)
            statements.extend((*values[value], *keys))
        if len(values) > SHOWN:
            shown.append(text("case.identifiers.more", count=len(values) - SHOWN))
    first = shown[0] if shown else ""
    addresses = _addresses(materials, stated)
    for value in list(addresses)[:ADDRESSES]:
        shown.append(text("case.identifiers.address", value=value))
        statements.extend(addresses[value])
    if len(addresses) > ADDRESSES:
        shown.append(counted("case.identifiers.more_addresses", len(addresses) - ADDRESSES))
    return Particulars(first, tuple(shown), tuple(dict.fromkeys(statements)))


def _issuers(materials: Materials, party: str) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Country that issued a document, and the statements that say so, by number of the document."""
    rows = materials.prepared.statements
    documents = document_holders(rows, [party])
    rows = rows.filter(pc.is_in(rows["entity_id"], pa.array(sorted(documents), pa.string())))
    about: dict[str, dict[str, tuple[str, str]]] = {}
    columns = (rows[name].to_pylist() for name in ("entity_id", "prop", "value", "id"))
    for document, prop, value, key in zip(*columns, strict=True):
        about.setdefault(document, {}).setdefault(prop, (value, key))
    return {
        parts["number"][0]: (parts["country"][0], (parts["country"][1],))
        for _, parts in sorted(about.items())
        if {"number", "country"} <= set(parts)
    }


def _addresses(materials: Materials, stated: list[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Addresses that say more than a country, those of the case's region first, with the statements that give them."""
    rows = materials.prepared.statements
    wanted = {value for prop, value, _ in stated if prop == "addressEntity"}
    rows = rows.filter(pc.is_in(rows["entity_id"], pa.array(sorted(wanted), pa.string())))
    told: dict[str, dict[str, tuple[str, str]]] = {}
    columns = (rows[name].to_pylist() for name in ("entity_id", "prop", "value", "id"))
    for address, prop, value, key in zip(*columns, strict=True):
        told.setdefault(address, {})[prop] = (value, key)
    region = set(materials.prepared.case.region)
    found: dict[tuple[bool, str], list[str]] = {}
    for parts in told.values():
        if "full" in parts and parts.keys() & PLACES:
            far = parts.get("country", ("", ""))[0] not in region
            found.setdefault((far, parts["full"][0]), []).append(parts["full"][1])
    return {value: found[far, value] for far, value in sorted(found)}
