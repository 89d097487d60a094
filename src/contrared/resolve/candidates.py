"""Which scored pairs are linked without a person, and which are shown to one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contrared.match import Comparison, Profile, Rarity, compare
from contrared.match.cautious import ONLY_BEARERS
from contrared.match.model import RESOLUTION, Model
from contrared.match.tokens import name_form

#: Candidates kept for one entity against one dataset, the best first.
CANDIDATES = 3
#: How far the best partner in a dataset must be ahead of the second to be linked automatically, in log-odds.
MARGIN = 1.0
#: Parts of a full name that is telling where nobody else bears it and nothing speaks against the pair.
TELLING_PERSON = 3
TELLING_OTHER = 2
#: What speaks against a pair by that much or more forbids an automatic link.
WEIGHTY = -2.0
PROGRESS_EVERY = 2_000

Progress = Callable[[str, int, int], None]
Scored = tuple[int, int, Comparison]


@dataclass(frozen=True, slots=True)
class Link:
    """Two entities, linked automatically or left to a person.

    Attributes:
        left: Smaller entity id.
        right: Larger entity id.
        kind: ``auto`` or ``candidate``.
        comparison: Score and reasons.
        statements: Ids of the statements the reasons rest on, of both sides.
    """

    left: str
    right: str
    kind: str
    comparison: Comparison
    statements: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, str]:
        """The two entities, smaller id first."""
        return (self.left, self.right)

    def left_to_a_person(self) -> Link:
        """The same pair as a candidate."""
        return replace(self, kind="candidate")

    def to_row(self) -> dict[str, Any]:
        """Row of the ledger."""
        return {
            "left_id": self.left,
            "right_id": self.right,
            "kind": self.kind,
            "score": self.comparison.score,
            "reasons": [
                {"feature": r.feature, "left": r.left, "right": r.right, "contribution": r.contribution}
                for r in self.comparison.reasons
            ],
        }


def score(
    found: Sequence[Profile],
    chosen: Sequence[tuple[int, int]],
    rarity: Rarity,
    model: Model = RESOLUTION,
    progress: Progress | None = None,
) -> list[Scored]:
    """Compare pairs and keep those a person could be shown."""
    kept = []
    for count, (left, right) in enumerate(chosen):
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress("comparing", count, len(chosen))
        comparison = compare(found[left], found[right], model.name, rarity, least=model.candidate)
        if comparison.score >= model.candidate:
            kept.append((left, right, comparison))
    return kept


def decide(
    found: Sequence[Profile],
    scored: Sequence[Scored],
    model: Model = RESOLUTION,
    within: frozenset[str] = frozenset(),
) -> tuple[list[Link], list[Link]]:
    """Split scored pairs into automatic links (strongest first) and candidates.

    A pair is linked automatically only where each is the other's best partner in that dataset, ahead of the next by
    :data:`MARGIN`, and :func:`corroborated` says that more than the name agrees. At most :data:`CANDIDATES` others
    are kept for one entity against one dataset. Two entries that one dataset keeps apart are never linked, unless
    the dataset is named in ``within``; those as alike as an automatic link are candidates.
    """
    apart = [False] * len(scored)
    best: dict[tuple[int, str], list[tuple[float, str]]] = {}
    for position, (left, right, comparison) in enumerate(scored):
        a, b = found[left], found[right]
        apart[position] = a.dataset == b.dataset and a.dataset not in within
        if not apart[position]:
            best.setdefault((left, b.dataset), []).append((-comparison.evidence, b.entity_id))
            best.setdefault((right, a.dataset), []).append((-comparison.evidence, a.entity_id))
    for ranked in best.values():
        ranked.sort()
    automatic: list[Link] = []
    candidates: list[Link] = []
    for position, (left, right, comparison) in enumerate(scored):
        a, b = found[left], found[right]
        low, high = sorted((a.entity_id, b.entity_id))
        sure = comparison.score >= model.automatic
        if apart[position]:
            if sure:
                candidates.append(Link(low, high, "candidate", comparison))
            continue
        mine, theirs = best[left, b.dataset], best[right, a.dataset]
        first = mine[0][1] == b.entity_id and theirs[0][1] == a.entity_id
        clear = all(len(ranked) < 2 or ranked[1][0] - ranked[0][0] >= MARGIN for ranked in (mine, theirs))
        if sure and first and clear and corroborated(comparison, a, b):
            automatic.append(Link(low, high, "auto", comparison))
        elif b.entity_id in _foremost(mine) and a.entity_id in _foremost(theirs):
            candidates.append(Link(low, high, "candidate", comparison))
    automatic.sort(key=lambda link: (-link.comparison.evidence, link.pair))
    return automatic, candidates


def decide_beside_tips(
    found: Sequence[Profile],
    scored: Sequence[Scored],
    alone: Collection[int],
    model: Model = RESOLUTION,
    within: frozenset[str] = frozenset(),
) -> tuple[list[Link], list[Link]]:
    """:func:`decide` where some parties are known from tips alone.

    Nothing of a tip is linked without a person, and what is linked between others is as if there were no tips: whoever
    sends one could otherwise join two parties, or keep two apart.

    Args:
        found: Profiles.
        scored: Pairs of them, by position.
        alone: Positions of those known from tips alone.
        model: Thresholds.
        within: As for :func:`decide`.
    """
    told = [pair for pair in scored if pair[0] in alone or pair[1] in alone]
    if not told:
        return decide(found, scored, model, within)
    others = [pair for pair in scored if pair[0] not in alone and pair[1] not in alone]
    automatic, candidates = decide(found, others, model, within)
    by_tips, left = decide(found, told, model, within)
    return automatic, [*candidates, *(link.left_to_a_person() for link in by_tips), *left]


def _foremost(ranked: Sequence[tuple[float, str]]) -> set[str]:
    return {entity_id for _, entity_id in ranked[:CANDIDATES]}


def corroborated(comparison: Comparison, left: Profile, right: Profile) -> bool:
    """Whether more than a common name agrees, and nothing weighty speaks against the pair.

    Enough is a date, a number, an address, a contact, a quoted reference or a place of birth; for a person the
    country too, but only with a telling name, a weak alias or a date near; for others the country or further names.
    A telling name alone is enough for others, if nothing at all speaks against it; for a person it never is.
    """
    if any(reason.contribution <= WEIGHTY for reason in comparison.against()):
        return False
    if any(reason.feature.startswith("same ") for reason in comparison.reasons):
        return True
    if comparison.has("date day", "date swapped", "date month", "date year", "quoted reference", "birthplace"):
        return True
    person = "person" in {left.kind, right.kind}
    if not person and comparison.has("country", "further names"):
        return True
    least = TELLING_PERSON if person else TELLING_OTHER
    telling = not comparison.against() and any(
        sum(len(token) > 1 for token in name_form(reason.left, person=person).tokens) >= least
        for reason in comparison.reasons
        if reason.feature == ONLY_BEARERS
    )
    if person:
        return comparison.has("country") and (telling or comparison.has("weak alias", "date near"))
    return telling
