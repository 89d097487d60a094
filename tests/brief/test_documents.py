"""The documents of the demo case: tagged PDF, HTML that asks for nothing from outside, everything a reader needs."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import pairwise

import pytest
from pypdf import PdfReader

from contrared.brief import claims
from contrared.brief.pdf import TALLEST, WIDTH
from contrared.brief.scales import Likelihood

from ..conftest import Demo


@pytest.fixture(scope="module")
def html(demo: Demo) -> str:
    return demo.run.files["html"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pdf(demo: Demo) -> PdfReader:
    return PdfReader(demo.run.files["pdf"])


@pytest.fixture(scope="module")
def text(pdf: PdfReader) -> str:
    """All text of the PDF without space: a word may break at the end of a line."""
    return "".join("".join(page.extract_text().split()) for page in pdf.pages)


@pytest.fixture(scope="module")
def text_lines(html: str) -> list[str]:
    """Sentences of the HTML, without marks."""
    body = re.sub(r"<(svg|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    broken = re.sub(r"</(?:p|li|td|th|dd|dt|h\d)>", "\x1f", body)
    plain = re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", " ", broken)))
    return [line.strip() for line in re.split(r"(?<=[.:;]) |\x1f", plain) if line.strip()]


def test_the_pdf_is_tagged_and_says_what_it_is(demo: Demo, pdf: PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == demo.run.brief.title


def test_every_page_bears_its_handling(demo: Demo, pdf: PdfReader) -> None:
    banner = demo.run.brief.handling.banner
    assert len(pdf.pages) > 3
    for number, page in enumerate(pdf.pages, 1):
        assert page.extract_text().count(banner) >= 2, f"head and foot of page {number}"


def test_the_page_asks_for_nothing_from_outside(html: str) -> None:
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
    assert policy is not None
    assert "default-src &#x27;none&#x27;" in policy[1] or "default-src 'none'" in policy[1]
    assert "script-src" not in policy[1]
    assert not re.search(r"<(script|link|iframe|object|embed|img|base|form)\b", html)
    assert not re.search(r"\b(src|srcset|xlink:href|action)=", html)
    assert not re.search(r"url\(|@import", html)
    assert not re.search(r'\bon\w+="', html), "no handler either"


def test_the_page_can_be_used_without_seeing_it(html: str) -> None:
    assert html.startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in html
    assert '<a class="skip" href="#judgements">' in html
    assert html.index('class="skip"') < html.index("<header")
    for place in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{place}"' in html, f"a link leads to #{place}, which is nowhere"
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "an id stands there twice"
    tables = re.findall(r"<table.*?</table>", html, re.DOTALL)
    assert len(tables) == 4
    for table in tables:
        assert "<caption" in table
        assert 'scope="col"' in table
        assert 'scope="row"' in table
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_judgements_come_first_and_are_marked_unreviewed(demo: Demo, html: str) -> None:
    headings = re.findall(r"<section id=\"([a-z-]+)\"", html)
    assert headings[0] == "judgements"
    assert demo.run.brief.judgements
    terms = {term.term for term in Likelihood}
    for item in demo.run.brief.judgements:
        assert item.status == "unreviewed"
        assert item.likelihood is not None
        assert item.likelihood.term in terms
        assert item.id in html
    assert html.lower().count("unreviewed") >= len(demo.run.brief.judgements)


def test_everything_the_brief_holds_stands_in_both_documents(demo: Demo, html: str, text: str) -> None:
    brief = demo.run.brief
    for identity, _, _, _ in claims(brief):
        assert identity in html
        assert identity in text
    for source in brief.sources:
        assert source.sha256 in html
        assert all(source.sha256[place : place + 16] in text for place in range(0, 64, 16))
    for line in (*brief.gaps, *brief.indicators, *brief.method, *brief.action_notes):
        assert escape(line) in html
        assert "".join(line.split()) in text


def test_the_picture_has_a_legend_and_a_table_twin(demo: Demo, html: str) -> None:
    picture = demo.run.brief.picture
    assert picture is not None
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert "How to read it" in drawing
    for layer in {tie.cells[2] for tie in picture.ties}:
        assert layer in drawing.replace("&quot;", '"'), "every kind of line is in the legend"
    names = {row[0] for row in picture.node_rows}
    assert {end for tie in picture.ties for end in tie.cells[:2]} <= names
    table = html[html.index("</svg>") :]
    for cell in {cell for row in picture.node_rows for cell in row} | {c for tie in picture.ties for c in tie.cells}:
        assert escape(cell) in table
    alone = names - {end for tie in picture.ties for end in tie.cells[:2]}
    assert alone
    assert all(name in picture.note for name in alone), "who is not drawn is named"


def test_the_text_of_the_picture_can_be_read_on_paper(demo: Demo) -> None:
    picture = demo.run.brief.picture
    assert picture is not None
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture.svg)
    size = re.search(r'font-size="(\d+)"', picture.svg)
    assert box is not None
    assert size is not None
    scale = min(WIDTH / float(box[1]), TALLEST / float(box[2]))
    points = float(size[1]) * scale / 25.4 * 72
    assert points >= 6, f"labels are {points:.1f} points high"


@pytest.mark.parametrize(
    "part",
    ["authority", "party", "listing", "law", "measure", "until", "next_inquiry"],
)
def test_the_action_page_says(demo: Demo, html: str, part: str) -> None:
    actions = html[html.index('id="actions"') : html.index('id="sources"')]
    assert demo.run.brief.actions
    for action in demo.run.brief.actions:
        assert escape(getattr(action, part)) in actions


def test_what_weighs_against_stands_before_who_can_act(html: str) -> None:
    order = re.findall(r"<section id=\"([a-z-]+)\"", html)
    assert order == ["judgements", "picture", "facts", "counter", "gaps", "indicators", "actions", "sources", "method"]
    assert re.findall(r'<nav class="contents".*?</nav>', html, re.DOTALL)[0].count("<li>") == len(order)


# -- rules that hold for every sentence of a real brief


def test_likelihood_and_confidence_are_never_in_one_sentence(text_lines: list[str]) -> None:
    terms = sorted((term.term for term in Likelihood), key=len, reverse=True)
    likelihood = re.compile(r"\b(" + "|".join(terms) + r")\b", re.IGNORECASE)
    assert any(likelihood.search(line) for line in text_lines)
    for line in text_lines:
        assert not (likelihood.search(line) and re.search(r"\b(low|moderate|high) confidence", line, re.IGNORECASE)), (
            line
        )


def test_facts_carry_no_likelihood_and_say_as_of_when(demo: Demo) -> None:
    words = re.compile(r"\b(likely|unlikely|probably|chance|possibly|perhaps)\b", re.IGNORECASE)
    facts = [(fact.text, fact.as_of) for fact in demo.run.brief.facts]
    facts += [(item.text, "") for item in demo.run.brief.counter]
    for text, as_of in facts:
        assert not words.search(re.sub(r"“[^”]*”", "", text)), text
        assert as_of in text


def test_whoever_was_delisted_is_never_named_without_it(demo: Demo) -> None:
    brief = demo.run.brief
    gone = ["Revolutionary Armed Forces of Colombia (FARC)", "ALMACEN BATUL", "COMERCIAL ESTILO Y MODA"]
    facts = [f"{fact.text} {fact.note}" for fact in brief.facts]
    others = [item.text for item in (*brief.judgements, *brief.counter)]
    rows = [" ".join(row) for row in brief.picture.node_rows] if brief.picture else []
    # A group whose name another bears is named as the bearer of the name, not as listed.
    sentences = [line for line in (*facts, *others, *rows) if "bears a name of" not in line]
    for name in gone:
        said = [line for line in sentences if name in line]
        assert len(said) > 2
        assert [line for line in said if "ince delisted" not in line] == []


def test_every_judgement_has_likelihood_confidence_reason_and_date(demo: Demo, html: str) -> None:
    for item in demo.run.brief.judgements:
        assert item.likelihood is not None
        assert item.confidence is not None
        assert item.likelihood.term in item.text
        assert item.as_of in item.text
        assert item.confidence_reason.endswith(".")
        card = html[html.index(f'id="{item.id}"') :].split("</li>")[0]
        assert item.likelihood.band in card
        assert "Unreviewed draft" in card
        assert all(escape(citation.label) in card for citation in item.citations)


def test_nothing_the_template_asks_for_is_missing(text: str, html: str) -> None:
    for broken in ("{", "None", "KeyError", "[]"):
        assert broken not in text
    body = html[html.index("<body>") :]
    assert "{" not in re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL)
