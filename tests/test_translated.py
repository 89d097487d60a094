"""Every text a person reads is there in every language, with its placeholders, and no two templates claim one text."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

import pytest

from contrared.model.language import po
from contrared.model.language.catalogue import Catalogue
from contrared.model.language.extract import missing
from contrared.model.language.extract.catalogues import others, read
from contrared.model.language.template import Template

LANGUAGES = others()
#: Texts that have no translation yet; the number may only fall.
ALLOWED = {"es": 0, "pt": 0}
#: What stays as it is in every language: commands, options, ids of standards.
LITERAL = re.compile(r"`[^`]*`|--[a-z][a-z-]*|\bnode\.toml\b|\bcase\.toml\b|TLP:[A-Z+]+")

entries = cache(read)


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_a_translation_and_no_entry_is_stale(language: str) -> None:
    lacking, stale = missing(language)
    told = po.written([*lacking[:40], *stale[:40]], language)
    assert not stale, f"run `python -m contrared.model.language.extract`:\n{told}"
    assert len(lacking) <= ALLOWED[language], f"{len(lacking)} texts have no translation, among them:\n{told}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_literal_words_agree(language: str) -> None:
    wrong = []
    for entry in entries(language):
        if not entry.msgstr:
            continue
        if fields(entry.msgid) != fields(entry.msgstr):
            wrong.append(f"{entry.msgid!r}: placeholders of {entry.msgstr!r}")
        if sorted(LITERAL.findall(entry.msgid)) != sorted(LITERAL.findall(entry.msgstr)):
            wrong.append(f"{entry.msgid!r}: literal words of {entry.msgstr!r}")
        if (
            entry.msgid[:1].isspace() != entry.msgstr[:1].isspace()
            or entry.msgid[-1:].isspace() != entry.msgstr[-1:].isspace()
        ):
            wrong.append(f"{entry.msgid!r}: space around {entry.msgstr!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_claimed_by_a_template_that_says_something_else(language: str) -> None:
    """What one template makes must be told as that template says, though others could have made it."""
    known = Catalogue(language, [entry for entry in entries(language) if entry.msgstr])
    wrong = []
    for template, told in known.templates:
        values = {field: f"‹{place}›" for place, field in enumerate(template.fields)}
        said = known.said(template.filled(values))
        if said != told.filled(values):
            wrong.append(f"{template.text!r} is told as {said!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_english_text_has_one_translation_where_it_is_told_without_its_key(language: str) -> None:
    told: dict[str, set[str]] = {}
    for entry in entries(language):
        if entry.msgstr and not entry.key and not Template(entry.msgid).fields:
            told.setdefault(entry.msgid, set()).add(entry.msgstr)
    assert {msgid: texts for msgid, texts in told.items() if len(texts) > 1} == {}
