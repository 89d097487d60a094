"""A brief in Spanish or Portuguese: the same ids, its term of likelihood, refused where a translation breaks a rule."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from contrared.brief import Brief, Confidence, Likelihood, write
from contrared.brief.told import check_told
from contrared.model import BriefError, text
from contrared.model.language import Phrase, said, speaking
from tests.brief.test_checks import brief as sound

BRIEF = sound()
TERMS = list(Likelihood)


def judged(likelihood: Likelihood, reason: str = "") -> Brief:
    words = text("case.judge.path_direct", term=likelihood.term, a="A", b="B", as_of="2021-06-01")
    judgement = replace(
        BRIEF.judgements[0],
        text=words,
        likelihood=likelihood,
        confidence=Confidence.LOW,
        confidence_reason=reason or text("case.judge.path_reason_shared"),
    )
    return replace(BRIEF, judgements=(judgement,))


@pytest.mark.parametrize("likelihood", TERMS, ids=lambda term: term.name)
@pytest.mark.parametrize("language", ["es", "pt"])
def test_every_term_of_likelihood_stands_in_its_sentence(language: str, likelihood: Likelihood) -> None:
    brief = judged(likelihood)
    with speaking(language):
        check_told(brief)
        assert said(likelihood.term) in said(brief.judgements[0].text)


@pytest.mark.parametrize("language", ["es", "pt"])
def test_terms_of_likelihood_differ(language: str) -> None:
    assert len({said(term.term, language) for term in TERMS}) == len(TERMS)


def test_a_translation_that_breaks_the_rules_is_refused() -> None:
    mixed = Phrase("brief.judgements.intro", text("brief.judgements.intro").template, {})  # names both
    with speaking("es"), pytest.raises(BriefError, match="one sentence"):
        check_told(judged(Likelihood.LIKELY, reason=mixed))
    with speaking("pt"), pytest.raises(BriefError, match="term of likelihood"):
        check_told(replace(BRIEF, judgements=(replace(BRIEF.judgements[0], text="it is likely"),)))


@pytest.mark.parametrize(("language", "tag", "heading"), [("es", "es", "Juicios clave"), ("pt", "pt-BR", "Juízos")])
def test_documents_say_their_language_and_keep_their_ids(language: str, tag: str, heading: str, tmp_path: Path) -> None:
    brief = judged(Likelihood.VERY_LIKELY)
    english, told = write(brief, tmp_path / "en"), write(brief, tmp_path / language, language)
    page = told["html"].read_text(encoding="utf-8")
    assert f'<html lang="{tag}">' in page
    assert heading in page
    assert "Key judgements" not in page
    ids = re.compile(r'id="([A-Z]-[0-9a-f]{10})"')
    assert ids.findall(page) == ids.findall(english["html"].read_text(encoding="utf-8"))
    pdf = pypdf.PdfReader(told["pdf"])
    assert pdf.trailer["/Root"]["/Lang"] == tag
    assert heading in pdf.pages[0].extract_text()
