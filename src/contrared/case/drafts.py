"""Judgements drafted by rule: each names its likelihood, its confidence and why; a person makes them theirs or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from contrared.brief import Confidence, Likelihood
from contrared.case.listed import Listing
from contrared.case.materials import STATED, Materials
from contrared.case.standing import stands
from contrared.case.wording import counted, joined, kinds_of, list_name, sentence
from contrared.model import text
from contrared.network import DualListed, Layer, Path, PathsFound
from contrared.network.convergence.dual import CRIME


@dataclass(frozen=True, slots=True)
class JudgementDraft:
    """A judgement before its citations are looked up.

    Attributes:
        parts: Statements without which it falls, part by part: each step of a chain, each side of a listing.
        instead: What is drafted in its place, the first that holds, where a part of it does not.
    """

    text: str
    likelihood: Likelihood
    confidence: Confidence
    confidence_reason: str
    statement_ids: tuple[str, ...]
    as_of: str
    parts: tuple[tuple[str, ...], ...] = ()
    instead: tuple[JudgementDraft, ...] = ()

    @property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        """The parts; all it rests on where they are not told apart."""
        return self.parts or (self.statement_ids,)


def judgements(materials: Materials) -> list[JudgementDraft]:
    """All judgements the rules draft, those on listings of both kinds first.

    Rules. *Dual listing*: a party of the case's region, or a group of interest, listed for terrorism and for drugs or
    organised crime at both dates: very likely that it still can be acted on under both laws. (Measured on OFAC's lists:
    of 1,711 entries against terrorism of June 2021, 1,692 still were so listed in May 2024; of 2,433 against drugs or
    organised crime, 1,754. That both stand for one more year has thus about 89 %.) *Chain*: two parties joined by ties
    that listing authorities state, or by one's remark: likely; by something shared or by an account: roughly even.
    Confidence is low where one weak step carries it, else moderate, never high: what lies behind a listing is not in
    the lists.
    """
    return [*_dual(materials), *_chains(materials)]


def _dual(materials: Materials) -> list[JudgementDraft]:
    found = []
    groups = set(materials.analysis.canonical.values())
    for item in sorted(materials.analysis.dual.found, key=lambda x: (x.party not in groups, materials.name(x.party))):
        entries = materials.listings_of(item.party)
        compared = [entry for entry in entries if entry.entity_id in materials.analysis.since]
        if not compared or not stands(materials, item) or not materials.in_scope(item.party):
            continue
        later = max(materials.analysis.since[entry.entity_id].later_as_of for entry in compared)
        _, _, later_statements = materials.since(compared)
        likelihood = Likelihood.VERY_LIKELY
        found.append(
            JudgementDraft(
                text(
                    "case.judge.dual",
                    term=likelihood.term,
                    name=materials.name(item.party),
                    kinds=joined(kinds_of(entries, CRIME)),
                    later=later,
                    earlier=min(entry.as_of for entry in compared),
                ),
                likelihood,
                Confidence.MODERATE,
                _second(item, entries),
                (*item.statement_ids, *later_statements),
                later,
                tuple(tuple(key for one in side for key in one.statement_ids) for side in (item.terror, item.crime)),
            )
        )
    return found


def _second(item: DualListed, entries: Sequence[Listing]) -> str:
    """Why confidence in a dual listing is what it is: whether a second authority names the party, and on which side."""
    both = {x.dataset for x in item.terror} & {x.dataset for x in item.crime}
    others = [entry for entry in entries if entry.dataset not in both]
    if not others:
        return text("case.judge.dual_reason_one", list=joined(map(list_name, sorted(both))))
    kinds = sorted(
        {text(f"case.categories.{x.category}") for x in (*item.terror, *item.crime) if x.dataset not in both}
    )
    lists = joined(list_name(dataset) for dataset in sorted({entry.dataset for entry in others}))
    return counted(
        "case.judge.dual_reason_more",
        len({entry.dataset for entry in others}),
        lists=sentence(lists),
        kinds=joined(kinds),
    )


def _chains(materials: Materials) -> list[JudgementDraft]:
    found = []
    for finding in materials.analysis.paths.findings:
        if not isinstance(finding, PathsFound):
            continue
        first, *others = [_of_path(materials, finding, path) for path in finding.paths]
        found.append(replace(first, instead=tuple(others)))
    return sorted(found, key=lambda draft: _order(draft.likelihood, draft.text))


def _of_path(materials: Materials, finding: PathsFound, path: Path) -> JudgementDraft:
    likelihood, confidence, reason = _strength(path)
    ends = {"a": materials.called(finding.a), "b": materials.called(finding.b)}
    date = max(materials.dates(path.statement_ids))
    if finding.hops == 1:
        wording = text("case.judge.path_direct", term=_with_article(likelihood), as_of=date, **ends)
    else:
        via = joined(materials.called(node) for node in path.nodes[1:-1])
        wording = text("case.judge.path_likely", term=_with_article(likelihood), as_of=date, via=via, **ends)
    return JudgementDraft(
        wording,
        likelihood,
        confidence,
        text(f"case.judge.path_reason_{reason}", as_of=date),
        path.statement_ids,
        date,
        tuple(tuple(key for edge in step.edges for key in edge.statement_ids) for step in path.steps),
    )


def _strength(path: Path) -> tuple[Likelihood, Confidence, str]:
    if path.weakest is Layer.REPORTED:
        return Likelihood.ROUGHLY_EVEN, Confidence.LOW, "reported"
    if path.weakest is Layer.REMARK:
        return Likelihood.LIKELY, Confidence.LOW, "remark"
    if path.weakest in STATED:
        return Likelihood.LIKELY, Confidence.MODERATE, "listed"
    return Likelihood.ROUGHLY_EVEN, Confidence.LOW, "shared"


def _with_article(likelihood: Likelihood) -> str:
    return text("case.judge.even") if likelihood is Likelihood.ROUGHLY_EVEN else likelihood.term


def _order(likelihood: Likelihood, words: str) -> tuple[int, str]:
    """Likeliest first; an order of reading, not a measure."""
    return (-likelihood.value[1], words)
