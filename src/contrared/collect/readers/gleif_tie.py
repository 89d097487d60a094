"""Relationships between legal entities as GLEIF has them, and why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from contrared.collect.digest import digest
from contrared.collect.draft import Draft
from contrared.collect.readers.elements import Element
from contrared.collect.readers.un_elements import each, text

#: Kinds in which the end node owns the start node by the rules of accounting.
CONSOLIDATED = frozenset({"IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"})
_PERIODS = {"RELATIONSHIP_PERIOD": ("startDate", "endDate")}


def relationship(record: Element, line: int, file: str) -> Iterator[Draft]:
    """Both entities, as far as this file knows them, and the edge: what starts is owned or managed by what ends."""

    def at(path: str) -> str:
        return f"line={line};path={path}"

    leis = []
    for end in ("StartNode", "EndNode"):
        path = f"Relationship/{end}/NodeID"
        lei = text(record, path)
        node = Draft(f"lei-{lei}", "Company", file)
        node.add("leiCode", lei, at(path))
        leis.append((node.entity_id, lei, at(path)))
        yield node
    kind = text(record, "Relationship/RelationshipType")
    schema, props = "UnknownLink", ("subject", "object")
    if kind in CONSOLIDATED:
        schema, props = "Ownership", ("asset", "owner")
    edge = Draft(f"{leis[0][0]}-{digest(f'{kind}|{leis[1][1]}', 12)}", schema, file)
    for prop, (entity_id, lei, where) in zip(props, leis, strict=True):
        edge.add(prop, entity_id, where, original=lei)
    edge.add("role", kind, at("Relationship/RelationshipType"))
    edge.add("status", text(record, "Relationship/RelationshipStatus"), at("Relationship/RelationshipStatus"))
    for path, span in each(record, "Relationship/RelationshipPeriods/RelationshipPeriod"):
        wanted = _PERIODS.get(text(span, "PeriodType"))
        for tag, prop in zip(("StartDate", "EndDate"), wanted or (), strict=False):
            said = text(span, tag)
            edge.add(prop, said[:10], at(f"{path}/{tag}"), original=said if len(said) > 10 else None)
    for path, quantity in each(record, "Relationship/RelationshipQuantifiers/RelationshipQuantifier"):
        # GLEIF writes both 1.00 and 100 for the whole: what it means is left to the reader of the words.
        parts = [text(quantity, tag) for tag in ("MeasurementMethod", "QuantifierAmount", "QuantifierUnits")]
        edge.add("summary", " ".join(part for part in parts if part), at(path))
    for path, quality in each(record, "Relationship/RelationshipQualifiers/RelationshipQualifier"):
        parts = [text(quality, tag) for tag in ("QualifierDimension", "QualifierCategory")]
        edge.add("summary", " ".join(part for part in parts if part), at(path))
    status = text(record, "Registration/RegistrationStatus")
    edge.add("description", f"Registration: {status}" if status else "", at("Registration/RegistrationStatus"),
             original=status)  # fmt: skip
    edge.add("sourceUrl", text(record, "Registration/ValidationReference"), at("Registration/ValidationReference"))
    updated = text(record, "Registration/LastUpdateDate")
    edge.add("modifiedAt", updated[:10], at("Registration/LastUpdateDate"), original=updated)
    yield edge


def exception(record: Element, line: int, file: str) -> Iterator[Draft]:
    """An entity that reports no parent, with GLEIF's reason."""
    lei, kind = text(record, "LEI"), text(record, "ExceptionCategory")
    node = Draft(f"lei-{lei}", "Company", file)
    node.add("leiCode", lei, f"line={line};path=LEI")
    for tag in ("ExceptionReason", "ExceptionReference"):
        for path, found in each(record, tag):
            said = text(found)
            node.add("notes", f"{kind}: {said}" if said else "", f"line={line};path={path}", original=said)
    yield node
