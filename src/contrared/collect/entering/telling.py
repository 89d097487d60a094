"""What an entry tells: its entities as drafts, each value with the line it stands on, and the dataset they go into."""

from __future__ import annotations

from collections.abc import Iterator

from contrared.collect.draft import Draft
from contrared.collect.entering.entry import Entry, Said
from contrared.model import EvidentialStatus, Locator
from contrared.model.commodities import Quantity

#: Property of a seizure or declaration that is written with its unit, and the property that keeps the unit.
QUANTITY, UNIT = "quantity", "unit"


def drafts(entry: Entry, lines: tuple[int, ...], filename: str) -> Iterator[Draft]:
    """Drafts of an entry's entities; each value stands at the line of its entity, in the field of its property.

    A quantity is told in the unit that can be summed, and as it was written beside it.

    Raises:
        InputError: a quantity cannot be read.
    """
    for entity, line in zip(entry.entities, lines, strict=True):
        draft = Draft(entity.id, entity.schema, filename)
        for prop, value in entity.values:
            place = str(Locator(line=line, field=prop))
            if prop == QUANTITY:
                much = Quantity.parse(value)
                draft.add(QUANTITY, much.number, place, original=value)
                draft.add(UNIT, much.unit, place, original=value)
            else:
                draft.add(prop, value, place)
        yield draft


def dataset_of(said: Said) -> str:
    """Dataset of an entry: what was entered on one day is one dataset, tips apart from what is more than that."""
    kind = "tips" if said.status is EvidentialStatus.TIP else "entered"
    return f"{kind}_{said.at[:10].replace('-', '_')}"
