"""Shapes of screening that the HTTP service and ``contrared screen --json`` share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from contrared.model.mrz import parse, person, suggest

if TYPE_CHECKING:  # values that come in; importing what makes them takes most of a second
    from contrared.match.remembered import Remembered
    from contrared.match.screening import Answer, Asked


class Reason(BaseModel):
    """One feature of a comparison."""

    feature: str = Field(description="Name of the feature.")
    left: str = Field(description="Value on the left.")
    right: str = Field(description="Value on the right.")
    contribution: float = Field(description="What it adds to or takes from the score.")


class Problem(BaseModel):
    """One thing found wrong."""

    where: str = Field(description="File, table or id.")
    what: str = Field(description="What is wrong with it.")


class AskedShape(BaseModel):
    """A list that was asked."""

    dataset: str = Field(description="Dataset name.")
    version: str = Field(description="Version id.")
    as_of: str = Field(description="Date the list speaks for.")
    entities: int = Field(description="Parties on it.")
    age_days: int = Field(description="Days since the date it speaks for.")


class RememberedShape(BaseModel):
    """What was cleared before of the party asked for and a candidate."""

    id: str = Field(description="Id of the clearance.")
    holds: bool = Field(description="True while nothing changed: the pair is cleared as it stands.")
    changed: list[str] = Field(description="What changed since, in the entry or (`known …`) of the party.")
    by: str = Field(description="Who cleared it.")
    at: str = Field(description="When, UTC.")
    why: str = Field(description="Why.")
    confirmed_by: str = Field(description="Second person, or the first where one is enough.")


class CandidateShape(BaseModel):
    """A listed party that the query may be."""

    entity_id: str = Field(description="Entity id.")
    name: str = Field(description="A name of the listed party.")
    schema_: str = Field(alias="schema", description="FtM schema.")
    dataset: str = Field(description="Dataset that lists it.")
    tip: bool = Field(description="Whether it is known from a tip, and not listed; such come last.")
    score: float = Field(description="0…1; comparable between queries and lists.")
    log_odds: float = Field(description="The sum behind the score.")
    reasons: list[Reason] = Field(description="What spoke for and against, strongest first.")
    programmes: list[str] = Field(description="Programmes it is listed under.")
    properties: dict[str, list[str]] = Field(description="FtM properties of the listed party.")
    remembered: RememberedShape | None = Field(description="What was cleared before, and whether that still holds.")


class MrzShape(BaseModel):
    """What reading a machine-readable zone gave."""

    format: str = Field(description="TD1, TD2, TD3, MRV-A, MRV-B or the French card.")
    problems: list[str] = Field(description="What is wrong with the zone, wrong check digits among it.")
    notes: list[str] = Field(description="What is worth knowing.")
    suggestions: list[str] = Field(description="Other readings with fewer problems, likeliest first.")


class ScreenShape(BaseModel):
    """``contrared screen --json``."""

    query: list[dict[str, Any]] = Field(description="What was asked, once for each kind of party it may be.")
    compared: list[str] = Field(description="What of the query could be compared.")
    threshold: float = Field(description="Score from which a candidate is given.")
    candidates: list[CandidateShape] = Field(description="Candidates, best first.")
    versions: list[AskedShape] = Field(description="The lists that were asked, and their age.")
    missing: list[Problem] = Field(description="Lists that could not be asked, and why.")
    document: MrzShape | None = Field(description="With --mrz: what reading the document gave.")
    receipt: str = Field(
        description="The log's signed promise to hold the line of this answer: `contrared audit receipt`."
    )


def screen_shape(
    queries: Sequence[dict[str, Any]],
    answer: Answer,
    read: MrzShape | None,
    before: Mapping[str, Remembered] | None,
    receipt: str,
) -> ScreenShape:
    """An answer in its documented shape.

    Args:
        queries: What was asked.
        answer: What came of it.
        read: What reading a document gave.
        before: What is remembered of candidates, by entity id.
        receipt: The receipt of its line of the record.
    """
    candidates = []
    for candidate in answer.candidates:
        entity = candidate.entity
        candidates.append(
            CandidateShape(
                entity_id=candidate.entity_id,
                name=entity["properties"].get("name", [candidate.entity_id])[0],
                schema=entity["schema"],
                dataset=str(candidate.index.about["dataset"]),
                tip=answer.is_tip(candidate),
                score=candidate.score,
                log_odds=candidate.log_odds,
                reasons=[
                    Reason(feature=r.feature, left=r.left, right=r.right, contribution=r.contribution)
                    for r in candidate.reasons
                ],
                programmes=entity["properties"].get("programId", []),
                properties=entity["properties"],
                remembered=remembered_shape((before or {}).get(candidate.entity_id)),
            )
        )
    return ScreenShape(
        query=[{"schema": query["schema"], "properties": query["properties"]} for query in queries],
        compared=list(answer.compared),
        threshold=answer.threshold,
        candidates=candidates,
        versions=asked_shapes(answer.asked),
        missing=[Problem(where=where, what=what) for where, what in answer.missing],
        document=read,
        receipt=receipt,
    )


def asked_shapes(asked: Sequence[Asked]) -> list[AskedShape]:
    """Lists that were asked, in their documented shape."""
    return [
        AskedShape(dataset=a.dataset, version=a.version, as_of=a.as_of, entities=a.entities, age_days=a.age())
        for a in asked
    ]


def remembered_shape(held: Remembered | None) -> RememberedShape | None:
    """What is remembered of a candidate in its documented shape."""
    if held is None:
        return None
    row = held.clearance
    told = {key: row[key] for key in ("id", "by", "at", "why", "confirmed_by")}
    return RememberedShape(holds=held.holds, changed=list(held.changed), **told)


def document_query(text: str) -> tuple[list[dict[str, Any]], MrzShape]:
    """The holder of a document as a query, and what reading it gave."""
    document = parse(text, reference=datetime.now(UTC).date())
    shape = MrzShape(
        format=str(document.format),
        problems=[f"{problem.place()}: {problem.what()}" for problem in document.problems],
        notes=[f"{note.place()}: {note.what()}" for note in document.notes],
        suggestions=["; ".join(s.what() for s in found.substitutions) for found in suggest(document)[:3]],
    )
    return [{"id": "", "schema": "Person", "properties": person(document)}], shape
