"""Stays in custody: who was held in which wing, from when until when.

FollowTheMoney has no schema for a stay. It is carried as an ``Event`` with the keyword ``custody``: ``involved`` is the
person, ``addressEntity`` (or ``location``) the prison down to the wing, ``startDate`` and ``endDate`` the stay. An
``Event`` is an interval at a place that involves persons and says nothing else of them. ``Membership`` in the prison
would put the inmates into one layer with those who joined an organisation, and ``Occupancy`` is of public offices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from contrared.network.ties.rows import Row, rows
from contrared.network.ties.sightings import is_custody, place_of
from contrared.network.treatment import NetworkError

#: Columns of a table of stays; ``id`` names the record, ``to`` is empty while the stay goes on.
COLUMNS = ("id", "person", "place", "wing", "from", "to")


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """One person held in one wing.

    Attributes:
        wing: The wing, with its prison; empty where no source says which.
        person: Canonical id.
        start: First day, as stated.
        end: Last day, as stated; empty while the stay goes on.
        evidence: Ids of statements, or of the record.
    """

    wing: str
    person: str
    start: str
    end: str
    evidence: tuple[str, ...]


def stays(table: pa.Table) -> list[Stay]:
    """Stays of a table with the columns :data:`COLUMNS`.

    Raises:
        NetworkError: a column is missing, or a row has no id or names no person.
    """
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise NetworkError(f"a table of stays needs the columns {', '.join(COLUMNS)}; {', '.join(missing)} missing")
    found = []
    for number, row in enumerate(table.select(list(COLUMNS)).to_pylist(), 1):
        if not row["id"] or not row["person"]:
            raise NetworkError(f"row {number} of the stays has no {'person' if row['id'] else 'id'}")
        wing = f"{row['place']}, {row['wing']}" if row["place"] and row["wing"] else ""
        found.append(Stay(wing, row["person"], row["from"] or "", row["to"] or "", (row["id"],)))
    return sorted(found)


def stated_stays(statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> Iterator[Stay]:
    """Stays of FollowTheMoney's ``Event`` with the keyword ``custody``."""
    facts: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(statements, schemas={"Event"}):
        facts[row.entity_id][row.prop].append(row)
    for _, said in sorted(facts.items()):
        if not is_custody(said):
            continue
        starts = sorted(said["startDate"], key=lambda row: (row.value, row.id))[:1]
        ends = sorted(said["endDate"], key=lambda row: (row.value, row.id))[-1:]
        wing, where = place_of(said, canonical)
        keyword = {row.id for row in said["keywords"]}
        for row in said["involved"]:
            person = canonical.get(row.value, row.value)
            if person in nodes:
                yield Stay(
                    wing,
                    person,
                    starts[0].value if starts else "",
                    ends[0].value if ends else "",
                    tuple(sorted({row.id, *where, *keyword, *(item.id for item in (*starts, *ends))})),
                )
