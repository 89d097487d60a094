"""The index turned round: parties the node keeps an eye on, asked with entries of lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contrared.match.compare import compare, threshold
from contrared.match.index import Index
from contrared.match.index.build import Entity
from contrared.match.reason import Reason
from contrared.match.subjects import Subject

#: Parts the id of a subject from the number of its query.
_PART = "#"
#: More subjects than one list entry is ever alike.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Alike:
    """A subject that an entry of a list may be.

    Attributes:
        subject: The subject.
        score: 0…1.
        reasons: What spoke for and against, strongest first; what is known of the subject stands on the left, as where
            the subject is put to the lists.
        log_odds: The sum behind the score.
    """

    subject: Subject
    score: float
    reasons: tuple[Reason, ...]
    log_odds: float


class Turned:
    """An index over subjects.

    Args:
        found: The subjects.
    """

    def __init__(self, found: Iterable[Subject]) -> None:
        self.subjects: Mapping[str, Subject] = {subject.id: subject for subject in found}
        self._index = Index(
            {"id": f"{subject.id}{_PART}{number}", "schema": query["schema"], "properties": query["properties"]}
            for subject in self.subjects.values()
            for number, query in enumerate(subject.queries)
        )

    def alike(self, entity: Entity) -> list[Alike]:
        """Subjects that an entry of a list may be, each once, best first."""
        found: dict[str, Alike] = {}
        for candidate in self._index.screen(entity, limit=MOST):
            identity = candidate.entity_id.partition(_PART)[0]
            reasons = tuple(Reason(r.feature, r.right, r.left, r.contribution) for r in candidate.reasons)
            found.setdefault(identity, Alike(self.subjects[identity], candidate.score, reasons, candidate.log_odds))
        return list(found.values())

    def directly(self, subject_id: str, entity: Entity) -> Alike | None:
        """One subject compared with an entry, whether the index finds it or not; None below the threshold."""
        subject = self.subjects.get(subject_id)
        if subject is None:
            return None
        told = max((compare(query, entity) for query in subject.queries), key=lambda c: c.log_odds, default=None)
        if told is None or told.score < threshold():
            return None
        return Alike(subject, told.score, told.reasons, told.log_odds)
