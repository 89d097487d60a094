"""Competing explanations side by side: what speaks against each, and which piece of evidence tells them apart.

Analysis of competing hypotheses (Heuer, Psychology of Intelligence Analysis, CIA 1999, ch. 8): explanations are not
proved but held against all evidence, and the one with least against it stands first. What is consistent with all tells
nothing. No number here is a probability, and none says that anybody is guilty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contrared.govern import Desk
from contrared.govern.casework import Casebook, Evidence, Hypothesis
from contrared.govern.casework.book import Bearing
from contrared.model import Source

#: How much a source counts, by the Admiralty scale; F and 6 cannot be judged and count as little more than D and 4.
#: The numbers are ours: they only order, and :func:`sensitive` says what hangs on one piece.
RELIABILITY = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.2, "F": 0.4}
CREDIBILITY = {"1": 1.0, "2": 0.8, "3": 0.6, "4": 0.4, "5": 0.2, "6": 0.4}
#: What a piece counts that is no longer held, or was found to be false.
GONE = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence in the matrix.

    Attributes:
        statement_id: The statement.
        text: What it says; empty where it is not held any more.
        grade: Best grade of its sources, e.g. ``B2``; empty where there is none.
        weight: 0 to 1; 0 where it counts no more.
        bearing: How it bears on each hypothesis.
        diagnostic: Whether it bears differently on some of them: only such a piece tells them apart.
        why: Why it was weighed so.
        doubt: What is wrong with it: ``gone`` or ``false``; empty where nothing is.
    """

    statement_id: str
    text: str
    grade: str
    weight: float
    bearing: Mapping[str, Bearing]
    diagnostic: bool
    why: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A hypothesis and what bears on it.

    Attributes:
        hypothesis: It.
        against: Sum of the weights of what is inconsistent with it; what stands first has least.
        inconsistent: Number of such pieces that count.
        consistent: Number of pieces that are consistent with it.
        unweighed: Pieces nobody weighed against it: the comparison is not done before it is none.
    """

    hypothesis: Hypothesis
    against: float
    inconsistent: int
    consistent: int
    unweighed: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The comparison.

    Attributes:
        standings: Hypotheses, that with least against it first.
        pieces: Evidence, what tells most apart first.
        sensitive: Pieces without which another hypothesis would stand first, and which.
    """

    standings: tuple[Standing, ...]
    pieces: tuple[Piece, ...]
    sensitive: tuple[tuple[str, str], ...]


def matrix(hypotheses: Sequence[Hypothesis], pieces: Sequence[Piece]) -> Matrix:
    """Compare hypotheses by what is inconsistent with them.

    Args:
        hypotheses: In the order in which they were stated; that order decides between equals.
        pieces: Evidence.
    """
    ordered = sorted(pieces, key=lambda piece: (not piece.diagnostic, -piece.weight, piece.statement_id))
    standings = _standings(hypotheses, ordered)
    sensitive = []
    if len(standings) > 1:
        first = standings[0].hypothesis.id
        for piece in ordered:
            others = [one for one in ordered if one is not piece]
            then = _standings(hypotheses, others)[0].hypothesis.id
            if then != first:
                sensitive.append((piece.statement_id, then))
    return Matrix(tuple(standings), tuple(ordered), tuple(sensitive))


def competing(desk: Desk, case: Casebook) -> Matrix:
    """The matrix of a case, with the grades its evidence has now.

    Args:
        desk: Whose desk; a statement this person may not read counts as one that is gone.
        case: The case.
    """
    ids = [one.statement_id for one in case.evidence]
    versions = desk.versions()
    table = desk.statements(versions=versions, statement_ids=ids, corrected=True) if ids else None
    held = {row["id"]: row for row in table.to_pylist()} if table is not None else {}
    rows = desk.evidence(ids, versions=versions).to_pylist() if ids else []
    sources = desk.sources()
    known: dict[str, list[Source]] = {}
    for row in rows:
        if row["source_id"] in sources:
            known.setdefault(row["statement_id"], []).append(sources[row["source_id"]])
    false = desk.corrected()
    pieces = []
    for one in case.evidence:
        row = held.get(one.statement_id)
        doubt = "gone" if row is None else "false" if false.of(one.statement_id, row["entity_id"]) else ""
        said = "" if row is None else f"{row['entity_id']} {row['prop']} = {row['value']}"
        pieces.append(_piece(one, said, known.get(one.statement_id, []), doubt, case.hypotheses))
    return matrix(case.hypotheses, pieces)


def _piece(one: Evidence, text: str, sources: Sequence[Source], doubt: str, hypotheses: Sequence[Hypothesis]) -> Piece:
    best = max(sources, key=weight_of, default=None)
    weight = GONE if doubt or best is None else weight_of(best)
    told = {one.bearing.get(each.id, Bearing.NEUTRAL) is Bearing.INCONSISTENT for each in hypotheses}
    grade = "" if best is None else str(best.grade)
    return Piece(one.statement_id, text, grade, weight, one.bearing, len(told) > 1, one.why, doubt)


def weight_of(source: Source) -> float:
    """How much a source counts, by its grade; 0 to 1."""
    grade = str(source.grade)
    return round(RELIABILITY[grade[0]] * CREDIBILITY[grade[1]], 4)


def _standings(hypotheses: Sequence[Hypothesis], pieces: Sequence[Piece]) -> list[Standing]:
    found = []
    for each in hypotheses:
        counting = [piece for piece in pieces if piece.weight > 0]
        against = [piece for piece in counting if piece.bearing.get(each.id) is Bearing.INCONSISTENT]
        found.append(
            Standing(
                each,
                round(sum(piece.weight for piece in against), 4),
                len(against),
                sum(piece.bearing.get(each.id) is Bearing.CONSISTENT for piece in counting),
                sum(each.id not in piece.bearing for piece in pieces),
            )
        )
    return sorted(found, key=lambda one: one.against)
