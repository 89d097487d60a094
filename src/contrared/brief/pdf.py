"""The brief as a tagged PDF (PDF/UA-1) through Typst, which gets data and never markup."""

from __future__ import annotations

import json
import re
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from normality import ascii_text

from contrared.brief.content import Brief, Citation
from contrared.brief.drawn import drawing
from contrared.brief.numbering import cited, numbers
from contrared.brief.scales import TAGS, Likelihood
from contrared.model import text as message
from contrared.model.language import Phrase, said, spoken
from contrared.model.language.phrase import strung

#: What the fonts inside Typst can show; anything else is transliterated here and stands as written in the HTML.
_SHOWN = re.compile(
    r"[\t\n\r\x20-\x7e\xa0-\u024f\u0250-\u02af\u0300-\u036f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1fff"
    r"\u2010-\u2027\u2030-\u205e\u20ac\u2116\u2190-\u2193\u2212]+"
)
_DROPPED = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Width of the text and the most that a drawing may take of the height, in millimetres.
WIDTH, TALLEST = 174.0, 208.0
#: Fixed, so that equal briefs are equal bytes; the date a brief speaks for is in its text.
TIMESTAMP = 0


def render(brief: Brief) -> bytes:
    """Render a checked brief, in the language that is spoken.

    Raises:
        typst.TypstError: the template is broken, or text holds a glyph that no font has.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="contrared-brief-") as folder:
        root = Path(folder)
        template = resources.files(__package__).joinpath("template.typ").read_text(encoding="utf-8")
        (root / "brief.typ").write_text(template, encoding="utf-8")
        (root / "brief.json").write_text(json.dumps(data_of(brief), ensure_ascii=False), encoding="utf-8")
        if brief.picture is not None and brief.picture.svg:
            (root / "picture.svg").write_text(shown(drawing(brief.picture.svg)), encoding="utf-8")
        document = typst.compile(
            str(root / "brief.typ"),
            root=str(root),
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=TIMESTAMP,
        )
    assert isinstance(document, bytes)
    return document


def shown(value: str) -> str:
    """Text in glyphs that the fonts have: other scripts transliterated, invisible marks dropped.

    >>> shown("Ana Pérez")
    'Ana Pérez'
    """
    value = _DROPPED.sub("", value)
    parts = []
    place = 0
    for match in _SHOWN.finditer(value):
        if match.start() > place:
            parts.append(ascii_text(value[place : match.start()]))
        parts.append(match[0])
        place = match.end()
    if place < len(value):
        parts.append(ascii_text(value[place:]))
    return "".join(parts)


def data_of(brief: Brief) -> dict[str, Any]:
    """The data the template reads: strings only."""
    known = numbers(brief)
    texts = {
        key.replace(".title", "").replace(".", "_"): message(f"brief.{key}")
        for key in (
            "case",
            "judgements.title",
            "judgements.intro",
            "judgements.empty",
            "picture.title",
            "picture.empty",
            "facts.title",
            "facts.intro",
            "counter.title",
            "counter.empty",
            "gaps.title",
            "gaps.empty",
            "indicators.title",
            "indicators.empty",
            "actions.title",
            "actions.intro",
            "actions.empty",
            "sources.title",
            "sources.intro",
            "method.title",
        )
    }
    texts |= {
        "likelihood": message("brief.judgements.likelihood"),
        "confidence": message("brief.judgements.confidence"),
        "contents": message("brief.contents"),
        "parties": message("brief.picture.parties"),
        "ties": message("brief.picture.ties"),
    }
    data: dict[str, Any] = {
        "lang": TAGS[spoken()].split("-"),
        "title": brief.title,
        "case_id": brief.case_id,
        "banner": brief.handling.banner,
        "texts": texts,
        "about": [
            [message("brief.question"), brief.question],
            [message("brief.as_of"), brief.as_of],
            [message("brief.purpose"), brief.purpose],
            [message("brief.legal_basis"), brief.legal_basis],
        ],
        "notes": [message(f"brief.{key}") for key in ("listing_note", "protocol", "follow")],
        "judgements": [_judgement(item, known) for item in brief.judgements],
        "picture": _picture(brief),
        "sections": [
            {
                "title": section.title,
                "intro": section.intro,
                "empty": section.empty or message("brief.facts.empty"),
                "facts": [
                    {
                        "id": f.id,
                        "text": f.text,
                        "note": f.note,
                        "changed": f.needs_since,
                        "marks": _marks(f.citations, known),
                    }
                    for f in section.facts
                ],
            }
            for section in brief.sections
        ],
        "counter": [
            {"id": item.id, "text": item.text, "marks": _marks(item.citations, known)} for item in brief.counter
        ],
        "gaps": list(brief.gaps),
        "indicators": list(brief.indicators),
        "action_columns": [
            message(f"brief.actions.{key}") for key in ("party", "authority", "listing", "measure", "until", "next")
        ],
        "actions": [
            [
                strung("\n", [item.party, *item.identifiers, item.id]),
                item.authority,
                strung("\n", [item.listing, item.law, _short_marks(item.citations, known)]),
                item.measure,
                item.until,
                item.next_inquiry,
            ]
            for item in brief.actions
        ],
        "action_notes": list(brief.action_notes),
        "source_columns": [
            message(f"brief.sources.{key}")
            for key in ("id", "publisher", "as_of", "grade", "handling", "licence", "statements")
        ],
        "sources": [
            [
                f"[{known[s.id]}]",
                f"{s.publisher}\n{s.file}\n{_wrapped(s.sha256)}",
                s.as_of,
                s.grade,
                s.handling,
                s.licence,
                str(s.statements),
            ]
            for s in brief.sources
        ],
        "method": [
            *brief.method,
            message(
                "brief.method.likelihood_scale",
                terms=strung(", ", (strung(" ", [term.term, term.band]) for term in Likelihood)),
            ),
            message("brief.method.confidence_scale"),
            message("brief.method.grade_scale"),
        ],
    }
    folded: dict[str, Any] = _fold(data)
    return folded


def _judgement(item: Any, known: dict[str, int]) -> dict[str, Any]:
    status = (
        message("brief.judgements.status_unreviewed")
        if item.status == "unreviewed"
        else message("brief.judgements.status_reviewed", reviewer=item.reviewer)
    )
    return {
        "id": item.id,
        "text": item.text,
        "likelihood": strung("", [item.likelihood.term, f" ({item.likelihood.band})"]),
        "confidence": strung(". ", [message(f"brief.confidence.{item.confidence}"), item.confidence_reason]),
        "status": status,
        "marks": _marks(item.citations, known),
    }


def _picture(brief: Brief) -> dict[str, Any] | None:
    picture = brief.picture
    if picture is None:
        return None
    ties = tuple((*tie.cells, tie.id) for tie in picture.ties)
    return {
        "title": picture.title,
        "alt": picture.alt,
        "note": picture.note,
        "drawn": bool(picture.svg),
        "height": _height(picture.svg),
        "node_columns": list(picture.node_columns),
        "node_rows": [list(row) for row in picture.node_rows],
        "node_widths": _widths(picture.node_columns, picture.node_rows),
        "edge_columns": list(picture.edge_columns),
        "edge_rows": [list(row) for row in ties],
        "edge_widths": _widths(picture.edge_columns, ties),
    }


def _height(svg: str) -> float:
    """Height in millimetres of the drawing at full width, at most what a page leaves."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return min(TALLEST, WIDTH * float(box[2]) / float(box[1])) if box else TALLEST


def _widths(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[int]:
    """Column widths in proportion to what stands in them, within bounds, and never less than the longest word."""
    widths = []
    for place, column in enumerate(columns):
        cells = [_said(column), *(_said(row[place]) for row in rows)]
        word = max(len(word) for cell in cells for word in cell.split() or [""])
        widths.append(max(5, round(1.2 * word), min(24, max(map(len, cells)))))
    return widths


def _marks(citations: tuple[Citation, ...], known: dict[str, int]) -> list[str]:
    return [
        strung("", [f"{','.join(str(number) for number in sources)} {grade}: ", label])
        for sources, grade, label in cited(citations, known)
    ]


def _short_marks(citations: tuple[Citation, ...], known: dict[str, int]) -> str:
    return " ".join(
        f"[{','.join(str(number) for number in sources)} {grade}]" for sources, grade, _ in cited(citations, known)
    )


def _wrapped(digest: str) -> str:
    return " ".join(digest[place : place + 16] for place in range(0, len(digest), 16))


def _said(value: str) -> str:
    return said(value) if isinstance(value, Phrase) else value


def _fold(value: Any) -> Any:
    if isinstance(value, str):
        return shown(_said(value))
    if isinstance(value, list):
        return [_fold(item) for item in value]
    if isinstance(value, dict):
        return {key: _fold(item) for key, item in value.items()}
    return value
