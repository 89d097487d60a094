"""Documents and registrations in OFAC remarks: label, whole number, country, dates, each with its characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contrared.collect.cleaning import clean
from contrared.collect.readers.ofac_identifiers import ENDS, LABEL_NOTE, SHAPES

_DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{2} \d{4}|\d{4}"
_DAYS = rf"(?:{_DAY})(?: to (?:{_DAY}))?"
_VALUE = re.compile(
    r"(?P<number>.+?)(?: \((?P<authority>[^()]*[a-z][^()]*)\))??(?: \((?P<country>[^()]+)\))?"
    rf"(?: issued (?P<issued>{_DAYS}))?(?: expires (?P<expires>{_DAYS}))?"
)
#: What follows a number without being part of it: ", Diplomatic", " issued under the name ...", " Cali".
_REMAINDER = re.compile(r"(?:, (?=[^\d]*$)|,? (?=(?:issued|expired|and|at) ))(?P<note>.*[a-z].*)")
_TOWN = re.compile(r" (?P<note>[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*)$")
#: Fewest digits in front of a town; with fewer, as in "61 Niha", the town is what makes the number one.
_DIGITS_BEFORE_TOWN = 5
_LONGEST_LABEL = 9


@dataclass(frozen=True, slots=True)
class OfacDocument:
    """A document or registration as a remark names it.

    Attributes:
        label: What kind of document, in the list's words.
        number: Its number, whole.
        country: Country as written, if it is one.
        authority: What stands in its place or before it and is none: a state, a city, a chamber of commerce.
        issued: Date or range of issue as written.
        expires: Date or range of expiry as written.
        note: What else the segment says of the document.
        spans: Characters of each of these in the segment.
    """

    label: str
    number: str
    country: str | None
    authority: str | None
    issued: str | None
    expires: str | None
    note: str | None
    spans: Mapping[str, tuple[int, int]]


def parse_document(segment: str) -> OfacDocument | None:
    """Read one segment of a remark as a document, or None where it is none.

    The number is everything between the label and the country, whole: ``RL 2325452``, ``R-19 3649``.

    >>> parse_document("Passport RL 2325452 (Lebanon) expires 31 Jul 2017").number
    'RL 2325452'
    """
    end = _label_end(segment)
    if end == 0 or not segment[0].isupper():
        return None
    label = segment[:end].removesuffix(":")
    start = end + 1
    note = LABEL_NOTE.match(segment, start)
    if note is not None:
        start = note.end()
    found = _VALUE.fullmatch(segment, start)
    if found is None:
        return None
    spans = {name: found.span(name) for name in ("country", "authority", "issued", "expires") if found[name]}
    spans["label"] = (0, len(label))
    low, high = found.span("number")
    rest = _rest(segment[low:high])
    if rest is not None:
        spans["note"] = (low + rest.start("note"), low + rest.end("note"))
        high = low + rest.start()
    spans["number"] = (low, high)
    number = segment[low:high]
    shape = SHAPES.get(label)
    if not (shape.fullmatch(number) if shape else any(character.isdigit() for character in number)):
        return None
    if number.startswith("issued "):
        return None
    _place_countries(segment, spans)
    said = {name: segment[slice(*span)] for name, span in spans.items()}
    return OfacDocument(
        label,
        number,
        said.get("country"),
        said.get("authority"),
        said.get("issued"),
        said.get("expires"),
        said.get("note"),
        spans,
    )


def _label_end(segment: str) -> int:
    """One past the last character of the label; 0 where the segment begins with none."""
    end = position = 0
    for word in segment.split(" ", _LONGEST_LABEL)[:_LONGEST_LABEL]:
        position += len(word)
        if word in ENDS:
            end = position
        elif any(character.isdigit() for character in word):
            break
        position += 1
    return end if end < len(segment) else 0


def _rest(number: str) -> re.Match[str] | None:
    rest = _REMAINDER.search(number)
    if rest is None:
        rest = _TOWN.search(number)
        if rest is not None and sum(map(str.isdigit, number[: rest.start()])) < _DIGITS_BEFORE_TOWN:
            return None
    return rest if rest is not None and any(map(str.isdigit, number[: rest.start()])) else None


def _place_countries(segment: str, spans: dict[str, tuple[int, int]]) -> None:
    """Call country only what is one: "(Cali)" is who registered, "AF465508 Colombia" a country without parentheses."""
    if "country" in spans:
        low, high = spans["country"]
        short = segment[low:high].partition(".  ")[0]  # "Cabo Verde.  Previously Cape Verde."
        spans["country"] = (low, low + len(short))
        if clean("country", short) is None and "authority" not in spans:
            spans["authority"] = spans.pop("country")
    elif "note" in spans and clean("country", segment[slice(*spans["note"])]) is not None:
        spans["country"] = spans.pop("note")
