"""Remembered decisions: what was cleared stays cleared until the facts change, then returns with what changed.

A clearance is bound to three things: what was known of the party, which entry of a list it was compared with, and what
the entry said. So it holds for whoever has the same facts: the namesake cleared yesterday is not stopped today, on
whichever watchlist he stands and at whichever checkpoint he is met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk
from contrared.govern.fingerprint import fingerprint
from contrared.match.changes import Facts, changes, facts
from contrared.match.screening import Answer, Screen
from contrared.match.subjects import label_of
from contrared.model import InputError

#: Put before a property that changed on the side of the party, not of the list.
OF_PARTY = "known "

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of a party and an entry.

    Attributes:
        clearance: The row of the clearance.
        changed: What changed since, empty where the clearance holds.
    """

    clearance: Row
    changed: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the pair is cleared as it stands."""
        return not self.changed


class Clearances:
    """Clearances in force.

    Args:
        rows: Rows of the ledger, oldest first; those withdrawn, or waiting for a second person, are passed over.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._of_entity: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row["confirmed_by"] and not row["withdrawn_at"]:
                self._of_entity[row["entity_id"]].append(row)

    def of(self, queries: Sequence[Row], label: str, entity_id: str, told: Facts) -> Remembered | None:
        """What is remembered of a party against an entry; None where nothing is.

        A clearance that holds is given before one whose facts changed; of those the newest with the same facts of the
        party, else the newest of somebody of the same label.

        Args:
            queries: What is known of the party.
            label: What people know it by.
            entity_id: Entry of a list.
            told: Facts of the entry, as :func:`contrared.match.changes.facts` gives them.
        """
        rows = self._of_entity.get(entity_id)
        if not rows:
            return None
        print_ = fingerprint(queries)
        same = [row for row in rows if row["fingerprint"] == print_]
        for row in same:
            if row["facts"] == told:
                return Remembered(row, ())
        before = same or [row for row in rows if row["label"] == label]
        if not before:
            return None
        newest = before[-1]
        said = changes(newest["facts"], told)
        if newest["fingerprint"] != print_:
            said += changes(_facts_of(newest["queries"]), _facts_of(queries), OF_PARTY)
        return Remembered(newest, tuple(said) or ("+ known as another kind of party",))


def remembered(desk: Desk, queries: Sequence[Row], answer: Answer) -> dict[str, Remembered]:
    """What is remembered of each candidate of an answer, by entity id, as far as this desk may know of it."""
    if not answer.candidates:
        return {}
    rows = desk.memory.clearances([candidate.entity_id for candidate in answer.candidates])
    against = {row["entity_id"] for row in rows}
    held = Clearances(rows)
    label = label_of(queries)
    found = {
        c.entity_id: what
        for c in answer.candidates
        if c.entity_id in against and (what := held.of(queries, label, c.entity_id, facts(c.listed))) is not None
    }
    shown = desk.memory.clearances_shown([dict(what.clearance) for what in found.values()])
    known = {row["id"] for row in shown}
    return {entity_id: what for entity_id, what in found.items() if what.clearance["id"] in known}


def standing(desk: Desk, screen: Screen) -> list[tuple[Row, tuple[str, ...] | None]]:
    """Every clearance that this desk may know of, oldest first, with what its entry says otherwise by now.

    Returns:
        Each with the changes of the entry since; None where no list that can be asked has the entry (any more).
        Clearances against entries that this desk cannot see are left out, unless this person made them.
    """
    rows = desk.memory.clearances_shown(desk.memory.clearances())
    entries = {entity_id: screen.find(entity_id) for entity_id in sorted({row["entity_id"] for row in rows})}
    gone = [entity_id for entity_id, entity in entries.items() if entity is None]
    before = desk.statements(versions=desk.versions(), entity_ids=gone)["entity_id"].to_pylist() if gone else []
    readable = frozenset(before)
    found: list[tuple[Row, tuple[str, ...] | None]] = []
    for row in rows:
        entity = entries[row["entity_id"]]
        if entity is not None:
            found.append((row, tuple(changes(row["facts"], facts(entity)))))
        elif row["by"] == desk.person.id or row["entity_id"] in readable:
            found.append((row, None))
    return found


def whitelist(desk: Desk, screen: Screen, queries: Sequence[Row], entity_id: str, why: str) -> dict[str, Any]:
    """Clear a party against an entry beforehand, with a reason and, where policy says, a second person.

    Returns:
        The clearance; ``confirmed_by`` is empty where it waits.

    Raises:
        InputError: there is no such entry on the lists, or no reason is given.
        PolicyError: policy does not permit it.
    """
    entity = screen.find(entity_id)
    if entity is None:
        raise InputError(f"no list that can be asked has an entry {entity_id!r}", do="see `contrared screen`")
    about = {"entity_id": entity_id, "facts": facts(entity)}
    return desk.memory.whitelist(queries, label_of(queries), about, why)


def _facts_of(queries: Sequence[Row]) -> Facts:
    found: dict[str, set[str]] = defaultdict(set)
    for query in queries:
        for prop, values in query["properties"].items():
            found[prop].update(values)
    return {prop: sorted(values) for prop, values in found.items()}
