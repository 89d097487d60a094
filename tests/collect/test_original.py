"""What a locator points at is shown, and marked, in the original."""

from __future__ import annotations

import gzip
import html
import io
import random
import re
import time
from importlib import resources
from pathlib import Path

import pytest
from followthemoney import model
from openpyxl import Workbook

from contrared.collect.draft import Draft
from contrared.collect.original import Excerpt, excerpt
from contrared.collect.registry import choose
from contrared.model import InputError, Locator

from ..conftest import SHARED

DEMO = Path(str(resources.files("contrared").joinpath("demo/convergence")))
LISTS = DEMO / "lists"

CSV = 'id,name,remarks\r\n1,Ana,"says ""no"", twice\r\nand leaves"\r\n2,Bo,\r\n'
OFAC = (
    '36,"AEROCARIBBEAN",-0- ,"CUBA] [SDNT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1950; a.k.a. ""X""; nationality."\n'
)
XML = """<?xml version="1.0"?>
<list>
  <item><id>1</id><name> Smith &amp; Sons </name><alias>A</alias>
    <alias>B <![CDATA[<&>]]></alias><doc><no>77</no></doc><doc><no>88</no></doc><note/></item><item><id>2</id></item>
</list>
"""
ADDRESS = "<r><a><c>Bab</c><n>Iraq</n></a><a><s>Box 5</s><c>Bab</c><n>Syria</n><x>note</x></a></r>"
JSON = '{"id": "a", "properties": {"name": ["Ana \\"A\\"", "Bo"], "x": [{"y": 1}]}}\n{"id": "b", "n": 5}\n'
TOML = '# head\n\n[[link]]\nnote = "one"\nspeaker = "panel"\n\n[[link]]\nnote = "two"\n'
TEXT = "Line one.\nThe second line\nbreaks here. And ends.\n"


def sheet() -> bytes:
    book = Workbook()
    table = book.worksheets[0]
    table.title = "Data"
    for row in (
        ["Last Updated", "today"],
        ["Name", "Born", "Nr", "Last Updated"],
        ["Ana", None, 5.0],
        ["Bo\nBa", "1970", None, "1/2/2020"],
    ):
        table.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def show(folder: Path, name: str, data: str | bytes, locator: str, value: str = "") -> Excerpt:
    path = folder / "archived"  # the archive's names say nothing
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return excerpt(path, Locator.parse(locator), filename=name, value=value)


@pytest.mark.parametrize(
    ("name", "data", "locator", "value", "marked"),
    [
        ("a.csv", CSV, "line=2;field=name", "", "Ana"),
        ("a.csv", CSV, "line=2;field=remarks", "", 'says ""no"", twice\r\nand leaves'),
        ("a.csv", CSV, "line=2;field=remarks;chars=5-9", "", '""no""'),
        ("a.csv", CSV, "line=2;field=remarks;chars=18-27", "", "and leave"),
        ("a.csv", CSV, "line=4;field=NAME", "", "Bo"),
        ("a.csv", CSV, "line=4;field=remarks", "", ""),
        ("a.csv", CSV, "line=4", "", "2,Bo,"),
        ("a.csv", CSV, "line=2", "ana", "Ana"),
        ("a.csv", CSV.encode(), "line=2;field=id", "", "1"),
        ("a.csv.gz", gzip.compress(CSV.encode()), "line=2;field=name", "", "Ana"),
        ("a.csv", CSV.replace("Ana", "Añá").encode("latin-1"), "line=2;field=name", "", "Añá"),
        ("a.csv", "id;name\n1;Ana, B\n", "line=2;field=name", "", "Ana, B"),
        ("a.tsv", "id\tname\n1\tAna, B\n", "line=2;field=name", "", "Ana, B"),
        ("sdn.csv", OFAC, "line=1;field=SDN_Name", "", "AEROCARIBBEAN"),
        ("sdn.csv", OFAC, "line=1;field=program", "SDNT", "SDNT"),
        ("sdn.csv", OFAC, "line=1;field=remarks;chars=4-8", "", "1950"),
        ("sdn.csv", OFAC, "line=1;field=remarks;chars=17-20", "", '""X""'),
        ("sdn.csv", OFAC, "line=1;field=unheard of", "cuba", "CUBA"),
        ("sdn.csv", OFAC, "line=1;field=remarks;chars=4-8", "NATIONALITY", "nationality"),
        ("add.csv", '7,1,"Box 5",-0- ,"Syria",-0- \n', "line=1;field=address", "Box 5, Syria", 'Box 5",-0- ,"Syria'),
        ("add.csv", '7,1,-0- ,-0- ,"Syria",-0- \n', "line=1;field=address", "Syria", "Syria"),
        ("sdn.csv", OFAC + "\x1a", "line=1;field=ent_num", "", "36"),
        ("a.xml", XML, "line=3;path=id", "", "1"),
        ("a.xml", XML, "line=3;path=item/id", "", "1"),
        ("a.xml", XML, "line=3;path=name", "", "Smith &amp; Sons"),
        ("a.xml", XML, "line=3;path=name;chars=6-7", "", "&amp;"),
        ("a.xml", XML, "line=3;path=name", "sons", "Sons"),
        ("a.xml", XML, "line=3;path=alias", "", "A"),
        ("a.xml", XML, "line=3;path=alias", "b", "B"),
        ("a.xml", XML, "line=3;path=alias[2];chars=2-5", "", "<&>"),
        ("a.xml", XML, "line=3;path=doc/no", "88", "88"),
        ("a.xml", XML, "line=3;path=doc[2]/no", "", "88"),
        ("a.xml", ADDRESS, "line=1;path=a", "Box 5, Bab, Syria", "Box 5</s><c>Bab</c><n>Syria"),
        ("a.xml", ADDRESS, "line=1;path=a", "Bab, Iraq", "Bab</c><n>Iraq"),
        ("a.xml", XML, "line=3;path=note", "", ""),
        ("a.xml", XML, "line=4;path=no", "", "77"),
        ("a.xml.gz", gzip.compress(XML.encode()), "line=3;path=id", "", "1"),
        ("a.dat", XML, "line=3;path=id", "", "1"),
        ("a.xlsx", sheet(), "line=3;path=Data;field=Name", "", "Ana"),
        ("a.xlsx", sheet(), "line=3;field=Nr", "", "5"),
        ("a.xlsx", sheet(), "line=4;field=Last Updated", "", "1/2/2020"),
        ("a.csv", "name,today\nid,rank,name\n1,2,Ana\n", "line=3;field=name", "", "Ana"),
        ("a.xlsx", sheet(), "line=4;path=Data;field=Name", "", "Bo\nBa"),
        ("a.xlsx", sheet(), "line=4;path=Data;field=Name;chars=3-5", "", "Ba"),
        ("a.xlsx", sheet(), "line=3;path=Data;field=Born", "", ""),
        ("a.xlsx", sheet(), "line=4;path=Data", "1970", "1970"),
        ("a.ftm.json", JSON, "line=1;field=name", "", '["Ana \\"A\\"", "Bo"]'),
        ("a.ftm.json", JSON, "line=1;field=properties.name", "Bo", "Bo"),
        ("a.jsonl", '{"city": ["M\\u00fcnchen"]}', "line=1;field=city", "München", "M\\u00fcnchen"),
        ("a.jsonl", '{"city": ["München"]}', "line=1;field=city", "München", "München"),
        ("a.jsonl", JSON, "line=1;field=name", 'Ana "A"', 'Ana \\"A\\"'),
        ("a.jsonl", JSON, "line=1;field=x", "", '[{"y": 1}]'),
        ("a.jsonl", JSON, "line=2;field=n", "", "5"),
        ("a.jsonl", JSON, "line=2;field=id", "", '"b"'),
        ("a.jsonl", JSON, "line=2", "", '{"id": "b", "n": 5}'),
        ("a.toml", TOML, "line=3;field=note", "one", "one"),
        ("a.toml", TOML, "line=3;field=speaker", "", '"panel"'),
        ("a.toml", TOML, "line=7;field=note", "two", "two"),
        ("a.txt", TEXT, "chars=14-32", "", "second line\nbreaks"),
        ("a.txt", TEXT, "chars=14-32;page=3", "", "second line\nbreaks"),
        ("a.txt", TEXT, "line=2", "", "The second line"),
        ("a.txt", TEXT, "line=2;chars=4-10", "", "second"),
    ],
)
def test_marks(tmp_path: Path, name: str, data: str | bytes, locator: str, value: str, marked: str) -> None:
    found = show(tmp_path, name, data, locator, value)
    assert found.highlighted == marked
    assert found.where.startswith(name)


@pytest.mark.parametrize(
    ("name", "data", "locator", "text", "line"),
    [
        ("a.csv", CSV, "line=2;field=id", '1,Ana,"says ""no"", twice\r\nand leaves"', 2),
        ("a.csv", CSV, "line=4;field=id", "2,Bo,", 4),
        ("a.xlsx", sheet(), "line=3;path=Data;field=Name", "Name: Ana\nNr: 5", 3),
        ("a.jsonl", JSON, "line=2;field=id", '{"id": "b", "n": 5}', 2),
        ("a.toml", TOML, "line=3;field=note", '[[link]]\nnote = "one"\nspeaker = "panel"', 3),
        ("a.xml", XML, "line=4;path=no", "<doc><no>77</no></doc>", 4),
    ],
)
def test_shows_the_record_and_its_line(
    tmp_path: Path, name: str, data: str | bytes, locator: str, text: str, line: int
) -> None:
    found = show(tmp_path, name, data, locator)
    assert (found.text, found.line_from) == (text, line)


@pytest.mark.parametrize(
    ("name", "data", "locator", "message"),
    [
        ("a.csv", CSV, "line=0", "lines count from 1"),
        ("a.csv", CSV, "line=99;field=id", "there is no line 99"),
        ("a.csv", CSV, "line=2;field=name;chars=1-9", "the field has 3 characters"),
        ("a.csv", CSV, "line=2;field=name;chars=3-1", "the field has 3 characters"),
        ("a.csv", CSV + "\x1a", "line=5", "the line is empty"),
        ("a.csv", "", "line=1", "the file is empty"),
        ("a.xml", XML, "line=99;path=id", "there is no line 99"),
        ("a.xml", XML, "line=3;path=born", "the record has no element born"),
        ("a.xml", XML, "line=3;path=doc[3]/no", r"no element doc\[3\]/no"),
        ("a.xml", XML, "line=5;path=id", "no element begins on that line"),
        ("a.xml", "<a>\n<b", "line=2;path=c", "no element begins on that line"),
        ("a.xlsx", sheet(), "line=99;field=Name", "row 99 is empty or not there"),
        ("a.xlsx", sheet(), "line=3;field=Age", "there is no column 'Age'"),
        ("a.xlsx", sheet(), "line=3;path=Other;field=Name", "there is no sheet 'Other'"),
        ("a.xlsx", sheet()[:200], "line=3;field=Name", "the workbook is damaged"),
        ("a.jsonl", JSON, "line=3;field=id", "there is no line 3"),
        ("a.jsonl", JSON, "line=2;field=name", "the record has no key 'name'"),
        ("a.toml", TOML, "line=7;field=speaker", "the table has no key 'speaker'"),
        ("a.txt", TEXT, "chars=0-999", "the document has 49 characters"),
        ("a.txt", TEXT, "chars=9-9", "the document has 49 characters"),
        ("a.txt", TEXT, "page=3", "neither a line nor characters"),
    ],
)
def test_a_locator_that_points_nowhere_is_an_error(
    tmp_path: Path, name: str, data: str | bytes, locator: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        show(tmp_path, name, data, locator)
    assert caught.value.do


def test_a_long_record_is_cut_between_words_around_the_mark(tmp_path: Path) -> None:
    data = "id,text\n1," + "word " * 2000 + "here " + "word " * 2000 + "\n"
    found = show(tmp_path, "a.csv", data, "line=2;field=text", "here")
    assert found.highlighted == "here"
    assert len(found.text) < 700
    assert set(found.text.split()) == {"word", "here"}


def test_a_running_text_is_shown_with_its_context(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("alpha beta gamma " * 100)
    found = excerpt(tmp_path / "t", Locator(start=850, end=855), filename="t.txt", context=60)
    assert len(found.text) <= 125
    assert set(found.text.split()) <= {"alpha", "beta", "gamma"}


@pytest.mark.parametrize(
    ("file", "locator"),
    [
        ("lists/ofac_2021-06/sdn.csv.gz", "line=8900;field=remarks"),
        ("lists/un/un_consolidated_2020.xml.gz", "line=700;path=DATAID"),
        ("lists/uk/ConList_2022-05-04.xlsx", "line=15000;path=Data;field=Group ID"),
        ("lists/mx/mx_sat_69b_2021-05-18.csv.gz", "line=12400;field=RFC"),
        ("seminar/perry-center-proceedings-2018-3.txt", "chars=60000-60010"),
    ],
)
def test_is_quick(file: str, locator: str) -> None:
    begin = time.perf_counter()
    found = excerpt(DEMO / file, Locator.parse(locator), filename=Path(file).name)
    assert found.highlighted
    assert time.perf_counter() - begin < 2  # under 0.3 s on the machine it was written on


#: Every reader that ships, on the lists that ship; a new reader belongs here.
READERS = {
    "ofac": "lists/ofac_2021-06",
    "ofac, a lone sdn.csv": "lists/ofac_2024-05/sdn_2024-05-03.csv.gz",
    "un": "lists/un/un_consolidated_2020.xml.gz",
    "uk": "lists/uk/ConList_2022-05-04.xlsx",
    "ca": "lists/ca/sema-lmes_2022.xml.gz",
    "mx": "lists/mx/mx_sat_69b_2021-05-18.csv.gz",
    "statements": "seminar",
}
SHARED_LISTS = (
    "br/br_ceis_2020-09_companies_only.csv.gz",
    "br/br_cnep_punidas_2020-09.csv",
    "us_other/bis_denied_persons_2021.txt",
)
SAMPLE = 200


def plain(words: str) -> str:
    """Words only: composed values have other punctuation than the cells they came from."""
    return " ".join(re.sub(r"\W+", " ", html.unescape(re.sub(r"-0-|</?\w+/?>", " ", words))).split()).casefold()


@pytest.mark.slow
@pytest.mark.parametrize("file", READERS.values(), ids=READERS.keys())
def test_facts_at_random_are_found_again_in_the_original(file: str) -> None:
    """Each fact's place can be shown, and what is marked there says what the fact says."""
    sampled(DEMO / file)


@pytest.mark.parametrize("file", SHARED_LISTS)
def test_facts_at_random_are_found_again_in_lists_that_do_not_ship(file: str) -> None:
    path = SHARED / "watchlists" / file
    if not path.exists():
        pytest.skip(f"{file} is not at hand")
    sampled(path)


def sampled(path: Path) -> None:
    reader = choose(path)
    files = reader.files(path)
    drafts = [draft for draft in reader.read(files) if isinstance(draft, Draft)]
    facts = [(draft, fact) for draft in drafts for fact in draft.facts]
    # What only points to another draft (whose passport this is) is not said by the source in words.
    said = [
        fact
        for draft, fact in facts
        if fact.original or model.schemata[draft.schema].properties[fact.prop].range is None
    ]
    missed = []
    for fact in random.Random(SAMPLE).sample(said, min(SAMPLE, len(said))):
        words = fact.original or fact.value
        found = excerpt(files[fact.file], Locator.parse(fact.locator), filename=fact.file, value=words)
        wanted, marked = plain(words), plain(found.highlighted)
        if wanted not in marked and (len(marked) < 3 or marked not in wanted):
            missed.append((fact, found.highlighted))
    assert len(missed) <= SAMPLE * 0.05, missed
