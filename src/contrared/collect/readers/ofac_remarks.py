"""The grammar of OFAC remarks: a line of free text into typed facts, each with its characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from contrared.collect.readers.ofac_dates import dates
from contrared.collect.readers.ofac_documents import OfacDocument, parse_document
from contrared.collect.readers.ofac_identifiers import NO_IDENTITY
from contrared.collect.readers.ofac_phrases import (
    ALIAS,
    CRYPTO,
    DATED,
    MEASURE_DATE,
    MEASURE_DATES,
    MEASURES,
    NOTED,
    PATTERNS,
    PREFIXES,
    ROLE,
    TITLES,
)

_ALIASES = {"a": "weakAlias", "f": "previousName", "n": "alias"}
_LINKED = "Linked To: "


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a remark between semicolons, and where it stands in the whole remark."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Told:
    """What one segment tells.

    Attributes:
        kind: ``fact``, ``document``, ``crypto``, ``linked``, ``measure``; ``noted``: understood, but said by no
            property; ``cut``: the file breaks off in it; ``text``: not understood.
        segment: The segment.
        prop: Property, for a fact; currency, for a crypto address; property of the listing, for a measure's date.
        values: Values of it; a range of birth years has several, one of many years none.
        start: First character of the value in the remark.
        end: One past its last.
        act: For a measure's date, the order it is of, as programme codes write it.
        document: The document, for one.
    """

    kind: str
    segment: Segment
    prop: str = ""
    values: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    act: str = ""
    document: OfacDocument | None = field(default=None)

    @property
    def spans(self) -> Mapping[str, tuple[int, int]]:
        """Characters in the remark of each part of a document."""
        assert self.document is not None
        shift = self.segment.start + len(self.segment.text) - len(_body(self.segment.text))
        return {name: (low + shift, high + shift) for name, (low, high) in self.document.spans.items()}


def segments(remark: str) -> Iterator[Segment]:
    """Split a remark at semicolons, but not inside quoted aliases or parentheses; the final full stop is left out."""
    whole = remark.rstrip()
    if whole.endswith(".") and not whole.endswith(".."):
        whole = whole[:-1]
    start = 0
    while start < len(whole):
        end = _segment_end(whole, start)
        text = whole[start:end]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            yield Segment(text.strip(), start + lead)
        start = end + 1


def _segment_end(whole: str, start: int) -> int:
    first = whole.find(";", start)
    end = first
    while end != -1:
        text = whole[start:end].strip()
        quoted = ALIAS.match(_body(text)) is not None and not text.endswith("'")
        if not quoted and text.count("(") <= text.count(")"):
            return end
        end = whole.find(";", end + 1)
    # A quote or parenthesis that is never closed must not swallow the rest of the remark.
    return first if first != -1 else len(whole)


def read(remark: str, *, person: bool, cut: bool = False) -> Iterator[Told]:
    """Everything a remark tells, in order.

    Args:
        remark: The whole remark, continuation included.
        person: Whether it is about a person, of whom it may tell offices and titles.
        cut: Whether the remark breaks off and its end is not at hand; then its last segment tells nothing.
    """
    last = len(remark.rstrip())
    for segment in segments(remark):
        if cut and segment.end >= last - 1 and not remark.rstrip().endswith(";"):
            yield Told("cut", segment, values=(segment.text,), start=segment.start, end=segment.end)
        else:
            yield tell(segment, person=person)


def tell(segment: Segment, *, person: bool) -> Told:
    """What one segment tells."""
    body = _body(segment.text)
    shift = len(segment.text) - len(body)
    if match := ALIAS.match(body):
        name = match["name"].removesuffix("'")
        return _fact(segment, _ALIASES[match["kind"][0]], (name,), shift + match.start("name"), len(name))
    if body.startswith("DOB "):
        found = dates(body[4:])
        if found is not None:
            return _fact(segment, "birthDate", tuple(found), shift + 4)
    if body.startswith(_LINKED):
        return _fact(segment, "", (body[len(_LINKED) :],), shift + len(_LINKED), kind="linked")
    for beginning, prop in PREFIXES:
        if body.startswith(beginning):
            value = body[len(beginning) :]
            values = dates(value) if prop in DATED else [value]
            if values is not None:
                return _fact(segment, prop, tuple(values), shift + len(beginning))
    if body.startswith(MEASURES):
        if (match := MEASURE_DATE.fullmatch(body)) and (found := dates(match["date"])):
            prop, act = MEASURE_DATES[match["what"]], match["act"].replace(" ", "")
            return _fact(segment, prop, tuple(found), shift, kind="measure", act=act)
        return _fact(segment, "", (), shift, kind="measure")
    return _identifier(segment, body, shift) or _words(segment, body, shift, person=person)


def _identifier(segment: Segment, body: str, shift: int) -> Told | None:
    if match := CRYPTO.fullmatch(body):
        return _fact(segment, match["currency"], (match["address"],), shift + match.start("address"), kind="crypto")
    if body.startswith(NO_IDENTITY):
        return _fact(segment, "", (body,), shift, kind="noted")
    for prop, pattern in PATTERNS:
        if match := pattern.fullmatch(body):
            value = match["value"].rstrip()
            return _fact(segment, prop, (value,), shift + match.start("value"), len(value))
    document = parse_document(body)
    if document is None:
        return None
    low, high = document.spans["number"]
    begin = segment.start + shift
    return Told("document", segment, start=begin + low, end=begin + high, document=document)


def _words(segment: Segment, body: str, shift: int, *, person: bool) -> Told:
    if NOTED.match(body):
        return _fact(segment, "", (body,), shift, kind="noted")
    if person and body in TITLES:
        return _fact(segment, "title", (body,), shift)
    if person and not body.startswith("(") and ROLE.search(body):
        return _fact(segment, "position", (body,), shift)
    return _fact(segment, "", (body,), shift, kind="text")


def _body(text: str) -> str:
    return text[5:] if text.startswith(("alt. ", "Alt. ")) else text


def _fact(
    segment: Segment,
    prop: str,
    values: tuple[str, ...],
    offset: int,
    length: int | None = None,
    *,
    kind: str = "fact",
    act: str = "",
) -> Told:
    """A told value that begins at ``offset`` in its segment and runs to its end unless a length is given."""
    start = segment.start + offset
    return Told(kind, segment, prop, values, start, segment.end if length is None else start + length, act)
