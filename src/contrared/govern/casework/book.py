"""A case as its events have made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from contrared.govern.casework.events import Event, Kind


class Bearing(StrEnum):
    """How a piece of evidence bears on a hypothesis (Heuer, Psychology of Intelligence Analysis, 1999, ch. 8)."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Subject:
    """A party the case is about: entity, why, since when, by whom."""

    entity_id: str
    why: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: its number, what, for whom, until when; done by whom and when, where it is."""

    number: int
    text: str
    whom: str
    due: str
    by: str
    done_by: str = ""
    done_at: str = ""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An explanation that competes with the others: ``H1``, ``H2``, …, and what it says."""

    id: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement weighed against the hypotheses; the last word on each counts.

    Attributes:
        statement_id: The statement.
        bearing: How it bears on each hypothesis; one that is not there was not weighed.
        why: Reasons, the last one.
        by: Who weighed it last.
    """

    statement_id: str
    bearing: Mapping[str, Bearing]
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Casebook:
    """A case.

    Attributes:
        id: Its id, which ``--case`` names.
        title: What it is about.
        legal_basis: Law it is worked on under.
        lead: User who leads it.
        contact: Whom others call.
        openness: What others may be told of it.
        opened_at: When.
        closed_at: When it was closed; empty where it is open.
        members: Users who work on it, the lead among them.
        subjects: Parties it is about.
        tasks: What is to do and was done.
        hypotheses: Competing explanations.
        evidence: What was weighed against them.
        notes: Notes, the oldest first.
        events: Everything, the oldest first.
    """

    id: str
    title: str
    legal_basis: str
    lead: str
    contact: str
    openness: str
    opened_at: str
    closed_at: str
    members: frozenset[str]
    subjects: tuple[Subject, ...]
    tasks: tuple[Task, ...]
    hypotheses: tuple[Hypothesis, ...]
    evidence: tuple[Evidence, ...]
    notes: tuple[Event, ...]
    events: tuple[Event, ...] = field(repr=False)

    @property
    def open(self) -> bool:
        """Whether it is worked on."""
        return not self.closed_at

    @classmethod
    def made(cls, row: Mapping[str, Any], events: Iterable[Event]) -> Casebook:
        """A case from its row and its events in their order."""
        members: set[str] = {row["lead"], row["opened_by"]}
        subjects: dict[str, Subject] = {}
        tasks: dict[int, Task] = {}
        hypotheses: list[Hypothesis] = []
        evidence: dict[str, Evidence] = {}
        told = tuple(events)
        for event in told:
            match event.kind:
                case Kind.MEMBER | Kind.LEAD:
                    members.add(event.target)
                case Kind.LEFT:
                    members.discard(event.target)
                case Kind.SUBJECT:
                    subjects[event.target] = Subject(event.target, event.body["why"], event.by, event.at)
                case Kind.UNSUBJECT:
                    subjects.pop(event.target, None)
                case Kind.TASK:
                    number = len(tasks) + 1
                    tasks[number] = Task(number, event.body["text"], event.body["whom"], event.body["due"], event.by)
                case Kind.DONE:
                    before = tasks[int(event.target)]
                    tasks[before.number] = Task(
                        before.number, before.text, before.whom, before.due, before.by, event.by, event.at
                    )
                case Kind.HYPOTHESIS:
                    hypotheses.append(Hypothesis(event.target, event.body["text"], event.by, event.at))
                case Kind.EVIDENCE:
                    known = evidence.pop(event.target).bearing if event.target in evidence else {}
                    bearing = {**known, **{key: Bearing(value) for key, value in event.body["bearing"].items()}}
                    evidence[event.target] = Evidence(event.target, bearing, event.body["why"], event.by)
        return cls(
            id=row["id"],
            title=row["title"],
            legal_basis=row["legal_basis"],
            lead=row["lead"],
            contact=row["contact"],
            openness=row["openness"],
            opened_at=row["opened_at"],
            closed_at=row["closed_at"] or "",
            members=frozenset(members | {row["lead"]}),
            subjects=tuple(subjects.values()),
            tasks=tuple(tasks.values()),
            hypotheses=tuple(hypotheses),
            evidence=tuple(evidence.values()),
            notes=tuple(event for event in told if event.kind is Kind.NOTE),
            events=told,
        )
