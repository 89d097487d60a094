"""Every reader, every damage that bytes can take, through the command line: one clear error, and the node untouched."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from contrared.collect import opening
from contrared.collect.registry import known_readers

from .damaged import fresh, held, load, refused
from .samples import CTRL_Z, SAMPLES, WORD, Damage, uk_workbook
from .test_bad_more import MORE

#: The workbook is a zip archive: what damages text does not damage it in the same way.
TEXTS = frozenset(SAMPLES) - {"uk-xlsx"}
#: Readers of lists that may be in Windows-1252.
LEGACY = frozenset({"ofac", "ofac-lone", "mx-69b", "br-cgu", "bis-dpl"})
XML = frozenset({"un", "ca"})
JSON = frozenset({"ftm", "ftm-statements"})


@dataclass(frozen=True)
class Bad:
    """A damage, and what is said of it.

    Attributes:
        damage: What is done to the main file.
        says: What the error says: file, line where there is one, what is wrong. ``FILE`` is the name of the file.
        but: The same for samples of which something else is said.
        samples: Samples that can take the damage.
        named: What is said when a person names the reader, where none would recognise the file.
    """

    damage: Damage
    says: str = ""
    but: Mapping[str, str] = field(default_factory=dict)
    samples: frozenset[str] = frozenset(SAMPLES)
    named: Mapping[str, str] = field(default_factory=dict)


def word(new: bytes) -> Damage:
    """Put bytes in the place of the name that stands in every sample."""

    def damage(data: bytes) -> bytes:
        written = next(each for each in (WORD.encode(), WORD.encode("cp1252")) if each in data)
        return data.replace(written, new, 1)

    return damage


def half(data: bytes) -> bytes:
    """Cut in the middle of a name: of a row, an element, an object."""
    written = next((each for each in (WORD.encode(), WORD.encode("cp1252")) if each in data), b"")
    return data[: data.index(written) + len(written)] if written else data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    """Compressed, with a bit of the checksum turned over."""
    packed = bytearray(gzip.compress(data))
    packed[-8] ^= 1
    return bytes(packed)


def sixteen(data: bytes) -> bytes:
    return data.decode("cp1252" if WORD.encode("cp1252") in data else "utf-8").encode("utf-16")


def each(names: frozenset[str], said: str) -> dict[str, str]:
    return dict.fromkeys(names, said)


NOT_XML = "FILE, line {}: not well-formed XML"
#: Lines on which the name stands.
LINES = {
    "ofac": 2, "ofac-lone": 2, "un": 5, "ca": 4, "mx-69b": 3, "br-cgu": 2, "bis-dpl": 2,
    "statements": 16, "statements-csv": 15, "ftm": 1, "ftm-statements": 1,
}  # fmt: skip


def at_line(said: str) -> dict[str, str]:
    """The same words with the line that the sample has its name on."""
    return {name: said.format(line) for name, line in LINES.items()}


BAD: Mapping[str, Bad] = {
    "empty": Bad(lambda data: b"", "FILE: the file is empty"),
    "white space": Bad(
        lambda data: b" \r\n\n",
        "FILE: there is nothing in it but white space",
        but={"ofac": "nothing in it could be read; first, sdn.csv, line=1: no Ctrl-Z"},
        named={
            **each(LEGACY | JSON, "nothing in it could be read"),
            **each(XML, "FILE, line 3: not well-formed XML: Start tag expected"),
            "uk-xlsx": "FILE: not a workbook",
            "mx-69b": r"FILE \(read as UTF-8\), line 1: no header row",
            "br-cgu": r"FILE \(read as UTF-8\), line 1: these are the columns of neither CEIS nor CNEP",
            "bis-dpl": r"FILE \(read as UTF-8\), line 1: these are not the columns of the denied persons list",
            **each(frozenset({"statements", "statements-csv"}), "FILE: not a coding of statements"),
        },
    ),
    "cut in the middle": Bad(
        half,
        but={
            **each(LEGACY, "not CSV: a quote opened in this row is never closed"),
            "br-cgu": "line 2: the last row has no line end: the file is cut off",
            "un": "FILE, line 5: not well-formed XML: Premature end of data in tag SECOND_NAME",
            "ca": "FILE, line 4: not well-formed XML: Premature end of data in tag LastName",
            "uk-xlsx": "FILE: the workbook is damaged",
            "statements": "FILE: not TOML: Unterminated string",
            "statements-csv": "FILE, line 15: 9 cells where the header row has 12",
            **each(JSON, "FILE, line 1: not a JSON object: Unterminated string starting at character"),
        },
    ),
    "gzip cut off": Bad(lambda data: gzip.compress(data)[:-20], "FILE: the gzip stream is cut off"),
    "gzip header only": Bad(lambda data: gzip.compress(data)[:10], "FILE: the gzip stream is cut off"),
    "gzip checksum": Bad(flipped, "FILE: the gzip stream is damaged .CRC check failed"),
    "more after gzip": Bad(lambda data: gzip.compress(data) + b"<html>", "FILE: bytes that are no gzip follow"),
    "gzip in gzip": Bad(lambda data: gzip.compress(gzip.compress(data)), "FILE: compressed twice"),
    "gzip of nothing": Bad(lambda data: gzip.compress(b""), "FILE: the file is empty once unpacked"),
    "gzip bomb": Bad(
        lambda data: gzip.compress(data + b"\n" * 200_000), r"FILE: unpacks to more than \d+ bytes", samples=TEXTS
    ),
    "NUL byte": Bad(
        word(b"N\0z"),
        but={
            **at_line("FILE, line {}: a NUL byte"),
            **each(JSON, "FILE, line 1: not a JSON object: Invalid control character"),
            "un": NOT_XML.format(5),
            "ca": NOT_XML.format(4),
        },
        samples=TEXTS,
    ),
    "NUL bytes at the end": Bad(
        lambda data: data.rstrip(CTRL_Z) + b"\0" * 512,
        but={
            **each(LEGACY, "FILE, line [45]: a NUL byte"),
            **each(JSON, "FILE, line 3: not a JSON object"),
            "un": NOT_XML.format(14),
            "ca": NOT_XML.format(11),
            "statements": "FILE, line 29: a NUL byte",
            "statements-csv": "FILE, line 18: a NUL byte",
        },
        samples=TEXTS,
    ),
    "control character": Bad(
        word(b"N\x01z"),
        but={
            **at_line("FILE, line {}: a control character 0x01"),
            **each(JSON, "FILE, line 1: not a JSON object: Invalid control character"),
            "un": NOT_XML.format(5),
            "ca": NOT_XML.format(4),
            "statements": "FILE, line 16: not TOML: Illegal character",
            "statements-csv": "FILE, line 15, statement 1: at .8, 13. the document reads",
        },
        samples=TEXTS,
    ),
    "UTF-16": Bad(sixteen, "FILE: the file is in UTF-16", samples=TEXTS),
    "no encoding": Bad(
        word(b"N\x81z"),
        but={
            **at_line("FILE, line {}: byte 0x81"),
            "br-cgu": "FILE, line 2: mixed encodings: c3 87 is UTF-8, and on line 2 81 is Windows-1252",
            "un": NOT_XML.format(5),
            "ca": NOT_XML.format(4),
        },
        samples=TEXTS,
    ),
    "Windows-1252 where UTF-8 is wanted": Bad(
        word(WORD.encode("cp1252")),
        but={
            **at_line("FILE, line {}: byte 0xfa"),
            "un": NOT_XML.format(5),
            "ca": NOT_XML.format(4),
        },
        samples=TEXTS - LEGACY,
    ),
    "mixed encodings": Bad(
        word(b"N\xfa\xc3\xb1ez"),
        but={
            **at_line("FILE, line {}: byte 0xfa"),
            **each(LEGACY, "FILE, line [23]: mixed encodings: c3 b1 is UTF-8, and on line [12] f[a3] is Windows-1252"),
            "un": NOT_XML.format(5),
            "ca": NOT_XML.format(4),
        },
        samples=TEXTS,
    ),
    "Ctrl-Z in the middle": Bad(
        word(b"N" + CTRL_Z + b"z"),
        but={
            **at_line("FILE, line {}: a Ctrl-Z, which ends a file, with more behind it"),
            **each(JSON, "FILE, line 1: not a JSON object: Invalid control character"),
            "un": NOT_XML.format(5),
            "ca": NOT_XML.format(4),
            "statements": "FILE, line 16: not TOML: Illegal character",
            "statements-csv": "FILE, line 15, statement 1: at .8, 13. the document reads",
        },
        samples=TEXTS,
    ),
    "a web page": Bad(
        lambda data: b"<!DOCTYPE html>\n<html><body>Not found</body></html>\n",
        "FILE: a web page, not a list",
        but={"ofac": "FILE, line 1: 1 columns where the main table has 12"},
        named={
            **each(LEGACY, "FILE, line 1: 1 columns where the main table has 12"),
            **each(XML, "FILE, line 1: the document carries a DTD"),
            "uk-xlsx": "FILE: not a workbook",
            "mx-69b": r"FILE \(read as UTF-8\), line 1: no header row",
            "br-cgu": r"FILE \(read as UTF-8\), line 1: these are the columns of neither CEIS nor CNEP",
            "bis-dpl": r"FILE \(read as UTF-8\), line 1: these are not the columns of the denied persons list",
            "statements": "FILE, line 1: not TOML",
            "statements-csv": "FILE: not a coding of statements",
            **each(JSON, "FILE, line 1: not a JSON object"),
        },
    ),
    "another workbook": Bad(
        lambda data: uk_workbook(("Name", "Born")),
        r"FILE: a workbook \(sheets: Data\) whose first sheet is no list",
        named={"uk-xlsx": "FILE, row 2: column 1 should be 'Name 6', there is 'Name'"},
        samples=frozenset({"uk-xlsx"}),
    ),
}  # fmt: skip
CASES = [(damage, name) for damage, bad in BAD.items() for name in SAMPLES if name in bad.samples]


@pytest.mark.parametrize(("damage", "name"), CASES)
def test_one_clear_error_and_the_node_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, name: str
) -> None:
    monkeypatch.setattr(opening, "RATIO_FLOOR", 100_000)
    bad, sound = BAD[damage], SAMPLES[name]
    node, before = fresh(tmp_path)
    damaged = sound.damaged(bad.damage)
    said = bad.but.get(name) or bad.says
    assert said
    for folder, options, expected in (
        ("bad", (), said),
        ("named", ("--reader", sound.reader), bad.named.get(name, said)),
    ):
        line = refused(load(node, damaged, tmp_path / folder, *options))
        assert re.search(expected.replace("FILE", re.escape(sound.main)), line), line
    assert held(node) == before
    good = load(node, sound, tmp_path / "good")
    assert (good.code, good.err) == (0, "")
    assert "was there already" not in good.out


def test_every_reader_is_here() -> None:
    assert {sample.reader for sample in (*SAMPLES.values(), *MORE.values())} == set(known_readers())


@pytest.mark.parametrize("name", sorted(LEGACY | JSON | {"statements-csv"}))
def test_a_ctrl_z_at_the_end_is_the_end(tmp_path: Path, name: str) -> None:
    """OFAC writes one, and DOS pads with more; nothing of the rows before is lost."""
    node, _ = fresh(tmp_path)
    without = SAMPLES[name].damaged(lambda data: data.rstrip(CTRL_Z))
    ended = SAMPLES[name].damaged(lambda data: data.rstrip(CTRL_Z) + CTRL_Z * 3 + b"\r\n")
    told = []
    for folder, sample in (("without", without), ("ended", ended)):
        said = load(node, sample, tmp_path / folder)
        assert (said.code, said.err) == (0, "")
        told.append(said.out.partition(": ")[2].splitlines()[0])
    assert told[0] == told[1]
    assert re.match(r"[1-9]\d* entities", told[0])
