"""The queue of pairs that wait for one person, each pair as it is shown, and what is decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.masking import masked_ids
from contrared.govern import Desk
from contrared.govern.hand.passing import passed
from contrared.resolve import Judgement
from contrared.resolve.queue import Line, Order, Waiting, side_by_side, waiting
from contrared.resolve.queue.side import ATTACHED


@dataclass(frozen=True, slots=True)
class Side:
    """One party of a pair.

    Attributes:
        entity_id: Its id.
        caption: A name.
        datasets: What it stands on.
        grades: Admiralty grades of the sources that say so.
        entries: Other entries it shares a canonical id with.
    """

    entity_id: str
    caption: str
    datasets: tuple[str, ...]
    grades: tuple[str, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as it is put before a person.

    Attributes:
        item: Its place in the queue.
        left: The one party.
        right: The other.
        lines: The two side by side.
        judgements: Everything decided so far about either of them, oldest first, superseded ones included.
    """

    item: Waiting
    left: Side
    right: Side
    lines: tuple[Line, ...]
    judgements: tuple[Judgement, ...]


def queue(desk: Desk, order: Order = Order.BEST, *, blind: bool = False) -> list[Waiting]:
    """Pairs that wait for whoever sits at the desk, the next first.

    A pair of which anything is closed to this person does not wait for them, nor does one with a protected person,
    unless policy lets this person see them; neither shows in what is given back or in how much it is.
    """
    false = desk.corrected().entities
    return waiting(
        (row for row in desk.links("candidate") if row["left_id"] not in false and row["right_id"] not in false),
        (Judgement.from_row(row) for row in desk.judgements()),
        desk.canonical(),
        hidden=masked_ids(desk),
        passed=passed(desk),
        order=order,
        blind=blind,
    )


def shown(desk: Desk, item: Waiting) -> Pair:
    """A pair with all that is held of the two, and what was decided about either before."""
    own = desk.statements(versions=desk.versions(), entity_ids=list(item.pair))
    pointing = desk.statements(versions=desk.versions(), pointing_to=list(item.pair))
    holders = {row["entity_id"]: row["value"] for row in pointing.to_pylist() if row["schema"] in ATTACHED}
    addresses = own.filter(pc.equal(own["prop"], "addressEntity")).to_pylist()
    attached = sorted({*holders, *(row["value"] for row in addresses)})
    said = desk.statements(versions=desk.versions(), entity_ids=attached) if attached else own.slice(0, 0)
    hidden = masked_ids(desk)
    mapping = desk.canonical()
    sides, tables = [], []
    for entity in item.pair:
        mine = own.filter(pc.equal(own["entity_id"], entity))
        theirs = {key for key, holder in holders.items() if holder == entity}
        theirs |= {row["value"] for row in addresses if row["entity_id"] == entity}
        more = said.filter(pc.is_in(said["entity_id"], pa.array(sorted(theirs), pa.string())))
        tables.append([*mine.to_pylist(), *more.to_pylist()])
        same = sorted(key for key, top in mapping.items() if top == mapping.get(entity) and key != entity)
        sides.append(_side(desk, entity, mine, [key for key in same if key not in hidden]))
    known = [Judgement.from_row(row) for row in desk.judgements()]
    about = [judged for judged in known if not {*judged.pair}.isdisjoint(item.pair)]
    return Pair(
        item,
        left=sides[0],
        right=sides[1],
        lines=tuple(side_by_side(*tables)),
        judgements=tuple(judged for judged in about if hidden.isdisjoint(judged.pair)),
    )


def _side(desk: Desk, entity: str, statements: pa.Table, entries: Iterable[str]) -> Side:
    rows: list[dict[str, Any]] = statements.to_pylist()
    names = [row["value"] for row in rows if row["prop"] == "name"]
    known = desk.sources()
    places = desk.evidence(sorted({row["id"] for row in rows}))["source_id"].to_pylist()
    grades = {str(known[source].grade) for source in places if source in known}
    return Side(
        entity_id=entity,
        caption=min(names, key=lambda name: (-len(name), name)) if names else entity,
        datasets=tuple(sorted({row["dataset"] for row in rows})),
        grades=tuple(sorted(grades)),
        entries=tuple(entries),
    )
