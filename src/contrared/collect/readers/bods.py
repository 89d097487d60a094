"""Beneficial Ownership Data Standard (Open Ownership), statements of version 0.2, 0.3 and 0.4, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.jsonrows import json_records
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.bods_book import KNOWN, Book, kind_of
from contrared.collect.readers.bods_edge import edges
from contrared.collect.readers.bods_party import entity, person
from contrared.collect.readers.jsonwalk import Keys, Teller
from contrared.model import InputError

_NAMED = re.compile(r"20\d{2}-\d{2}(?:-\d{2})?")
_DATED = re.compile(rb'"publicationDate"\s*:\s*"(\d{4}-\d{2}-\d{2})')
_PUBLISHER = re.compile(rb'"publisher"\s*:\s*\{\s*"name"\s*:\s*"([^"\\]{1,200})"')
_MARKS = ((b'"recordType"', b'"recordDetails"'), (b'"statementType"', b'"statementID"'))
_BEGINNING = 1 << 16


class BodsReader:
    """Reads entities, persons and the interests between them, from an array or from JSON lines.

    Each interest is an edge: shareholding an ``Ownership`` with its share, a seat on a board a ``Directorship``, all
    else an ``UnknownLink``. Of several statements about one record the last is taken. Not read: annotations, who
    asserted a statement, replaced statements, and public listings.
    """

    name = "bods"
    version = "1"
    summary = "Beneficial Ownership Data Standard 0.2 to 0.4, statements as JSON array or lines"

    def recognise(self, path: Path) -> bool:
        """JSON whose beginning has the keys of a statement."""
        if not path.is_file():
            return False
        start = head(path, _BEGINNING).removeprefix(b"\xef\xbb\xbf").lstrip()
        return start.startswith((b"[", b"{")) and any(all(key in start for key in keys) for keys in _MARKS)

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """Publisher and date are those of the first statement, a date in the file's name goes first."""
        (path,) = files.values()
        start = head(path, _BEGINNING)
        named, found, publisher = _NAMED.search(path.name), _DATED.search(start), _PUBLISHER.search(start)
        if named is None and found is None:
            # Nobody is asked for the date of a file that is damaged, or of what holds no statements.
            next(self.read(files), None)
        return About(
            dataset="bods",
            publisher=publisher[1].decode("utf-8", "replace") if publisher else "",
            licence="",
            url="https://standard.openownership.org/",
            as_of=named[0] if named else found[1].decode() if found else "",
            grade="C3",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the statements; a first pass learns who is who and which statement of a record is the last.

        Raises:
            InputError: not UTF-8, not JSON, cut off, or no statement in it.
        """
        ((file, path),) = files.items()
        book = Book()
        for record in json_records(path):
            book.learn(record)
        if not book.schemata:
            raise InputError("no statement in it", where=file, do="check that it is BODS data, version 0.2 to 0.4")
        keys = Keys(KNOWN)
        for record in json_records(path):
            kind = kind_of(record)
            own = book.own_id(record)
            if kind is None or own is None:
                yield Reject(file, record.at(), "no statement: no kind that is known, or no id", str(record.data)[:200])
                continue
            if (later := book.superseded(record)) is not None:
                yield Reject(file, record.at(), f"the statement on line {later} about the same record was taken", own)
                continue
            yield from keys.unread(record, file)
            details = record.data.get("recordDetails")
            tell = (
                Teller(record, details, "recordDetails") if isinstance(details, dict) else Teller(record, record.data)
            )
            if kind == "relationship":
                yield from edges(tell, own, book, file)
            else:
                yield from (entity if kind == "entity" else person)(tell, own, book.schemata[own], file)
