"""Who was seen where and when: from statements, from a table, and from the encounters that a node records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from contrared.model.protection import MASKED
from contrared.network.ties.rows import Row, rows
from contrared.network.treatment import NetworkError

#: Columns of a table of sightings.
COLUMNS = ("person", "encounter", "place", "at")
#: Keyword of an FtM ``Event`` that is a stay in custody; those are read by :mod:`contrared.network.ties.stays`.
CUSTODY = "custody"


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """One person in one encounter.

    Attributes:
        person: Id of the person: a canonical id, or the id of the encounter where nobody knows who it was.
        encounter: Id of the encounter; who shares it was met together.
        place: Where, with the country.
        at: When: a time with its offset from UTC, or only a date, which tells of no meeting by itself.
        evidence: Ids of statements, or of the record.
        kind: What kind of encounter, as far as stated.
        until: End of the encounter where it lasted, else empty.
    """

    person: str
    encounter: str
    place: str
    at: str
    evidence: tuple[str, ...]
    kind: str = "encounter"
    until: str = ""


def sightings(table: pa.Table) -> list[Sighting]:
    """Sightings of a table with the columns :data:`COLUMNS`; the evidence is the id of the encounter.

    Raises:
        NetworkError: a column is missing, or a row names no person or no encounter.
    """
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise NetworkError(f"a table of sightings needs the columns {', '.join(COLUMNS)}; {', '.join(missing)} missing")
    found = []
    columns = (table[name].to_pylist() for name in COLUMNS)
    for number, (person, encounter, place, at) in enumerate(zip(*columns, strict=True), 1):
        if not person or not encounter:
            raise NetworkError(f"row {number} of the sightings names no {'encounter' if person else 'person'}")
        found.append(Sighting(person, encounter, place or "", at or "", (encounter,)))
    return found


def recorded(
    encounters: Iterable[Mapping[str, Any]],
    persons: Mapping[str, str],
    *,
    protected: Collection[str] = (),
) -> list[Sighting]:
    """Sightings of the encounters of a node, as ``desk.memory.encounters()`` gives them.

    Those who travelled along with each other, directly or through a third, were met together. An encounter of a
    protected person is left out whether it is masked or not, and joins nobody.

    Args:
        encounters: Rows of the ledger.
        persons: Canonical id of who each encounter was judged to be; an encounter without is a node by its own id.
        protected: Ids of protected persons and of their encounters, as ``desk.protected()`` gives them.
    """
    hidden = set(protected)
    kept = {
        row["id"]: row
        for row in encounters
        if row["label"] != MASKED and row["id"] not in hidden and persons.get(row["id"]) not in hidden
    }
    head = {key: key for key in kept}

    def first(key: str) -> str:
        while head[key] != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    for key, row in kept.items():
        for companion in row["companions"]:
            if companion in kept:
                left, right = sorted((first(key), first(companion)))
                head[right] = left
    return sorted(
        Sighting(
            person=persons.get(key, key),
            encounter=first(key),
            place=f"{row['place']}, {row['country']}",
            at=row["at"],
            evidence=(key,),
            kind="travelled together",
        )
        for key, row in kept.items()
    )


def stated_sightings(statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> Iterator[Sighting]:
    """Sightings of FollowTheMoney's ``Event`` and ``Trip``: those involved; who organised it may have stayed away.

    Times without an offset are UTC, as FollowTheMoney has them.
    """
    facts: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(statements, schemas={"Event", "Trip"}):
        facts[row.entity_id][row.prop].append(row)
    for entity, said in sorted(facts.items()):
        if is_custody(said):
            continue
        when = sorted(said["startDate"] or said["date"], key=lambda row: (row.value, row.id))[:1]
        until = sorted(said["endDate"], key=lambda row: (row.value, row.id))[-1:]
        place, where = place_of(said, canonical)
        schema = max(row.schema for found in said.values() for row in found)
        for row in said["involved"]:
            person = canonical.get(row.value, row.value)
            if person in nodes:
                yield Sighting(
                    person,
                    entity,
                    place,
                    _utc(when[0].value) if when else "",
                    tuple(sorted({row.id, *where, *(item.id for item in (*when, *until))})),
                    schema.lower(),
                    until[0].value if until else "",
                )


def is_custody(said: Mapping[str, list[Row]]) -> bool:
    """Whether an event is a stay in custody."""
    return any(row.value.strip().casefold() == CUSTODY for row in said.get("keywords", ()))


def place_of(said: Mapping[str, list[Row]], canonical: Mapping[str, str]) -> tuple[str, set[str]]:
    """The place of an event and the statements that give it: its address entity, else its location in words."""
    for prop in ("addressEntity", "location"):
        found = sorted(said.get(prop, ()), key=lambda row: (row.value, row.id))
        if found:
            return canonical.get(found[0].value, found[0].value), {found[0].id}
    return "", set()


def moment(text: str) -> datetime | None:
    """A time with its offset from UTC, or None for a date alone, a time without offset, and what is neither."""
    if len(text) <= 10:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _utc(text: str) -> str:
    return f"{text}+00:00" if len(text) > 10 and moment(text) is None else text
