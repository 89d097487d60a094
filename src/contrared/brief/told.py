"""A brief in another language may not be written either, where the translation breaks what the English keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from contrared.brief.content import Brief, Judgement
from contrared.brief.scales import Likelihood
from contrared.model import BriefError
from contrared.model.language import ENGLISH, said, spoken

#: Words of likelihood beside the seven terms, of confidence, and of a court, by language.
LIKELIHOOD: Mapping[str, str] = {
    "es": r"\b(?:im)?probab(?:le|les|ilidad|ilidades|lemente)\b",
    "pt": r"\b(?:im)?prov[aá]ve(?:l|is|lmente)\b|\bprobabilidades?\b",
}
CONFIDENCE: Mapping[str, str] = {"es": r"\bconfianza\b", "pt": r"\bconfian[çc]a\b"}
VERDICT: Mapping[str, str] = {
    "es": r"\b(?:culpables?|culpabilidad|perpetrador(?:a|es|as)?)\b",
    "pt": r"\b(?:culpad[oa]s?|culpáve(?:l|is)|culpabilidade|perpetrador(?:a|es|as)?)\b",
}


def check_told(brief: Brief) -> None:
    """Refuse a checked brief that breaks the rules of wording in the language that is spoken.

    Raises:
        BriefError: a judgement does not use its term of likelihood there, or says likelihood and confidence in one
            sentence, or a sentence uses a word that belongs to a court.
    """
    language = spoken()
    if language == ENGLISH:
        return
    problems = [f"{item.id}: {problem}" for item in brief.judgements for problem in _of(item, language)]
    verdict = re.compile(VERDICT[language], re.IGNORECASE)
    sentences = [(item.id, item.text) for item in brief.judgements] + [(item.id, item.text) for item in brief.facts]
    problems += [f"{key}: uses a word that belongs to a court" for key, text in sentences if verdict.search(said(text))]
    if problems:
        raise BriefError(
            f"the brief is refused in this language ({language}): {'; '.join(problems)}",
            where=brief.case_id,
            do="mend the translation named",
        )


def _of(item: Judgement, language: str) -> Iterator[str]:
    told, reason = said(item.text).casefold(), said(item.confidence_reason).casefold()
    if item.likelihood is not None and said(item.likelihood.term) not in told:
        yield "does not use its term of likelihood"
    terms = [said(term.term) for term in Likelihood]
    if re.search(CONFIDENCE[language], told) or any(
        re.search(pattern, reason) for pattern in (LIKELIHOOD[language], *map(re.escape, terms))
    ):
        yield "says likelihood and confidence in one sentence"
