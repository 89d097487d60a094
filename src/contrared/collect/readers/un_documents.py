"""Papers of a person on the UN list: everything said of each, and its number on the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contrared.collect.digest import digest
from contrared.collect.draft import Draft
from contrared.collect.readers.elements import Element
from contrared.collect.readers.un_elements import each, text
from contrared.collect.readers.validity import expires, issued

TAG = "INDIVIDUAL_DOCUMENT"
_PASSPORT = re.compile(r"passe?port|pasaporte", re.IGNORECASE)
#: Where the element for the number is empty, the words may hold it: "(tazkira) number 44323", "SSN 156-92-9858".
_NUMBER = re.compile(
    r"(?:\bnumber:?|\bSSN|\bcard|\bCode:)\s+(?P<number>(?:[A-Z]{1,3}-?\s?)?\d[\w/-]*|[A-Z]{6}\w{10})"
    r"|^(?P<bare>\d{5,})\b"
)


def papers(record: Element, party: Draft, line: int) -> Iterator[Draft]:
    """Passport and identification entities of a record; their numbers are added to ``party``."""
    for path, element in each(record, TAG):
        if any(text(child) for child in element):
            yield _paper(element, party, f"line={line};path={path}")


def _paper(element: Element, party: Draft, place: str) -> Draft:
    def at(tag: str) -> str:
        return f"{place}/{tag}"

    kind = text(element, "TYPE_OF_DOCUMENT")
    number, where = text(element, "NUMBER"), at("NUMBER")
    if not number:
        number, where = _number_in_words(element, place)
    passport = _PASSPORT.search(kind) is not None
    said = number or "|".join(text(child) for child in element)
    key = digest(f"{kind}|{said}", 12)
    paper = Draft(f"{party.entity_id}-doc-{key}", "Passport" if passport else "Identification", party.file)
    paper.add("holder", party.entity_id, where or at("TYPE_OF_DOCUMENT"), original=number or kind)
    if number:
        paper.add("number", number, where)
        party.add("passportNumber" if passport else "idNumber", number, where)
    paper.add("type", kind, at("TYPE_OF_DOCUMENT"))
    for tag in ("TYPE_OF_DOCUMENT2", "NOTE"):
        paper.add("summary", text(element, tag), at(tag))
        words = text(element, tag, squeeze=False)
        for prop, found in (("startDate", issued(words)), ("endDate", expires(words))):
            if found is not None and not (prop == "startDate" and text(element, "DATE_OF_ISSUE")):
                date, start, end = found
                paper.add(prop, date, f"{at(tag)};chars={start}-{end}", original=words[start:end])
    for tag in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"):
        paper.add("country", text(element, tag), at(tag))
    city = text(element, "CITY_OF_ISSUE")
    paper.add("summary", f"Issued in {city}" if city else "", at("CITY_OF_ISSUE"), original=city)
    paper.add("startDate", text(element, "DATE_OF_ISSUE"), at("DATE_OF_ISSUE"))
    return paper


def _number_in_words(element: Element, place: str) -> tuple[str, str]:
    """Number and place, both empty where the words hold none."""
    for tag in ("TYPE_OF_DOCUMENT2", "NOTE"):
        words = text(element, tag, squeeze=False)
        if match := _NUMBER.search(words):
            group = "number" if match["number"] else "bare"
            start, end = match.span(group)
            return " ".join(match[group].split()), f"{place}/{tag};chars={start}-{end}"
    return "", ""
