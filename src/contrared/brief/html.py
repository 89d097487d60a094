"""The brief as one HTML file: no outside request, no script, readable on screen, on paper and by a screen reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib import resources

from contrared.brief.content import Brief, Citation, Judgement, Picture
from contrared.brief.drawn import drawing
from contrared.brief.numbering import cited, numbers
from contrared.brief.scales import TAGS, Likelihood
from contrared.model import text as message
from contrared.model.language import Phrase, said, spoken
from contrared.model.language.phrase import strung

#: Characters that would turn the direction of the text around them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
SECTIONS = ("judgements", "picture", "facts", "counter", "gaps", "indicators", "actions", "sources", "method")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def render(brief: Brief) -> str:
    """Render a checked brief, in the language that is spoken."""
    style = resources.files(__package__).joinpath("brief.css").read_text(encoding="utf-8")
    known = numbers(brief)
    banner = _e(brief.handling.banner)
    body = [
        f'<a class="skip" href="#judgements">{_m("skip")}</a>',
        f'<p class="banner top" role="note" aria-label="{_m("handling")}">{banner}</p>',
        '<header class="page">',
        f'<p class="eyebrow">Contrared · {_m("case")} {_e(brief.case_id)}</p>',
        f"<h1>{_e(brief.title)}</h1>",
        _facts_of_case(brief),
        _contents(),
        "</header>",
        "<main>",
        _section("judgements", _judgements(brief, known)),
        _section("picture", _picture(brief.picture)),
        _section("facts", _facts(brief, known)),
        _section("counter", _counter(brief, known)),
        _section("gaps", _plain(brief.gaps, "gaps.empty")),
        _section("indicators", _plain(brief.indicators, "indicators.empty")),
        _section("actions", _actions(brief, known)),
        _section("sources", _sources(brief, known)),
        _section("method", _method(brief)),
        "</main>",
        f'<p class="banner bottom" role="note" aria-label="{_m("handling")}">{banner}</p>',
    ]
    return (
        '<!DOCTYPE html>\n<html lang="' + TAGS[spoken()] + '">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_e(brief.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _facts_of_case(brief: Brief) -> str:
    rows = [
        ("question", brief.question),
        ("as_of", brief.as_of),
        ("purpose", brief.purpose),
        ("legal_basis", brief.legal_basis),
    ]
    cells = "".join(f"<dt>{_m(key)}</dt><dd>{_e(value)}</dd>" for key, value in rows)
    notes = "".join(f"<p>{_m(key)}</p>" for key in ("listing_note", "protocol", "follow"))
    return f'<dl class="case">{cells}</dl><div class="notes">{notes}</div>'


def _contents() -> str:
    links = "".join(f'<li><a href="#{name}">{_m(f"{name}.title")}</a></li>' for name in SECTIONS)
    return f'<nav class="contents" aria-label="{_m("contents")}"><ul>{links}</ul></nav>'


def _section(name: str, content: str) -> str:
    heading = f'<h2 id="h-{name}">{_m(f"{name}.title")}</h2>'
    return f'<section id="{name}" aria-labelledby="h-{name}">{heading}{content}</section>'


def _judgements(brief: Brief, known: dict[str, int]) -> str:
    if not brief.judgements:
        return _empty("judgements.empty")
    cards = "".join(_judgement(number, item, known) for number, item in enumerate(brief.judgements, 1))
    return f'<p class="intro">{_m("judgements.intro")}</p><ol class="cards">{cards}</ol>'


def _judgement(number: int, item: Judgement, known: dict[str, int]) -> str:
    assert item.likelihood is not None
    assert item.confidence is not None
    status = (
        _m("judgements.status_unreviewed")
        if item.status == "unreviewed"
        else _e(message("brief.judgements.status_reviewed", reviewer=item.reviewer))
    )
    return (
        f'<li class="card" id="{item.id}"><p class="statement"><span class="number">{number}</span> {_e(item.text)}'
        f"{_marks(item.citations, known)}</p>"
        f"<dl><dt>{_m('judgements.likelihood')}</dt>"
        f'<dd>{_e(item.likelihood.term)} <span class="band">{_e(item.likelihood.band)}</span>'
        f"{_scale(item.likelihood)}</dd>"
        f"<dt>{_m('judgements.confidence')}</dt>"
        f"<dd>{_m(f'confidence.{item.confidence}')}. {_e(item.confidence_reason)}</dd></dl>"
        f'<p class="foot"><span class="status">{status}</span> <code>{item.id}</code></p></li>'
    )


def _scale(likelihood: Likelihood) -> str:
    _, low, high = likelihood.value
    return f'<span class="scale" aria-hidden="true"><span style="margin-left:{low}%;width:{high - low}%"></span></span>'


def _picture(picture: Picture | None) -> str:
    if picture is None:
        return _empty("picture.empty")
    figure = ""
    if picture.svg:
        svg = drawing(picture.svg)
        figure = (
            f'<figure role="group" aria-label="{_e(picture.title)}">{svg[svg.index("<svg") :]}'
            f"<figcaption>{_e(picture.alt)} {_e(picture.note)}</figcaption></figure>"
        )
    ties = [(*tie.cells, tie.id) for tie in picture.ties]
    return (
        f"{figure}{_table(_m('picture.parties'), picture.node_columns, picture.node_rows)}"
        f"{_table(_m('picture.ties'), picture.edge_columns, ties, ids=True)}"
    )


def _facts(brief: Brief, known: dict[str, int]) -> str:
    parts = [f'<p class="intro">{_m("facts.intro")}</p>']
    for section in brief.sections:
        parts.append(f"<h3>{_e(section.title)}</h3>")
        if section.intro:
            parts.append(f'<p class="intro">{_e(section.intro)}</p>')
        if not section.facts:
            parts.append(f'<p class="empty">{_e(section.empty) if section.empty else _m("facts.empty")}</p>')
            continue
        items = []
        for fact in section.facts:
            kind = "since" if fact.needs_since else "still"
            note = f' <span class="{kind}">{_e(fact.note)}</span>' if fact.note else ""
            items.append(
                f'<li id="{fact.id}">{_e(fact.text)}{note}{_marks(fact.citations, known)} <code>{fact.id}</code></li>'
            )
        parts.append(f'<ul class="facts">{"".join(items)}</ul>')
    return "".join(parts)


def _counter(brief: Brief, known: dict[str, int]) -> str:
    shown = [
        f'<li id="{item.id}">{_e(item.text)}{_marks(item.citations, known)} <code>{item.id}</code></li>'
        for item in brief.counter
    ]
    return f'<ul class="facts">{"".join(shown)}</ul>' if shown else _empty("counter.empty")


def _plain(items: Sequence[str], empty: str) -> str:
    return f'<ul class="facts">{"".join(f"<li>{_e(item)}</li>" for item in items)}</ul>' if items else _empty(empty)


def _actions(brief: Brief, known: dict[str, int]) -> str:
    if not brief.actions:
        return _empty("actions.empty")
    columns = tuple(_m(f"actions.{key}") for key in ("party", "authority", "listing", "measure", "until", "next"))
    rows = []
    for item in brief.actions:
        identifiers = "".join(f'<br><span class="id">{_e(value)}</span>' for value in item.identifiers)
        rows.append(
            f'<tr id="{item.id}"><th scope="row">{_e(item.party)}{identifiers}<br><code>{item.id}</code>'
            f"</th><td>{_e(item.authority)}</td>"
            f"<td>{_e(item.listing)}<br>{_e(item.law)}{_marks(item.citations, known)}</td>"
            f"<td>{_e(item.measure)}</td><td>{_e(item.until)}</td><td>{_e(item.next_inquiry)}</td></tr>"
        )
    notes = "".join(f"<p>{_e(note)}</p>" for note in brief.action_notes)
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f'<p class="intro">{_m("actions.intro")}</p><div class="wide"><table class="actions">'
        f'<caption class="heard">{_m("actions.title")}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{notes}"
    )


def _sources(brief: Brief, known: dict[str, int]) -> str:
    rows = []
    for source in brief.sources:
        rows.append(
            f'<tr id="s{known[source.id]}"><th scope="row">[{known[source.id]}]</th>'
            f"<td>{_e(source.publisher)}<br><code>{_e(source.file)}</code>"
            f'<br><code class="hash">{_e(source.sha256)}</code></td>'
            f"<td>{_e(source.as_of)}</td><td>{_e(source.grade)}</td><td>{_e(source.handling)}</td>"
            f"<td>{_e(source.licence)}</td><td>{source.statements}</td></tr>"
        )
    columns = ("id", "publisher", "as_of", "grade", "handling", "licence", "statements")
    head = "".join(f'<th scope="col">{_m(f"sources.{key}")}</th>' for key in columns)
    return (
        f'<p class="intro">{_m("sources.intro")}</p><div class="wide"><table>'
        f'<caption class="heard">{_m("sources.title")}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _method(brief: Brief) -> str:
    terms = strung(", ", (strung(" ", [term.term, term.band]) for term in Likelihood))
    lines = [
        *brief.method,
        message("brief.method.likelihood_scale", terms=terms),
        message("brief.method.confidence_scale"),
        message("brief.method.grade_scale"),
    ]
    return "".join(f"<p>{_e(line)}</p>" for line in lines)


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, ids: bool = False) -> str:
    head = "".join(f'<th scope="col">{_e(column)}</th>' for column in columns)
    body = "".join(_row(row, ids=ids) for row in rows)
    return (
        f'<div class="wide"><table><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[str], *, ids: bool) -> str:
    """A row headed by its first cell; with ``ids`` the last is the row's own."""
    inner = [_e(cell) for cell in cells]
    start = "<tr>"
    if ids:
        start, inner[-1] = f'<tr id="{inner[-1]}">', f"<code>{inner[-1]}</code>"
    return f'{start}<th scope="row">{inner[0]}</th>{"".join(f"<td>{cell}</td>" for cell in inner[1:])}</tr>'


def _marks(citations: Sequence[Citation], known: dict[str, int]) -> str:
    marks = []
    for sources, grade, label in cited(citations, known):
        shown = ",".join(f'<a href="#s{number}">{number}</a>' for number in sources)
        marks.append(f'<span class="cite" title="{_e(label)}">[{shown} {_e(grade)}: {_e(label)}]</span>')
    return " " + " ".join(marks) if marks else ""


def _empty(key: str) -> str:
    return f'<p class="empty">{_m(key)}</p>'


def _m(key: str) -> str:
    return escape(said(message(f"brief.{key}")))


def _e(value: object) -> str:
    """Escaped text in the language that is spoken; marks that would reverse the text around them are taken out."""
    return escape(_BIDI.sub("", said(value) if isinstance(value, Phrase) else str(value)))
