"""What a person coded by hand: parties, properties and links, each with the words of a document they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.model import Grade, Handling

#: Value of ``format`` in a coding's header; tells it from any other TOML or CSV file.
FORMAT = "statements/1"


@dataclass(frozen=True, slots=True)
class Header:
    """What a coding says of itself and of the document it quotes.

    Attributes:
        document: Name of the document, which lies in the same folder.
        sha256: Hex digest of the document's bytes.
        prefix: Put before every entity id, so that ids of several codings do not collide.
        grade: Admiralty grade of what the document states.
        handling: Handling of the document.
        coder: Who coded it.
    """

    document: str
    sha256: str
    dataset: str
    prefix: str
    title: str
    publisher: str
    licence: str
    url: str
    as_of: str
    grade: Grade
    handling: Handling
    coder: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the document and where they stand in it.

    Attributes:
        text: The exact words, line breaks included.
        start: First character, from 0, of the document decoded as UTF-8.
        end: One past the last.
        page: Page, where the document has pages.
        speaker: Who said it, as far as that may be told.
        coder: Who coded this row.
        note: What the coder wants the reader to know.
        line: Line of the coding file the row begins on.
        label: How errors call the row, e.g. ``link 4``.
    """

    text: str
    start: int
    end: int
    page: int | None
    speaker: str
    coder: str
    note: str
    line: int
    label: str


@dataclass(frozen=True, slots=True)
class Party:
    """An entity of the coding."""

    id: str
    schema: str
    line: int
    label: str


@dataclass(frozen=True, slots=True)
class Stated:
    """One property of one entity, as the quoted words state it; an empty ``value`` means the words themselves."""

    subject: str
    prop: str
    value: str
    lang: str | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Link:
    """One relation between two entities, as the quoted words state it."""

    subject: str
    relation: str
    object: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Coding:
    """A whole coding file."""

    header: Header
    parties: tuple[Party, ...]
    stated: tuple[Stated, ...]
    links: tuple[Link, ...]
