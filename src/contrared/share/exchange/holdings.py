"""What of this node's holdings may be confirmed and released to a partner: read through a desk, like everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from contrared.govern import Desk
from contrared.match.entities import ABOUT_PARTIES, entities
from contrared.model import Handling, Source, Tlp
from contrared.model.handling import HandlingCode, strictest
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.publishing import Record
from contrared.share.keys import Subject

#: Schemata of parties, and of what is said about them, that are exchanged.
PARTIES = ("Person",)
_ABOUT = ("Passport", "Identification")
_HOLDERS = {(schema, party) for schema, party, _, _ in ABOUT_PARTIES if schema in _ABOUT}
_BECOMES = {(schema, fact): becomes for schema, _, fact, becomes in ABOUT_PARTIES if schema in _ABOUT}


@dataclass(frozen=True, slots=True)
class Told:
    """One statement that may be released: what is said, how it is graded, under which handling it is held.

    ``ids`` are the statements of the lake that say it, by which a correction finds who received it.
    """

    prop: str
    value: str
    grade: str
    handling: str
    dataset: str
    ids: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Held:
    """A record as it is held: whom it is about, as a party to compare, and what may be told of it."""

    id: str
    subject: Subject
    party: Mapping[str, Any]
    statements: tuple[Told, ...]

    @property
    def handling(self) -> Handling:
        """Strictest handling of what is held of it."""
        return strictest(Handling.parse(told.handling) for told in self.statements)


class Holdings(Protocol):
    """Where records come from."""

    def published(self, partner: Partner) -> Iterator[Record]:
        """Records that may be confirmed to a partner."""
        ...

    def record(self, partner: Partner, record_id: str) -> Held | None:
        """A record that may (still) be confirmed to a partner; None where there is none."""
        ...


class DeskHoldings:
    """Persons in the lake, as a desk shows them.

    A record is confirmed to a partner only on what sources say that may be released to it: no TLP:RED, no H2 (not
    passed on without the permission of whoever gave it), nothing releasable to others only, no tip, and never of
    somebody who is protected.

    Args:
        desk: Of the person or service that answers partners.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def published(self, partner: Partner) -> Iterator[Record]:
        """Records that may be confirmed to a partner, in the order of their ids."""
        for held in self._held(partner, None):
            yield Record(held.id, held.subject)

    def record(self, partner: Partner, record_id: str) -> Held | None:
        """A record that may (still) be confirmed to a partner."""
        members = [key for key, canonical in self._desk.canonical().items() if canonical == record_id]
        return next((held for held in self._held(partner, [record_id, *members]) if held.id == record_id), None)

    def _held(self, partner: Partner, wanted: Sequence[str] | None) -> Iterator[Held]:
        desk = self._desk
        sources = {
            key: source
            for key, source in desk.sources().items()
            if not source.is_tip and releasable(source.handling, partner)
        }
        table = desk.statements(schemas=PARTIES, entity_ids=wanted)
        pointing = desk.statements(schemas=_ABOUT, pointing_to=wanted) if wanted else desk.statements(schemas=_ABOUT)
        if pointing.num_rows:
            whole = desk.statements(schemas=_ABOUT, entity_ids=pc.unique(pointing["entity_id"]).to_pylist())
            table = pa.concat_tables([table, whole])
        evidence = desk.evidence(table["id"].to_pylist() if wanted else None)
        by_statement: dict[str, Source] = {}
        for statement, source in zip(
            evidence["statement_id"].to_pylist(), evidence["source_id"].to_pylist(), strict=True
        ):
            if source in sources:
                by_statement.setdefault(statement, sources[source])
        open_ids = pa.array(sorted(by_statement), pa.string())
        table = table.filter(pc.is_in(table["id"], open_ids))
        canonical = desk.canonical()
        protected = {canonical.get(key, key) for key in desk.protected()}
        united = _canonical(table, canonical)
        statements = _told(united, by_statement)
        for party in entities(united):
            if party["id"] not in protected:
                yield Held(party["id"], subject_of(party), party, tuple(statements.get(party["id"], ())))


def releasable(handling: Handling, partner: Partner) -> bool:
    """Whether what is held under a handling may be confirmed to a partner."""
    if handling.tlp is Tlp.RED or handling.code in (HandlingCode.H2, HandlingCode.H3):
        return False
    return not handling.releasable_to or partner.country.upper() in handling.releasable_to


def subject_of(party: Mapping[str, Any]) -> Subject:
    """Whom a party of the lake is, for keys."""
    found: Mapping[str, Sequence[str]] = party["properties"]
    names = [*found.get("name", ()), *found.get("alias", ()), *found.get("weakAlias", ())]
    countries = found.get("nationality") or found.get("country") or ("",)
    numbers = [*found.get("passportNumber", ()), *found.get("idNumber", ())]
    country = countries[0] if len(set(countries)) == 1 else ""
    return Subject(
        names=tuple(dict.fromkeys(names)),
        born=tuple(dict.fromkeys(found.get("birthDate", ()))),
        documents=tuple(dict.fromkeys((country[:2], number) for number in numbers)),
        phones=tuple(dict.fromkeys(found.get("phone", ()))),
    )


def _canonical(table: pa.Table, canonical: Mapping[str, str]) -> pa.Table:
    """Statements under the canonical ids of their parties, those that name the holder of a document too."""
    ids = [canonical.get(key, key) for key in table["entity_id"].to_pylist()]
    said = zip(*(table[name].to_pylist() for name in ("schema", "prop", "value")), strict=True)
    values = [canonical.get(value, value) if (schema, prop) in _HOLDERS else value for schema, prop, value in said]
    for name, column in (("entity_id", ids), ("value", values)):
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(column, pa.string()))
    return table


def _told(table: pa.Table, sources: Mapping[str, Source]) -> dict[str, list[Told]]:
    """What may be told of each party, what its documents say among it."""
    names = ("id", "entity_id", "schema", "prop", "value", "dataset")
    rows = list(zip(*(table[name].to_pylist() for name in names), strict=True))
    holders = {entity: value for _, entity, schema, prop, value, _ in rows if (schema, prop) in _HOLDERS}
    found: dict[str, dict[Told, Told]] = {}
    for statement, entity, schema, prop, value, dataset in rows:
        if (schema, prop) in _HOLDERS:
            continue
        source = sources[statement]
        said = _BECOMES.get((schema, prop), prop if schema in PARTIES else f"{schema}:{prop}")
        told = Told(said, value, str(source.grade), source.handling.banner, dataset)
        held = found.setdefault(holders.get(entity, entity), {})
        before = held.setdefault(told, told)
        held[told] = replace(before, ids=(*before.ids, statement))
    return {entity: list(held.values()) for entity, held in found.items()}
