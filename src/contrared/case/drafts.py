"""Judgements drafted by rule: each names its likelihood, its confidence and why; a person makes them theirs or not."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.brief import Confidence, Likelihood
from contrared.case.actions import in_scope
from contrared.case.materials import Materials
from contrared.case.wording import joined, kinds_of, list_name
from contrared.model import text
from contrared.network import Layer, Path, PathsFound
from contrared.network.dual import CRIME

#: Layers whose ties a list or register states of the two parties themselves.
STATED = frozenset(
    {
        Layer.OWNERSHIP,
        Layer.DIRECTORSHIP,
        Layer.MEMBERSHIP,
        Layer.EMPLOYMENT,
        Layer.FAMILY,
        Layer.ASSOCIATION,
        Layer.LINKED_TO,
    }
)


@dataclass(frozen=True, slots=True)
class JudgementDraft:
    """A judgement before its citations are looked up."""

    text: str
    likelihood: Likelihood
    confidence: Confidence
    confidence_reason: str
    statement_ids: tuple[str, ...]
    as_of: str


def judgements(materials: Materials) -> list[JudgementDraft]:
    """All judgements the rules draft, those on listings of both kinds first.

    Rules. *Dual listing*: a party of the case's region, or a group of interest, listed for terrorism and for drugs or
    organised crime at both dates: very likely that it can be acted on under both laws. *Chain*: two groups joined by
    ties that listing authorities state, or by one's remark: likely; by something shared or by an account: roughly even.
    Confidence is low where one weak step carries it, else moderate, never high: what lies behind a listing is not in
    the lists.
    """
    return [*_dual(materials), *_chains(materials)]


def _dual(materials: Materials) -> list[JudgementDraft]:
    found = []
    for item in materials.analysis.dual.found:
        entries = materials.listings_of(item.party)
        note_statements = materials.since(entries)
        since = [materials.analysis.since[e.entity_id] for e in entries if e.entity_id in materials.analysis.since]
        standing = [s for s in since if s.unchanged]
        if not standing or len(standing) != len(since) or not in_scope(materials, item.party):
            continue
        authorities = {x.dataset for x in (*item.terror, *item.crime)}
        others = sorted({entry.dataset for entry in entries} - authorities)
        second = sorted({x.dataset for x in item.terror} - {x.dataset for x in item.crime} | set(others))
        reason = (
            text("case.judge.dual_reason_more", lists=joined(list_name(d) for d in second))
            if second
            else text("case.judge.dual_reason_one")
        )
        likelihood = Likelihood.VERY_LIKELY
        found.append(
            JudgementDraft(
                text(
                    "case.judge.dual",
                    term=likelihood.term,
                    name=materials.name(item.party),
                    kinds=joined(kinds_of(entries, CRIME)),
                    later=max(s.later_as_of for s in standing),
                ),
                likelihood,
                Confidence.MODERATE,
                reason,
                (*item.statement_ids, *note_statements[2]),
                max(s.later_as_of for s in standing),
            )
        )
    return found


def _chains(materials: Materials) -> list[JudgementDraft]:
    found = []
    for finding in materials.analysis.paths.findings:
        if not isinstance(finding, PathsFound):
            continue
        path = finding.paths[0]
        likelihood, confidence, reason = _strength(path)
        ends = {"a": materials.name(finding.a), "b": materials.name(finding.b)}
        date = max(materials.dates(path.statement_ids))
        if finding.hops == 1:
            wording = text("case.judge.path_direct", term=_with_article(likelihood), as_of=date, **ends)
        else:
            via = joined(materials.name(node) for node in path.nodes[1:-1])
            wording = text("case.judge.path_likely", term=_with_article(likelihood), as_of=date, via=via, **ends)
        found.append(
            JudgementDraft(
                wording,
                likelihood,
                confidence,
                text(f"case.judge.path_reason_{reason}"),
                path.statement_ids,
                date,
            )
        )
    return found


def _strength(path: Path) -> tuple[Likelihood, Confidence, str]:
    if path.weakest is Layer.REPORTED:
        return Likelihood.ROUGHLY_EVEN, Confidence.LOW, "reported"
    if path.weakest is Layer.REMARK:
        return Likelihood.LIKELY, Confidence.LOW, "remark"
    if path.weakest in STATED:
        return Likelihood.LIKELY, Confidence.MODERATE, "listed"
    return Likelihood.ROUGHLY_EVEN, Confidence.LOW, "shared"


def _with_article(likelihood: Likelihood) -> str:
    return "a " + likelihood.term if likelihood is Likelihood.ROUGHLY_EVEN else likelihood.term
