"""Who is the same across all datasets: blocking, scores, automatic links, candidates, clusters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from contrared.match import rarity_of
from contrared.match.model import RESOLUTION, Model
from contrared.resolve.blocking import pairs
from contrared.resolve.candidates import CANDIDATES, MARGIN, Link, decide_beside_tips, score
from contrared.resolve.candidates import Progress as Progress
from contrared.resolve.clusters import clusters
from contrared.resolve.grounds import grounded
from contrared.resolve.judgement import Judgement, Verdict, in_force
from contrared.resolve.parties import profiles


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
        params: What the result depends on beside statements, judgements and previous ids.
    """

    canonical: dict[str, str]
    links: tuple[Link, ...]
    parties: int
    compared: int
    judgements: int
    conflicts: tuple[tuple[str, str], ...]
    model: str
    params: Mapping[str, float | str | bool] = field(default_factory=dict)

    @property
    def automatic(self) -> tuple[Link, ...]:
        """Links made without a person."""
        return tuple(link for link in self.links if link.kind == "auto")

    @property
    def candidates(self) -> tuple[Link, ...]:
        """Links left to a person."""
        return tuple(link for link in self.links if link.kind == "candidate")

    @property
    def figures(self) -> dict[str, int]:
        """Counts of what was read, compared and found."""
        return {
            "parties": self.parties,
            "compared": self.compared,
            "merged": len(self.canonical),
            "clusters": len(set(self.canonical.values())),
            "automatic": len(self.automatic),
            "candidates": len(self.candidates),
            "judgements": self.judgements,
            "conflicts": len(self.conflicts),
        }


def resolve(
    statements: pa.Table,
    judgements: Iterable[Judgement] = (),
    previous: Mapping[str, str] | None = None,
    *,
    use_references: bool = True,
    within: frozenset[str] = frozenset(),
    model: Model = RESOLUTION,
    progress: Progress | None = None,
    registers: Collection[str] = (),
    drafts: Sequence[Link] = (),
    unlike: Iterable[tuple[str, str]] = (),
    tips: Collection[str] = (),
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
        registers: Datasets that were linked in bulk: what this finds between their entries gives way to ``drafts``.
        drafts: Links between entries of registers, the heaviest first (:mod:`contrared.resolve.bulk`).
        unlike: Pairs of such entries that contradict each other.
        tips: Datasets that are tips: their entries stand alone until a person judges, and decide nothing of others.
    """
    found = profiles(statements, use_references=use_references, tips=tips)
    alone = {at for at, profile in enumerate(found) if profile.dataset in tips}
    rarity = rarity_of([profile for at, profile in enumerate(found) if at not in alone])
    chosen = pairs(found, rarity, within=within)
    scored = score(found, chosen, rarity, model, progress)
    standing = in_force(judgements)
    automatic, candidates = decide_beside_tips(found, scored, alone, model, within)
    bulk = {profile.entity_id for profile in found if profile.dataset in registers}
    automatic, candidates = (
        [link for link in side if not bulk.issuperset(link.pair)] for side in (automatic, candidates)
    )
    by_verdict: dict[Verdict, list[tuple[str, str]]] = {verdict: [] for verdict in Verdict}
    for pair, judgement in sorted(standing.items()):
        by_verdict[judgement.verdict].append(pair)
    unsure = set(by_verdict[Verdict.UNSURE])
    drafted = [link for link in drafts if link.kind == "auto"]
    grouped = clusters(
        [link.pair for link in (*automatic, *drafted) if link.pair not in unsure],
        by_verdict[Verdict.SAME],
        by_verdict[Verdict.DIFFERENT],
        {profile.entity_id: profile.dataset for profile in found if profile.dataset not in {*within, *registers}},
        previous or {},
        unlike,
    )
    withheld = unsure.union(grouped.held)
    links = [link.left_to_a_person() if link.pair in withheld else link for link in automatic]
    decided = {*by_verdict[Verdict.SAME], *by_verdict[Verdict.DIFFERENT]}
    open_links = [link for link in (*links, *candidates) if link.pair not in decided]
    # In bulk, only what brought entries together is kept: the other drafts say the same again.
    joined = set(grouped.joined)
    kept = [
        link.left_to_a_person() if link.pair in withheld else link
        for link in drafts
        if link.kind != "auto" or link.pair in joined or link.pair in withheld
    ]
    found_links = (*grounded(open_links, statements), *(link for link in kept if link.pair not in decided))
    return Resolution(
        canonical=grouped.canonical,
        links=tuple(sorted(found_links, key=lambda link: (link.kind, link.left, link.right))),
        parties=len(found),
        compared=len(chosen),
        judgements=sum(1 for j in standing.values() if j.verdict is not Verdict.WITHDRAWN),
        conflicts=grouped.conflicts,
        model=model.name,
        params={
            "model": model.name,
            "automatic": model.automatic,
            "candidate": model.candidate,
            "candidates": CANDIDATES,
            "margin": MARGIN,
            "use_references": use_references,
            "within": ", ".join(sorted(within)),
            "registers": ", ".join(sorted(registers)),
            **({"tips": ", ".join(sorted(tips))} if tips else {}),
        },
    )
