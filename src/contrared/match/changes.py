"""What a new version of a list changed, by what screening compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk
from contrared.match.entities import ABOUT_PARTIES, entities
from contrared.match.profile import (
    CONTACTS,
    COUNTRIES,
    DATES,
    IDENTIFIERS,
    NAME_PARTS,
    NAMES,
    PLACES,
    WEAK_NAMES,
)
from contrared.store import DatasetVersion

#: Properties whose change makes a cleared hit return.
TELLING = frozenset(
    (
        *(*NAMES, *NAME_PARTS, *WEAK_NAMES, *DATES, *COUNTRIES, *PLACES, *CONTACTS, *IDENTIFIERS),
        *("gender", "address", "programId"),
    )
)

Facts = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new version of a list changed.

    Attributes:
        fresh: Entities that are new or whose telling properties changed.
        removed: Ids of entities that are no more.
        unchanged: How many stayed as they were.
    """

    fresh: tuple[dict[str, Any], ...]
    removed: frozenset[str]
    unchanged: int


def difference(desk: Desk, before: DatasetVersion | None, after: DatasetVersion) -> Difference:
    """Compare the parties of two versions by what screening compares; without ``before`` all are new.

    What the later version cannot carry (a lone ``sdn.csv`` has no aliases) is unknown there, not removed: the earlier
    version still speaks for it.
    """
    old = {} if before is None else {e["id"]: facts(e) for e in entities(desk.statements(versions=[before]))}
    fresh, same = [], 0
    for entity in entities(desk.statements(versions=[after])):
        for key, values in old.get(entity["id"], {}).items():
            if key not in entity["properties"] and not _carries(after, key):
                entity["properties"][key] = values
        if old.pop(entity["id"], None) == facts(entity):
            same += 1
        else:
            fresh.append(entity)
    return Difference(tuple(fresh), frozenset(old), same)


def facts(entity: Mapping[str, Any]) -> Facts:
    """The properties of an entity that screening compares, sorted."""
    properties = entity["properties"]
    return {key: sorted(properties[key]) for key in sorted(properties) if key in TELLING}


def changes(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]], of: str = "") -> list[str]:
    """What changed, as ``+ property: value`` and ``- property: value``.

    Args:
        before: Facts as they were.
        after: Facts as they are.
        of: Whose facts, put before the property.
    """
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = set(before.get(key, ())), set(after.get(key, ()))
        found += [f"+ {of}{key}: {value}" for value in sorted(new - old)]
        found += [f"- {of}{key}: {value}" for value in sorted(old - new)]
    return found


def _carries(version: DatasetVersion, prop: str) -> bool:
    """Whether a version can say this of a party, itself or by an entity that is about it."""
    stated = {becomes: fact for _, _, fact, becomes in ABOUT_PARTIES} | {"address": "addressEntity"}
    return not version.carries or prop in version.carries or stated.get(prop) in version.carries
