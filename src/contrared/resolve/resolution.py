"""Who is the same across all datasets: blocking, scores, automatic links, candidates, clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from contrared.match import Comparison, Profile, Rarity, compare, rarity_of
from contrared.match.model import DEFAULT, Model
from contrared.match.tokens import name_form
from contrared.resolve.blocking import pairs
from contrared.resolve.clusters import clusters
from contrared.resolve.judgement import Judgement, Verdict, in_force
from contrared.resolve.parties import profiles

#: Candidates kept for one entity against one dataset, the best first.
CANDIDATES = 3
#: How far the best partner in a dataset must be ahead of the second to be linked automatically, in log-odds.
MARGIN = 1.0
#: A name of that many tokens that nobody else bears identifies an organisation, where nothing speaks against it.
TELLING_NAME = 3
PROGRESS_EVERY = 2_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Link:
    """Two entities, linked automatically (``auto``) or left to a person (``candidate``)."""

    left: str
    right: str
    kind: str
    comparison: Comparison

    def to_row(self) -> dict[str, Any]:
        """Row of the ledger."""
        return {
            "left_id": self.left,
            "right_id": self.right,
            "kind": self.kind,
            "score": self.comparison.score,
            "reasons": [asdict(reason) for reason in self.comparison.reasons],
        }


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a resolution gave, with what it was made from.

    Attributes:
        canonical: Canonical id of each entity that shares one with another.
        links: Automatic links in force, then candidates, each by ids.
        parties: Number of parties compared.
        compared: Number of pairs compared.
        judgements: Number of judgements in force.
        conflicts: Judgements that contradict each other.
        model: Name of the matching model.
    """

    canonical: dict[str, str]
    links: tuple[Link, ...]
    parties: int
    compared: int
    judgements: int
    conflicts: tuple[tuple[str, str], ...]
    model: str


def resolve(
    statements: pa.Table,
    judgements: Iterable[Judgement] = (),
    previous: Mapping[str, str] | None = None,
    *,
    use_references: bool = True,
    within: frozenset[str] = frozenset(),
    model: Model = DEFAULT,
    progress: Progress | None = None,
) -> Resolution:
    """Find who is the same.

    Args:
        statements: Statements of parties, their addresses and listings; canonical ids are not read.
        judgements: All human judgements.
        previous: Canonical ids so far, which are kept where the cluster lives on.
        use_references: Count references that one list quotes from another.
        within: Datasets whose own entries may be the same party (registers, not lists).
        model: Weights and thresholds.
        progress: Told the step, how far it is and how far it goes.
    """
    found = profiles(statements, use_references=use_references)
    rarity = rarity_of(found)
    chosen = pairs(found, rarity, within=within)
    scored = score(found, chosen, rarity, model, progress)
    standing = in_force(judgements)
    automatic, candidates = decide(found, scored, model)
    by_verdict: dict[Verdict, list[tuple[str, str]]] = {verdict: [] for verdict in Verdict}
    for pair, judgement in sorted(standing.items()):
        by_verdict[judgement.verdict].append(pair)
    datasets = {profile.entity_id: profile.dataset for profile in found if profile.dataset not in within}
    grouped = clusters(
        [(link.left, link.right) for link in automatic],
        by_verdict[Verdict.SAME],
        by_verdict[Verdict.DIFFERENT],
        datasets,
        previous or {},
    )
    held = set(grouped.held)
    decided = {pair for pair, j in standing.items() if j.verdict in {Verdict.SAME, Verdict.DIFFERENT}}
    links: list[Link] = []
    for link in automatic:
        kind = "candidate" if (link.left, link.right) in held else "auto"
        links.append(Link(link.left, link.right, kind, link.comparison))
    links.extend(candidates)
    links = [link for link in links if (link.left, link.right) not in decided]
    return Resolution(
        canonical=grouped.canonical,
        links=tuple(sorted(links, key=lambda link: (link.kind, link.left, link.right))),
        parties=len(found),
        compared=len(chosen),
        judgements=sum(1 for j in standing.values() if j.verdict is not Verdict.WITHDRAWN),
        conflicts=grouped.conflicts,
        model=model.name,
    )


def score(
    found: Sequence[Profile],
    chosen: Sequence[tuple[int, int]],
    rarity: Rarity,
    model: Model = DEFAULT,
    progress: Progress | None = None,
) -> list[tuple[int, int, Comparison]]:
    """Compare pairs and keep those a person could be shown."""
    kept = []
    for count, (left, right) in enumerate(chosen):
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress("comparing", count, len(chosen))
        comparison = compare(found[left], found[right], model.name, rarity)
        if comparison.score >= model.candidate:
            kept.append((left, right, comparison))
    return kept


def decide(
    found: Sequence[Profile], scored: Sequence[tuple[int, int, Comparison]], model: Model = DEFAULT
) -> tuple[list[Link], list[Link]]:
    """Split scored pairs into automatic links (strongest first) and candidates.

    A pair is linked automatically only where each is the other's best partner in that dataset, ahead of the next by
    :data:`MARGIN`, and :func:`corroborated` says that more than the name agrees. At most :data:`CANDIDATES` others
    are kept for one entity against one dataset.
    """
    best: dict[tuple[int, str], list[tuple[float, int]]] = {}
    for left, right, comparison in scored:
        best.setdefault((left, found[right].dataset), []).append((comparison.log_odds, right))
        best.setdefault((right, found[left].dataset), []).append((comparison.log_odds, left))
    for ranked in best.values():
        ranked.sort(key=lambda item: (-item[0], found[item[1]].entity_id))
    automatic: list[Link] = []
    candidates: list[Link] = []
    for left, right, comparison in scored:
        mine, theirs = best[left, found[right].dataset], best[right, found[left].dataset]
        first = mine[0][1] == right and theirs[0][1] == left
        clear = all(len(ranked) < 2 or ranked[0][0] - ranked[1][0] >= MARGIN for ranked in (mine, theirs))
        low, high = sorted((found[left].entity_id, found[right].entity_id))
        if comparison.score >= model.automatic and first and clear and corroborated(comparison, found[left]):
            automatic.append(Link(low, high, "auto", comparison))
        elif any(r == right for _, r in mine[:CANDIDATES]) and any(r == left for _, r in theirs[:CANDIDATES]):
            candidates.append(Link(low, high, "candidate", comparison))
    automatic.sort(key=lambda link: (-link.comparison.score, link.left, link.right))
    return automatic, candidates


def corroborated(comparison: Comparison, party: Profile) -> bool:
    """Whether more than a common name agrees, and nothing weighty speaks against the pair."""
    if any(reason.contribution <= -2.0 for reason in comparison.against() if reason.left):
        return False
    if comparison.has("date day", "date swapped", "same contact", "same address", "quoted reference"):
        return True
    if any(reason.feature.startswith("same ") for reason in comparison.reasons):
        return True
    if comparison.has("further names", "date month", "date year", "birthplace", "country"):
        return True
    return (
        party.kind != "person"
        and not comparison.against()
        and any(
            reason.feature == "only bearers of the name"
            and len(name_form(reason.left, person=False).tokens) >= TELLING_NAME
            for reason in comparison.reasons
        )
    )
