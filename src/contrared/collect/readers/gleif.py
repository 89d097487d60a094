"""GLEIF golden copy and delta files, XML: legal entities (level 1), who consolidates whom (level 2), exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.elements import Element
from contrared.collect.readers.gleif_entity import GleifRecord
from contrared.collect.readers.gleif_tie import exception, relationship
from contrared.collect.readers.ofac_xml_elements import bare
from contrared.collect.readers.un_elements import text
from contrared.collect.xml import records
from contrared.model import InputError

#: Root, dataset of what the file holds.
_ROOTS = {
    b"LEIData": "gleif_lei",
    b"RelationshipData": "gleif_rr",
    b"ReportingExceptionData": "gleif_repex",
}
_ROOT = re.compile(rb"<(?:\w+:)?(LEIData|RelationshipData|ReportingExceptionData)\b[^>]*gleif\.org")
_DATED = re.compile(rb"<(?:\w+:)?ContentDate>(\d{4}-\d{2}-\d{2})")
_TAGS = ("{*}LEIRecord", "{*}RelationshipRecord", "{*}Exception")
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")


class GleifReader:
    """Reads the three files of GLEIF; an entity is known by its LEI in all of them.

    Consolidation is an ``Ownership``; funds, their managers and umbrellas, and branches are an ``UnknownLink`` with
    GLEIF's word for it. Not read: who validated a record and how, geocoding and other extensions, events other than a
    dissolution. A record that GLEIF has deleted is rejected.
    """

    name = "gleif"
    version = "1"
    summary = "GLEIF: LEI records, relationships and reporting exceptions, XML"

    def recognise(self, path: Path) -> bool:
        """An XML file whose root is one of GLEIF's three."""
        return path.is_file() and _ROOT.search(head(path, 4096)) is not None

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """Which of the three it is tells the root; the date is that of its content.

        Raises:
            InputError: neither is there, and reading the file fails.
        """
        (path,) = files.values()
        start = head(path, 4096)
        root, found = _ROOT.search(start), _DATED.search(start)
        if root is None or found is None:
            # Nobody is asked for the date of a file that is damaged, or of what is none of GLEIF's.
            next(self.read(files), None)
        return About(
            dataset=_ROOTS[root[1]] if root else "",
            publisher="Global Legal Entity Identifier Foundation",
            licence="CC0 1.0",
            url="https://www.gleif.org/en/lei-data/gleif-golden-copy",
            as_of=found[1].decode() if found else "",
            grade="B2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the records.

        Raises:
            InputError: not well-formed, cut off, with a DTD, or without a record.
        """
        ((file, path),) = files.items()
        any_record = False
        for line, element in records(path, *_TAGS):
            any_record = True
            yield from _record(bare(element), line, file)
        if not any_record:
            raise InputError("no record of GLEIF in it", where=f"{file}, line 1", do="check that it is GLEIF's XML")


def _record(record: Element, line: int, file: str) -> Iterator[Draft | Reject]:
    deleted = record.find("Extension/Deletion/DeletedAt")
    if deleted is not None:
        yield Reject(file, f"line={line};path=Extension", f"deleted by GLEIF at {text(deleted)}", _ids(record))
        return
    if wrong := [said for said in _leis(record) if not _LEI.fullmatch(said)]:
        yield Reject(file, f"line={line}", f"{wrong[0]!r} is no LEI", _ids(record))
        return
    if record.tag == "LEIRecord":
        yield from GleifRecord(record, line, file).drafts()
    elif record.tag == "RelationshipRecord":
        yield from relationship(record, line, file)
    else:
        yield from exception(record, line, file)


def _leis(record: Element) -> list[str]:
    if record.tag != "RelationshipRecord":
        return [text(record, "LEI")]
    return [text(record, f"Relationship/{end}/NodeID") for end in ("StartNode", "EndNode")]


def _ids(record: Element) -> str:
    return " ".join(_leis(record))
