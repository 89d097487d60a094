"""Places of cells and elements agree with what real parsers read."""

from __future__ import annotations

import csv
import gzip
import io
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from contrared.collect import spans

LISTS = Path(str(resources.files("contrared").joinpath("demo/convergence/lists")))
CELL = st.text(st.sampled_from('ab",;\n\r é&<'), max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_cells_read_what_the_csv_module_wrote(table: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    text = out.getvalue()
    position = 0
    for row in table:
        pieces, position = spans.cells(text, position, delimiter)
        assert [piece.value for piece in pieces] == row
        for piece in pieces:
            for index, char in enumerate(piece.value):
                begin, end = piece.part(index, index + 1)
                assert text[begin:end] == ('""' if char == '"' else char)
        position += 2  # the writer's line break
    assert position == len(text)


@given(st.text(st.sampled_from("ab&<>'\" é\n"), max_size=12), st.text(st.sampled_from("xy&]"), max_size=5))
def test_content_reads_what_lxml_wrote(first: str, second: str) -> None:
    root = etree.Element("r", a="x>y/")
    etree.SubElement(root, "e").text = first
    root.append(etree.Comment(" <e>no</e> "))
    etree.SubElement(root, "e").text = etree.CDATA(second)
    etree.SubElement(root, "e")
    text = etree.tostring(root, encoding="unicode")
    record = spans.element(text, 0)
    assert record is not None
    assert (record.start, record.end) == (0, len(text))
    pieces = [spans.content(text, node) for node in spans.below(record, "e")]
    assert [piece.value for piece in pieces] == [first.strip(), second, ""]
    begin, end = pieces[0].part(0, len(pieces[0].value))
    assert (etree.fromstring(f"<r>{text[begin:end]}</r>").text or "") == first.strip()
    begin, end = pieces[1].part(0, len(second))
    assert text[begin:end] == second, "nothing is escaped in a CDATA section"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("no tags", 0), ("<a><b></a>", 0), ("</a>", 0), ("<a/>", 1), ("<a><b/></a>", 2), ("</z><a/> <b/>", 2)],
)
def test_broken_or_bare_xml_gives_no_more_than_is_there(text: str, count: int) -> None:
    assert len(list(spans.elements(text, 0, len(text)))) == count


def test_every_cell_of_a_real_list() -> None:
    text = gzip.decompress((LISTS / "ofac_2021-06/alt.csv.gz").read_bytes()).decode()
    position = 0
    for row in csv.reader(text.removesuffix("\x1a").splitlines()):
        pieces, position = spans.cells(text, position, ",")
        assert [piece.value for piece in pieces] == row
        position += 2 if text.startswith("\r\n", position) else 1


def test_every_element_of_a_real_list() -> None:
    data = gzip.decompress((LISTS / "ca/sema-lmes_2022.xml.gz").read_bytes())
    text = data.decode()
    record = spans.element(text, 0)
    assert record is not None
    tree = etree.fromstring(data)
    for ours, theirs in zip(record.within(), tree.iter(), strict=True):
        assert ours.name == theirs.tag
        if not ours.children:
            assert spans.content(text, ours).value == (theirs.text or "").strip()
