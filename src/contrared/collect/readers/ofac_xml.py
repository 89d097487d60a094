"""The OFAC SDN or consolidated list in the Advanced XML form, with its relationships."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.elements import Element, Elements
from contrared.collect.readers.ofac_party import AUTHORITY
from contrared.collect.readers.ofac_xml_beside import OfacPaper, OfacPlace
from contrared.collect.readers.ofac_xml_elements import ALWAYS, KNOWN, bare, words
from contrared.collect.readers.ofac_xml_listing import listing, owned, relationship
from contrared.collect.readers.ofac_xml_party import OfacBook, party
from contrared.collect.xml import records
from contrared.model import InputError

_SETS = "ReferenceValueSets"
#: Sections whose elements are told about, never read: the sample that was published has none.
_UNREAD = "SanctionsEntryLink"
_TAGS = tuple(f"{{*}}{tag}" for tag in (_SETS, *KNOWN, _UNREAD))
_DATED = re.compile(
    rb"<DateOfIssue\b[^>]*>\s*<Year>(\d{4})</Year>\s*<Month>(\d{1,2})</Month>\s*<Day>(\d{1,2})</Day>", re.ASCII
)
#: Enough to see the date and the names of the lists, which stand among the reference values.
_BEGINNING = 1 << 20


class OfacXmlReader:
    """Reads parties, places, papers, listings and relationships; a party has the id that the CSV tables give it.

    Not read: which document a name was taken from, to which identity of its profile a feature belongs, what a place
    is used for by other parties (it points back at them), and links between listings, which are rejected by name.
    """

    name = "ofac-xml"
    version = "1"
    summary = "OFAC SDN or consolidated list, Advanced XML, with relationships"

    def recognise(self, path: Path) -> bool:
        """An XML file whose root is Sanctions, with a date of issue in it."""
        if not path.is_file():
            return False
        start = head(path, 4096)
        return b"<Sanctions" in start and b"<DateOfIssue" in start

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The date is that of issue; which of the two lists it is, its reference values tell.

        Raises:
            InputError: there is no date, and reading the list fails.
        """
        (path,) = files.values()
        start = head(path, _BEGINNING)
        found = _DATED.search(start)
        if found is None:
            # Nobody is asked for the date of a list that is damaged, or of what is no list.
            next(self.read(files), None)
        return About(
            dataset="us_ofac_cons" if b">Consolidated List<" in start else "us_ofac_sdn",
            publisher=AUTHORITY,
            licence="US Government work, public domain",
            url="https://sanctionslist.ofac.treas.gov/",
            as_of="-".join(part.decode().zfill(2) for part in found.groups()) if found else "",
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the parties, then relationships and listings; a first pass learns what is owned.

        Raises:
            InputError: not well-formed, cut off, with a DTD, without a party, or of a form that is not known.
        """
        ((file, path),) = files.items()
        book = OfacBook(owned=_owned(path))
        watch = {tag: Elements(kinds) for tag, kinds in KNOWN.items()}
        for line, element in records(path, *_TAGS):
            record = bare(element)
            tag = str(record.tag)
            if tag in watch:
                yield from watch[tag].unread(record, line, file)
            yield from _take(tag, record, line, file, book)
        if not book.parties:
            raise InputError(
                "no DistinctParty in it that could be read",
                where=f"{file}, line 1",
                do="check that it is OFAC's Advanced XML and whole",
            )
        for tag, wanted in ALWAYS.items():
            watch[tag].check(wanted, file)
        for identity, papers in book.papers.items():
            for paper in papers:
                yield Reject(
                    file,
                    f"line={paper.line};path=@IdentityID",
                    f"no party has the identity {identity}",
                    paper.number.value,
                )


def _take(tag: str, record: Element, line: int, file: str, book: OfacBook) -> Iterator[Draft | Reject]:
    if tag == _SETS:
        book.values.learn(record)
    elif tag == "Location":
        book.places[record.get("ID", "")] = OfacPlace.of(record, line, book.values)
    elif tag == "IDRegDocument":
        paper = OfacPaper.of(record, line, book.values)
        if not paper.label.value or not paper.number.value:
            reason = "no number" if paper.label.value else "the file does not say what kind of document it is"
            yield Reject(file, f"line={line};path=@IDRegDocTypeID", reason, words(record))
        else:
            book.papers.setdefault(record.get("IdentityID", ""), []).append(paper)
    elif tag == "DistinctParty":
        yield from party(record, line, file, book)
    elif tag == "ProfileRelationship":
        yield from relationship(record, line, file, book)
    elif tag == "SanctionsEntry":
        yield from listing(record, line, file, book)
    else:
        yield Reject(file, f"line={line}", "links between listings are not read", words(record))


def _owned(path: Path) -> set[str]:
    book = OfacBook()
    found: set[str] = set()
    for _, element in records(path, *_TAGS):
        tag = str(bare(element).tag)
        if tag == _SETS:
            book.values.learn(element)
        elif tag == "ProfileRelationship" and (profile := owned(element, book)) is not None:
            found.add(profile)
    return found
