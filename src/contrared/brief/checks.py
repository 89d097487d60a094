"""What may not be written: a judgement without citation, grade or likelihood, and what goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from contrared.brief.content import Brief, Citation, Fact, Judgement
from contrared.brief.scales import Likelihood
from contrared.model import BriefError, Grade, Handling, InputError, strictest

_LIKELIHOOD = re.compile(
    r"\b(?:" + "|".join(sorted((term.term for term in Likelihood), key=len, reverse=True)) + r"|probabl[ey]|chances)\b",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(r"\b(?:(?:low|moderate|high) confidence|confiden(?:t|ce))\b", re.IGNORECASE)
#: Words that belong to a court.
_VERDICT = re.compile(r"\b(?:guilty|guilt|culprit|perpetrator)\b", re.IGNORECASE)


def check(brief: Brief) -> None:
    """Refuse a brief that must not be written, naming every item and what it lacks.

    Raises:
        BriefError: at least one item is refused.
    """
    problems = [*_judgements(brief), *_facts(brief), *_others(brief), *_handling(brief)]
    if problems:
        raise BriefError(
            f"the brief is refused for {len(problems)} reason(s):\n  " + "\n  ".join(problems),
            where=brief.case_id,
            do="mend the items named, or leave them out",
        )


def _judgements(brief: Brief) -> Iterator[str]:
    for judgement in brief.judgements:
        for problem in _of_judgement(judgement, brief):
            yield f"judgement {judgement.id} “{judgement.text}”: {problem}"


def _of_judgement(judgement: Judgement, brief: Brief) -> Iterator[str]:
    yield from _cited(judgement.citations, brief)
    if judgement.citations and not _carried(judgement, brief):
        yield "rests on nothing but tips that no independent source corroborates"
    if judgement.likelihood is None:
        yield "has no likelihood"
    elif judgement.likelihood.term not in judgement.text.casefold():
        yield f"does not use its term of likelihood, “{judgement.likelihood.term}”"
    used = {found.casefold() for found in _LIKELIHOOD.findall(judgement.text)}
    if judgement.likelihood is not None and used - {judgement.likelihood.term}:
        yield f"uses further words of likelihood: {', '.join(sorted(used - {judgement.likelihood.term}))}"
    if judgement.confidence is None:
        yield "has no confidence"
    if not judgement.confidence_reason.strip():
        yield "gives no reason for its confidence"
    if _CONFIDENCE.search(judgement.text) or _LIKELIHOOD.search(judgement.confidence_reason):
        yield "says likelihood and confidence in one sentence"
    if _VERDICT.search(judgement.text):
        yield "uses a word that belongs to a court"
    if judgement.status != "unreviewed" and not judgement.reviewer:
        yield "is marked as reviewed but names no person"
    if not judgement.as_of:
        yield "has no as-of date"


def _carried(judgement: Judgement, brief: Brief) -> bool:
    tips = {source.id for source in brief.sources if not source.alone}
    return any(not tips.issuperset(citation.source_ids) for citation in judgement.citations)


def _facts(brief: Brief) -> Iterator[str]:
    for fact in brief.facts:
        for problem in _of_fact(fact, brief):
            yield f"fact {fact.id} “{fact.text}”: {problem}"


def _others(brief: Brief) -> Iterator[str]:
    for item in brief.counter:
        for problem in _cited(item.citations, brief):
            yield f"counter-evidence {item.id} “{item.text}”: {problem}"
    for action in brief.actions:
        for problem in _cited(action.citations, brief):
            yield f"action {action.id} on {action.party}: {problem}"
        for name in ("authority", "party", "listing", "law", "measure", "until", "next_inquiry"):
            if not getattr(action, name).strip():
                yield f"action {action.id} on {action.party or 'nobody'}: says nothing of {name.replace('_', ' ')}"
    for tie in brief.picture.ties if brief.picture else ():
        if not tie.statement_ids:
            yield f"tie {tie.id} “{tie.text}”: has no statement"


def _of_fact(fact: Fact, brief: Brief) -> Iterator[str]:
    yield from _cited(fact.citations, brief)
    if word := _LIKELIHOOD.search(fact.text):
        yield f"a fact carries no likelihood, and this says “{word[0]}”"
    if not fact.as_of:
        yield "has no as-of date"
    elif fact.as_of not in fact.text:
        yield "does not say its as-of date in the sentence"
    if fact.needs_since and not fact.note.strip():
        yield "something has changed since, and it does not say so"
    if _VERDICT.search(fact.text):
        yield "uses a word that belongs to a court"


def _cited(citations: Iterable[Citation], brief: Brief) -> Iterator[str]:
    given = list(citations)
    if not given:
        yield "has no citation"
    annex = {source.id for source in brief.sources}
    for citation in given:
        if not citation.statement_ids:
            yield f"cites “{citation.label}” without a statement"
        if not citation.source_ids:
            yield f"cites “{citation.label}” without a source"
        if missing := sorted(set(citation.source_ids) - annex):
            yield f"cites a source that is not in the annex: {', '.join(missing)}"
        try:
            Grade.parse(citation.grade)
        except InputError:
            yield f"cites “{citation.label}” without a grade"


def _handling(brief: Brief) -> Iterator[str]:
    needed = strictest([brief.handling, *(Handling.parse(source.handling) for source in brief.sources)])
    if needed != brief.handling:
        yield f"handling {brief.handling.banner} is freer than that of its sources, {needed.banner}"
