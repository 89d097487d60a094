"""The consolidated list of the United Nations Security Council, XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.elements import Elements
from contrared.collect.readers.references import Bearer, References
from contrared.collect.readers.un_elements import ALWAYS, KNOWN, text
from contrared.collect.readers.un_record import AUTHORITY, UnRecord, schema_of
from contrared.collect.xml import records
from contrared.model import InputError

RECORDS = ("INDIVIDUAL", "ENTITY")
_GENERATED = re.compile(rb'dateGenerated="(\d{4}-\d{2}-\d{2})')


class UnReader:
    """Reads individuals and entities, with the references they make to each other."""

    name = "un"
    version = "3"
    summary = "United Nations Security Council consolidated list, XML"

    def recognise(self, path: Path) -> bool:
        """An XML file whose root is CONSOLIDATED_LIST."""
        return path.is_file() and b"<CONSOLIDATED_LIST" in head(path, 2048)

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The date is the root's ``dateGenerated``.

        Raises:
            InputError: there is none, and reading the list fails.
        """
        (path,) = files.values()
        found = _GENERATED.search(head(path, 4096))
        if found is None:
            # Nobody is asked for the date of a list that is damaged, or of what is no list.
            next(self.read(files), None)
        return About(
            dataset="un_sc_sanctions",
            publisher=AUTHORITY,
            licence="public list of the UN Security Council, no formal licence",
            url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
            as_of=found[1].decode() if found else "",
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the parties; a first pass learns who bears which reference.

        Of two records with one DATAID the first is taken, since the list does not say which holds.

        Raises:
            InputError: not well-formed, cut off, with a DTD, without a record, or of a form that is not known.
        """
        ((file, path),) = files.items()
        known = _references(path)
        seen: set[str] = set()
        any_record = False
        elements = Elements(KNOWN)
        for line, element in records(path, *RECORDS):
            any_record = True
            yield from elements.unread(element, line, file)
            number = text(element, "DATAID")
            reason = ""
            if not number.isdigit():
                reason = f"{number!r} is not a DATAID"
            elif number in seen:
                reason = f"DATAID {number} stands there twice; the first was taken"
            elif not text(element, "FIRST_NAME"):
                reason = "no FIRST_NAME"
            if reason:
                said = text(element, "FIRST_NAME") or text(element, "REFERENCE_NUMBER")
                yield Reject(file, f"line={line};path=DATAID", reason, said)
                continue
            seen.add(number)
            yield from UnRecord(element, line, file, known).drafts()
        if not any_record:
            raise InputError(
                "no INDIVIDUAL and no ENTITY in it", where=f"{file}, line 1", do="check that it is the UN list"
            )
        elements.check(ALWAYS, file)


def _references(path: Path) -> References:
    known = References()
    for _, element in records(path, *RECORDS):
        bearer = Bearer(f"un-{text(element, 'DATAID')}", schema_of(element))
        known.add(text(element, "REFERENCE_NUMBER"), bearer)
    return known
