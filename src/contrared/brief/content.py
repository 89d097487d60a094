"""What a brief is made of: values only; :mod:`contrared.brief.checks` says which may be written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from contrared.brief.scales import Confidence, Likelihood
from contrared.model import Handling


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something is said.

    Attributes:
        label: What a reader sees, e.g. ``sdn.csv.gz, line 3417``.
        statement_ids: Statements it stands for.
        source_ids: Sources that make them.
        grade: Admiralty grade, e.g. ``A2``.
    """

    label: str
    statement_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A recorded fact: cited and graded, without likelihood.

    Attributes:
        text: One sentence.
        citations: Where it is recorded.
        as_of: Date it speaks for.
        note: What has changed since, e.g. that the party was delisted.
        needs_since: True where something has changed since, so that ``note`` must say it.
    """

    text: str
    citations: tuple[Citation, ...]
    as_of: str
    note: str = ""
    needs_since: bool = False

    @property
    def id(self) -> str:
        """Id from content, ``F-`` and ten hex digits."""
        return "F-" + _digest(self)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement: likelihood and, apart, confidence; a draft of the engine until a named person makes it theirs.

    Attributes:
        text: One sentence, with the term of likelihood in it.
        likelihood: On the fixed scale.
        confidence: How well the evidence carries it.
        confidence_reason: Why that confidence, in a sentence of its own.
        citations: What it rests on.
        as_of: Date it speaks for.
        status: ``unreviewed`` until reviewed.
        reviewer: Who reviewed it.
    """

    text: str
    likelihood: Likelihood | None
    confidence: Confidence | None
    confidence_reason: str
    citations: tuple[Citation, ...]
    as_of: str
    status: str = "unreviewed"
    reviewer: str = ""

    @property
    def id(self) -> str:
        """Id from content, ``J-`` and ten hex digits."""
        return "J-" + _digest(self)


@dataclass(frozen=True, slots=True)
class Action:
    """Who can act on whom, under what, until when, and what to ask next."""

    authority: str
    party: str
    identifiers: tuple[str, ...]
    listing: str
    law: str
    measure: str
    until: str
    next_inquiry: str
    citations: tuple[Citation, ...]

    @property
    def id(self) -> str:
        """Id from content, ``A-`` and ten hex digits."""
        return "A-" + _digest(self)


@dataclass(frozen=True, slots=True)
class CounterEvidence:
    """Something recorded that speaks against a judgement, or keeps apart what looks alike."""

    text: str
    citations: tuple[Citation, ...]

    @property
    def id(self) -> str:
        """Id from content, ``C-`` and ten hex digits."""
        return "C-" + _digest(self)


@dataclass(frozen=True, slots=True)
class Tie:
    """A row of the picture's table of ties.

    Attributes:
        cells: What stands in it, in the order of the columns; the id is shown after them.
        statement_ids: Statements it rests on.
    """

    cells: tuple[str, ...]
    statement_ids: tuple[str, ...]

    @property
    def id(self) -> str:
        """Id from content, ``T-`` and ten hex digits."""
        return "T-" + _digest(self)

    @property
    def text(self) -> str:
        """The row in one line."""
        return ", ".join(self.cells)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in the annex.

    Attributes:
        alone: Whether it can carry a judgement alone; a tip that nothing independent corroborates cannot.
    """

    id: str
    publisher: str
    file: str
    sha256: str
    as_of: str
    grade: str
    handling: str
    licence: str
    reader: str
    statements: int
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its table twin.

    Attributes:
        svg: The picture.
        title: What it shows.
        alt: The same in words.
        note: What the picture leaves out.
        node_columns: Columns of the table of parties.
        node_rows: Its rows.
        edge_columns: Columns of the table of ties.
        ties: Its rows.
    """

    svg: str
    title: str
    alt: str
    node_columns: tuple[str, ...]
    node_rows: tuple[tuple[str, ...], ...]
    edge_columns: tuple[str, ...]
    ties: tuple[Tie, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading; ``empty`` is what is said where there are none."""

    title: str
    intro: str
    facts: tuple[Fact, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief."""

    case_id: str
    title: str
    question: str
    purpose: str
    legal_basis: str
    handling: Handling
    as_of: str
    judgements: tuple[Judgement, ...]
    sections: tuple[Section, ...]
    picture: Picture | None
    gaps: tuple[str, ...]
    indicators: tuple[str, ...]
    counter: tuple[CounterEvidence, ...]
    actions: tuple[Action, ...]
    sources: tuple[SourceEntry, ...]
    method: tuple[str, ...] = field(default=())
    action_notes: tuple[str, ...] = field(default=())

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, in the order of the sections."""
        return tuple(fact for section in self.sections for fact in section.facts)


def claims(brief: Brief) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """``(id, kind, text, statement ids)`` of everything in a brief that rests on originals, each id once.

    Judgements, facts, counter-evidence, actions, and the ties of the picture.
    """
    cited: list[tuple[str, Sequence[Judgement | Fact | CounterEvidence]]] = [
        ("judgement", brief.judgements),
        ("fact", brief.facts),
        ("counter-evidence", brief.counter),
    ]
    found = [(item.id, kind, item.text, _statements(item.citations)) for kind, items in cited for item in items]
    found.extend(
        (item.id, "action", f"{item.party}: {item.listing}", _statements(item.citations)) for item in brief.actions
    )
    if brief.picture is not None:
        found.extend((tie.id, "tie", tie.text, tuple(sorted(tie.statement_ids))) for tie in brief.picture.ties)
    return list({claim[0]: claim for claim in reversed(found)}.values())[::-1]


def _statements(citations: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(sorted({key for citation in citations for key in citation.statement_ids}))


def _digest(item: Fact | Judgement | CounterEvidence | Action | Tie) -> str:
    content: Any = asdict(item)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
