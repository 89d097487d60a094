"""Seizures and declarations of goods, listed and summed; nobody who was involved is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contrared.govern import Desk
from contrared.model import InputError
from contrared.model.commodities import CommodityKind, Quantity

#: Schemata of goods that an authority met.
EVENTS = ("Seizure", "Declaration")
_OF_EVENT = ("commodity", "quantity", "unit", "date", "startDate", "location", "country", "authority")
_OF_COMMODITY = ("name", "commodityKind", "casNumber")


@dataclass(frozen=True, slots=True)
class GoodsEvent:
    """Goods of one kind that were seized or declared.

    Attributes:
        entity_id: Id of the event.
        what: ``Seizure`` or ``Declaration``.
        date: When, as precise as the source is; empty where it is not told.
        commodity: Name of the commodity; its id where no name of it is held.
        kind: Kind of the commodity; empty where it is not told.
        cas: CAS number of the commodity; empty where it is not told.
        quantity: How much, in a unit that can be summed; None where it is not told or cannot be read as one quantity.
        places: Where, in words and by two-letter codes of countries.
        authority: Who seized, or to whom it was declared.
        datasets: Datasets that tell of it.
    """

    entity_id: str
    what: str
    date: str
    commodity: str
    kind: str
    cas: str
    quantity: Quantity | None
    places: tuple[str, ...]
    authority: str
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What events of one commodity and one unit come to.

    Attributes:
        what: ``Seizure`` or ``Declaration``.
        commodity: Name of the commodity.
        kind: Its kind.
        unit: Unit of the sum; empty for events whose quantity is not known.
        amount: The sum; None where no quantity is known.
        events: How many events it is of.
    """

    what: str
    commodity: str
    kind: str
    unit: str
    amount: Decimal | None
    events: int


def goods_events(desk: Desk, *, kind: str = "", since: str = "", until: str = "") -> list[GoodsEvent]:
    """Seizures and declarations this person may read, the latest first.

    Args:
        desk: The desk.
        kind: Only commodities of this kind.
        since: Only events of this date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) or later.
        until: Only events of this date or earlier; all of a year or month where it names one. An event whose date is
            less precise than a bound is within it where it may be.

    Raises:
        InputError: there is no such kind of commodity.
    """
    if kind and kind not in set(CommodityKind):
        raise InputError(
            f"{kind!r} is no kind of commodity", where="--kind", do="use one of " + ", ".join(CommodityKind)
        )
    told, schemas, datasets = _told(desk, EVENTS, _OF_EVENT)
    commodities, _, _ = _told(desk, ("Commodity",), _OF_COMMODITY)
    found = []
    for entity, values in told.items():
        thing = _one(values, "commodity")
        about = commodities.get(thing, {})
        event = GoodsEvent(
            entity_id=entity,
            what=schemas[entity],
            date=min(values.get("date") or values.get("startDate") or [""]),
            commodity=_one(about, "name") or thing,
            kind=_one(about, "commodityKind"),
            cas=_one(about, "casNumber"),
            quantity=_quantity(values),
            places=tuple(sorted({*values.get("location", ()), *values.get("country", ())})),
            authority="; ".join(sorted(values.get("authority", ()))),
            datasets=tuple(sorted(datasets[entity])),
        )
        if (not kind or event.kind == kind) and _within(event.date, since, until):
            found.append(event)
    found.sort(key=lambda event: event.entity_id)
    return sorted(found, key=lambda event: event.date, reverse=True)


def totals(events: Iterable[GoodsEvent]) -> list[Total]:
    """Sums for each commodity and unit, seizures apart from declarations.

    Each event counts once. Nothing tells whether two events, of two sources, are one seizure.
    """
    summed: dict[tuple[str, str, str, str], list[Quantity | None]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for event in events:
        name = names.setdefault((event.kind, event.commodity.casefold()), event.commodity)
        unit = event.quantity.unit if event.quantity else ""
        summed[event.what, event.kind, name, unit].append(event.quantity)
    return [
        Total(what, name, kind, unit, sum((each.amount for each in of if each), Decimal()) if unit else None, len(of))
        for (what, kind, name, unit), of in sorted(summed.items())
    ]


def _told(
    desk: Desk, schemas: Sequence[str], props: Sequence[str]
) -> tuple[dict[str, dict[str, list[str]]], dict[str, str], dict[str, set[str]]]:
    values: dict[str, dict[str, list[str]]] = {}
    schema: dict[str, str] = {}
    datasets: dict[str, set[str]] = defaultdict(set)
    rows = desk.statements(schemas=schemas, props=props)
    for row in rows.select(["entity_id", "schema", "prop", "value", "dataset"]).to_pylist():
        known = values.setdefault(row["entity_id"], {}).setdefault(row["prop"], [])
        if row["value"] not in known:
            known.append(row["value"])
        schema[row["entity_id"]] = row["schema"]
        datasets[row["entity_id"]].add(row["dataset"])
    return values, schema, datasets


def _one(values: Mapping[str, Sequence[str]], prop: str) -> str:
    return min(values.get(prop, ()), default="")


def _quantity(values: Mapping[str, Sequence[str]]) -> Quantity | None:
    amounts, units = values.get("quantity", ()), values.get("unit", ())
    # Two amounts of one event cannot be told apart from one amount stated in two ways.
    if len(amounts) != 1 or len(units) > 1:
        return None
    try:
        return Quantity.parse(" ".join((amounts[0], *units)))
    except InputError:
        # What another program wrote need not be a quantity of ours; it is listed as not summed.
        return None


def _within(date: str, since: str, until: str) -> bool:
    if not since and not until:
        return True
    if not date:
        return False
    return (not since or date >= since[: len(date)]) and (not until or date[: len(until)] <= until)
