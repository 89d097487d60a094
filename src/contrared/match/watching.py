"""What a change of a list means for those the node keeps an eye on: new hits, hits gone, hits changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from contrared.govern import Desk
from contrared.match.changes import Facts, changes, difference, facts
from contrared.match.proof import ACTION, line
from contrared.match.reason import Reason
from contrared.match.remembered import Clearances
from contrared.match.screening import Screen, opened
from contrared.match.subjects import Subject, subjects
from contrared.match.turned import Turned
from contrared.store import DatasetVersion

#: Candidates of a subject on all lists that are remembered.
MOST = 50

Row = dict[str, Any]


def rescreen(desk: Desk, before: DatasetVersion | None, after: DatasetVersion) -> list[Row]:
    """Screen what a new version changed against everybody the node keeps an eye on, and raise alerts.

    Tips raise none: that somebody sent a name is no reason to stop whoever bears it. What an interrupted run left is
    caught up with: the difference is taken from the version that everybody was screened against last, where that is
    another than ``after``.

    Args:
        desk: The desk.
        before: The version that stood before; None where the list is new.
        after: The version that stands now.

    Returns:
        The alerts raised that this desk may know of.
    """
    watching = subjects(desk)
    standing = (after.dataset, after.version)
    if not watching or after.of_tips:
        said = {"dataset": after.dataset, "after": after.version, "subjects": 0}
        return desk.memory.remember([], [], [], screened=[("rescreen", said)], standing=standing)
    last = desk.memory.rescreened(after.dataset)
    if last is not None and last != after.version:
        before = {version.version: version for version in desk.versions(after.dataset)}.get(last)
    changed = difference(desk, before, after)
    judged = _Judged(desk, after)
    turned = Turned(watching)
    for entity in changed.fresh:
        found = {alike.subject.id: alike for alike in turned.alike(entity)}
        for subject_id in judged.of_entity(entity["id"]) - found.keys():
            # The index finds most, not all: what was a hit is one until comparing says otherwise.
            if (again := turned.directly(subject_id, entity)) is not None:
                found[subject_id] = again
        for alike in found.values():
            judged.stands(alike.subject, entity["id"], after, alike.score, alike.reasons, facts(entity))
        for subject_id in sorted(judged.of_entity(entity["id"]) - found.keys()):
            judged.is_gone(subject_id, entity["id"], after, "the entry no longer fits")
    for entity_id in sorted(changed.removed):
        for subject_id in sorted(judged.of_entity(entity_id)):
            judged.is_gone(subject_id, entity_id, after, "the entry is no longer on the list")
    said = {
        "dataset": after.dataset,
        "before": before.version if before is not None else "",
        "after": after.version,
        "entries": len(changed.fresh),
        "removed": len(changed.removed),
        "subjects": len(watching),
        "subjects_hash": hashlib.sha256("\n".join(sorted(turned.subjects)).encode()).hexdigest(),
    }
    return judged.kept("rescreen", said, standing=standing)


def overdue(desk: Desk) -> list[DatasetVersion]:
    """Current lists that everybody was not screened against yet: a run was interrupted, or they came another way."""
    return [version for version in desk.current() if desk.memory.rescreened(version.dataset) != version.version]


def catch_up(desk: Desk, datasets: Collection[str] | None = None) -> list[Row]:
    """Screen everybody against what :func:`overdue` gives; hits that are known as they are raise nothing.

    Args:
        desk: The desk.
        datasets: Only these; all unless given.

    Returns:
        The alerts raised that this desk may know of.
    """
    due = [version for version in overdue(desk) if datasets is None or version.dataset in datasets]
    return [row for version in due for row in rescreen(desk, None, version)]


def look(desk: Desk, watching: Sequence[Subject], screen: Screen | None = None) -> list[Row]:
    """Screen subjects the node has just begun to keep an eye on against every list, and raise alerts.

    The record keeps of each, hit or no hit, what :mod:`contrared.match.proof` keeps of a screening.

    Returns:
        The alerts raised that this desk may know of.
    """
    lists = (screen or opened(desk)).whole()
    versions = {version.dataset: version for version in desk.current()}
    judged = _Judged(desk)
    lines = []
    for subject in watching:
        answer = lists.ask(*subject.queries, limit=MOST)
        lines.append((ACTION, line(desk, subject.queries, answer)))
        for candidate in answer.candidates:
            if answer.is_tip(candidate):
                continue
            version = versions[str(candidate.index.about["dataset"])]
            told = facts(candidate.entity)
            judged.stands(subject, candidate.entity_id, version, candidate.score, candidate.reasons, told)
    return judged.kept("look", {"subjects": len(watching)}, lines)


def cleared(desk: Desk, subject_ids: Iterable[str]) -> dict[tuple[str, str], str]:
    """Pairs of subject and entity that somebody cleared, with the reason."""
    wanted = set(subject_ids)
    return {
        (row["subject_id"], row["entity_id"]): row["cleared_why"]
        for row in desk.memory.hits()
        if row["cleared_at"] and row["subject_id"] in wanted
    }


class _Judged:
    """Hits as they stand, against those known and those cleared: what is remembered, and what raises an alert.

    Args:
        desk: The desk.
        version: Version of the list whose known hits count; all of them unless given.
    """

    def __init__(self, desk: Desk, version: DatasetVersion | None = None) -> None:
        self._memory = desk.memory
        rows = self._memory.hits(version.dataset if version else None)
        self._known = {(row["subject_id"], row["entity_id"]): row for row in rows}
        self._of_entity: dict[str, set[str]] = {}
        for subject_id, entity_id in self._known:
            self._of_entity.setdefault(entity_id, set()).add(subject_id)
        self._clearances = Clearances(self._memory.clearances())
        self._found: list[Row] = []
        self._gone: list[tuple[str, str]] = []
        self._raised: list[Row] = []

    def of_entity(self, entity_id: str) -> set[str]:
        """Subjects for whom an entry is a known hit."""
        return self._of_entity.get(entity_id, set())

    def stands(
        self,
        subject: Subject,
        entity_id: str,
        version: DatasetVersion,
        score: float,
        reasons: Iterable[Reason],
        told: Facts,
    ) -> None:
        """An entry is a hit as it stands now: quiet where it is known or cleared so, an alert where it is not."""
        row = _hit(subject.id, entity_id, version, score, told)
        known = self._known.get((subject.id, entity_id))
        held = self._clearances.of(subject.queries, subject.label, entity_id, told)
        if held is not None and held.holds:
            given = held.clearance
            row |= {"cleared_by": given["by"], "cleared_at": given["at"], "cleared_why": given["why"]}
        elif known is not None:
            if said := changes(known["facts"], told):
                self._raised.append(_alert("changed", row, reasons, said))
        elif held is not None:
            self._raised.append(_alert("changed", row, reasons, held.changed))
        else:
            self._raised.append(_alert("new", row, reasons, ()))
        self._found.append(row)

    def is_gone(self, subject_id: str, entity_id: str, version: DatasetVersion, why: str) -> None:
        """A known hit is none any more; of one that was cleared nobody needs to hear."""
        known = self._known[subject_id, entity_id]
        self._gone.append((subject_id, entity_id))
        if not known["cleared_at"]:
            self._raised.append(_alert("gone", {**known, "version": version.version}, (), (why,)))

    def kept(
        self,
        action: str,
        what: Mapping[str, Any],
        lines: Sequence[tuple[str, Mapping[str, Any]]] = (),
        *,
        standing: tuple[str, str] | None = None,
    ) -> list[Row]:
        """Write all of it in one transaction; the alerts that this desk may know of."""
        counts = {"hits": len(self._found), "gone": len(self._gone), "alerts": len(self._raised)}
        said = [*lines, (action, {**what, **counts})]
        return self._memory.remember(self._found, self._gone, self._raised, screened=said, standing=standing)


def _hit(subject_id: str, entity_id: str, version: DatasetVersion, score: float, told: Facts) -> Row:
    return {
        "subject_id": subject_id,
        "entity_id": entity_id,
        "dataset": version.dataset,
        "version": version.version,
        "score": score,
        "facts": told,
        "cleared_by": None,
        "cleared_at": None,
        "cleared_why": None,
    }


def _alert(kind: str, row: Row, reasons: Iterable[Reason], said: Sequence[str]) -> Row:
    told = [{"feature": r.feature, "left": r.left, "right": r.right, "contribution": r.contribution} for r in reasons]
    kept = {key: row[key] for key in ("subject_id", "entity_id", "dataset", "version", "score", "facts")}
    return {**kept, "kind": kind, "reasons": told, "changes": list(said)}
