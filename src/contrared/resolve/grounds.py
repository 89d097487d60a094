"""The statements a link rests on: those whose values its reasons name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from contrared.match.profile import CONTACTS, COUNTRIES, DATES, IDENTIFIERS, NAMES, PLACES, WEAK_NAMES
from contrared.resolve.candidates import Link

#: Properties whose statements ground a feature; ``same <kind>`` of a number is grounded by the properties of its kind.
GROUNDS: Mapping[str, tuple[str, ...]] = {
    "name": NAMES,
    "only bearers of the name": NAMES,
    "further names": NAMES,
    "name parts differ": NAMES,
    "number in the name differs": NAMES,
    "weak alias": (*NAMES, *WEAK_NAMES),
    "same contact": CONTACTS,
    "same address": ("address", "addressEntity"),
    "birthplace": PLACES,
    "birth country": PLACES,
    "country": COUNTRIES,
    "country differs": COUNTRIES,
    "gender differs": ("gender",),
}
#: Quoted references stand on the listing, not on the party.
LISTING = "unscId"

Held = dict[str, dict[str, list[tuple[str, str]]]]


def grounded(links: Sequence[Link], statements: pa.Table) -> list[Link]:
    """The links with the ids of the statements they rest on, where the table has statement ids.

    A reason that shows a value as the source has it (names, dates) is grounded by the statements of that value, any
    other by all statements of its properties.
    """
    if "id" not in statements.column_names:
        return list(links)
    parties = pa.array(sorted({entity for link in links for entity in link.pair}), pa.string())
    held = _held(statements.filter(pc.is_in(statements["entity_id"], parties)))
    listings = _listings(statements)
    return [replace(link, statements=tuple(sorted(_of(link, held, listings)))) for link in links]


def _held(rows: pa.Table) -> Held:
    found: Held = {}
    columns = (rows[name].to_pylist() for name in ("entity_id", "prop", "value", "id"))
    for entity_id, prop, value, statement in zip(*columns, strict=True):
        found.setdefault(entity_id, {}).setdefault(prop, []).append((value, statement))
    return found


def _listings(statements: pa.Table) -> dict[str, set[str]]:
    """Ids of the statements that quote a reference, by party."""
    rows = statements.filter(pc.equal(statements["schema"], "Sanction"))
    columns = [rows[name].to_pylist() for name in ("entity_id", "prop", "value", "id")]
    party = {entity: value for entity, prop, value, _ in zip(*columns, strict=True) if prop == "entity"}
    found: dict[str, set[str]] = {}
    for entity, prop, _, statement in zip(*columns, strict=True):
        if prop == LISTING and entity in party:
            found.setdefault(party[entity], set()).add(statement)
    return found


def _of(link: Link, held: Held, listings: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for reason in link.comparison.reasons:
        for entity, shown in ((link.left, reason.left), (link.right, reason.right)):
            if reason.feature == "quoted reference":
                found |= listings.get(entity, set())
            else:
                found.update(_stated(held.get(entity, {}), _properties(reason.feature), shown))
    return found


def _properties(feature: str) -> tuple[str, ...]:
    if feature in GROUNDS:
        return GROUNDS[feature]
    if feature.startswith("date "):
        return DATES
    kind = feature.removeprefix("same ").removesuffix(" differs")
    return tuple(prop for prop, of in IDENTIFIERS.items() if of == kind)


def _stated(values: Mapping[str, list[tuple[str, str]]], props: Iterable[str], shown: str) -> set[str]:
    stated = [item for prop in props for item in values.get(prop, ())]
    exact = {statement for value, statement in stated if value == shown}
    return exact or {statement for _, statement in stated}
