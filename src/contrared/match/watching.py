"""What a change of a list means for those the node keeps an eye on: new hits, hits gone, hits changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk
from contrared.match.entities import ABOUT_PARTIES, entities
from contrared.match.index import Candidate
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
from contrared.match.screening import Screen, opened
from contrared.match.subjects import Subject, Turned, subjects
from contrared.store import DatasetVersion

#: Properties whose change makes a cleared hit return.
TELLING = frozenset(
    (
        *(*NAMES, *NAME_PARTS, *WEAK_NAMES, *DATES, *COUNTRIES, *PLACES, *CONTACTS, *IDENTIFIERS),
        *("gender", "address", "programId"),
    )
)
#: Candidates of a subject on one list that are remembered.
MOST = 50

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
    kept = {entity["id"] for entity in fresh}
    return Difference(tuple(fresh), frozenset(old.keys() - kept), same)


def _carries(version: DatasetVersion, prop: str) -> bool:
    """Whether a version can say this of a party, itself or by an entity that is about it."""
    stated = {becomes: fact for _, _, fact, becomes in ABOUT_PARTIES} | {"address": "addressEntity"}
    return not version.carries or prop in version.carries or stated.get(prop) in version.carries


def facts(entity: Mapping[str, Any]) -> Facts:
    """The properties of an entity that screening compares, sorted."""
    properties = entity["properties"]
    return {key: sorted(properties[key]) for key in sorted(properties) if key in TELLING}


def changes(before: Facts, after: Facts) -> list[str]:
    """What changed, as ``+ property: value`` and ``- property: value``."""
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = set(before.get(key, ())), set(after.get(key, ()))
        found += [f"+ {key}: {value}" for value in sorted(new - old)]
        found += [f"- {key}: {value}" for value in sorted(old - new)]
    return found


def rescreen(desk: Desk, before: DatasetVersion | None, after: DatasetVersion) -> list[dict[str, Any]]:
    """Screen what a new version changed against everybody the node keeps an eye on, and raise alerts.

    Args:
        desk: The desk.
        before: The version that stood before; None where the list is new.
        after: The version that stands now.

    Returns:
        The alerts raised.
    """
    watching = subjects(desk)
    if not watching:
        return []
    changed = difference(desk, before, after)
    known = {(row["subject_id"], row["entity_id"]): row for row in desk.memory.hits(after.dataset)}
    turned = Turned(watching)
    found, raised = [], []
    stands = set()
    for entity in changed.fresh:
        for subject, candidate in turned.alike(entity):
            pair = (subject.id, entity["id"])
            stands.add(pair)
            told = facts(entity)
            row = _hit(subject, entity["id"], after, candidate, told)
            if pair not in known:
                raised.append(_alert("new", row, candidate, []))
            elif said := changes(known[pair]["facts"], told):
                raised.append(_alert("changed", row, candidate, said))
            found.append(row)
    fresh = {entity["id"] for entity in changed.fresh}
    gone = [pair for pair in sorted(known) if pair[1] in changed.removed or (pair[1] in fresh and pair not in stands)]
    for pair in gone:
        why = "the entry is no longer on the list" if pair[1] in changed.removed else "the entry no longer fits"
        raised.append(_alert("gone", {**known[pair], "version": after.version}, None, [why]))
    return desk.memory.remember([*found], gone, raised)


def look(desk: Desk, watching: Sequence[Subject], screen: Screen | None = None) -> list[dict[str, Any]]:
    """Screen subjects the node has just begun to keep an eye on against every list, and raise alerts."""
    lists = screen or opened(desk)
    found, raised = [], []
    versions = {version.dataset: version for version in desk.current()}
    for subject in watching:
        for candidate in lists.ask(*subject.queries, limit=MOST).candidates:
            version = versions[str(candidate.index.about["dataset"])]
            row = _hit(subject, candidate.entity_id, version, candidate, facts(candidate.entity))
            found.append(row)
            raised.append(_alert("new", row, candidate, []))
    return desk.memory.remember(found, [], raised)


def cleared(desk: Desk, subject_ids: Iterable[str]) -> dict[tuple[str, str], str]:
    """Pairs of subject and entity that somebody cleared, with the reason."""
    wanted = set(subject_ids)
    return {
        (row["subject_id"], row["entity_id"]): row["cleared_why"]
        for row in desk.memory.hits()
        if row["cleared_at"] and row["subject_id"] in wanted
    }


def _hit(
    subject: Subject, entity_id: str, version: DatasetVersion, candidate: Candidate, told: Facts
) -> dict[str, Any]:
    return {
        "subject_id": subject.id,
        "entity_id": entity_id,
        "dataset": version.dataset,
        "version": version.version,
        "score": candidate.score,
        "facts": told,
    }


def _alert(kind: str, row: Mapping[str, Any], candidate: Candidate | None, said: list[str]) -> dict[str, Any]:
    reasons = [
        {"feature": r.feature, "left": r.left, "right": r.right, "contribution": r.contribution}
        for r in (candidate.reasons if candidate else ())
    ]
    kept = {key: row[key] for key in ("subject_id", "entity_id", "dataset", "version", "score")}
    return {**kept, "kind": kind, "reasons": reasons, "changes": said}
