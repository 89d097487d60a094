"""The documents of the demo case: tagged PDF, HTML that asks for nothing from outside, everything a reader needs."""

from __future__ import annotations

import re

import pytest
from pypdf import PdfReader

from contrared.brief.scales import Likelihood

from ..conftest import Demo


@pytest.fixture(scope="module")
def html(demo: Demo) -> str:
    return demo.run.files["html"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pdf(demo: Demo) -> PdfReader:
    return PdfReader(demo.run.files["pdf"])


def test_the_pdf_is_tagged_and_says_what_it_is(demo: Demo, pdf: PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not None
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("en")
    assert pdf.metadata is not None
    assert pdf.metadata.title == demo.run.brief.title


def test_every_page_bears_its_handling(demo: Demo, pdf: PdfReader) -> None:
    banner = demo.run.brief.handling.banner
    assert len(pdf.pages) > 3
    for number, page in enumerate(pdf.pages, 1):
        assert banner in page.extract_text(), f"page {number}"


def test_the_page_asks_for_nothing_from_outside(html: str) -> None:
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<link|src=\"http|url\(http", html)


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


def test_everything_the_brief_holds_stands_in_both_documents(demo: Demo, html: str, pdf: PdfReader) -> None:
    text = "".join("".join(page.extract_text().split()) for page in pdf.pages)  # an id may break at the end of a line
    for item in (*demo.run.brief.judgements, *demo.run.brief.facts):
        assert item.id in html
        assert item.id in text
    for source in demo.run.brief.sources:
        assert source.sha256 in html
        assert source.sha256[:16] in text


def test_the_picture_has_a_table_twin_and_words(demo: Demo, html: str) -> None:
    picture = demo.run.brief.picture
    assert picture is not None
    assert picture.alt.strip()
    assert "<svg" in html
    for row in picture.node_rows:
        assert row[0] in html or row[0].replace("'", "&#x27;") in html
    assert len(picture.edge_rows) > 0


def test_actions_say_who_on_whom_under_what_until_when_and_what_next(demo: Demo) -> None:
    assert demo.run.brief.actions
    for action in demo.run.brief.actions:
        assert action.authority
        assert action.party
        assert action.listing
        assert action.law
        assert action.until
        assert action.next_inquiry
        assert action.citations
    assert demo.run.brief.gaps
    assert demo.run.brief.indicators
    assert demo.run.brief.counter
