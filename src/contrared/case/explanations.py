"""The section of a brief that puts the competing explanations of its case side by side."""

from __future__ import annotations

from contrared.case.competing import Matrix, competing
from contrared.case.materials import Materials
from contrared.case.section import FactDraft, SectionDraft
from contrared.govern import Desk
from contrared.govern.casework import Casework
from contrared.govern.casework.book import Bearing
from contrared.model import text

#: Statements cited of one explanation; `contrared case competing` shows them all.
CITED = 8


def explanations(desk: Desk, materials: Materials) -> SectionDraft | None:
    """What speaks against each explanation, that with least against it first; None where fewer than two compete.

    An explanation is cited by what speaks against it, and by what fits it where nothing does: one that no statement of
    this brief bears on is left out.
    """
    case = next((one for one in Casework(desk).all() if one.id == materials.prepared.case.id), None)
    if case is None or len(case.hypotheses) < 2:
        return None
    found = competing(desk, case)
    held = set(materials.prepared.statements["id"].to_pylist())
    facts = []
    for one in found.standings:
        against = _bearing(found, one.hypothesis.id, Bearing.INCONSISTENT, held)
        fits = _bearing(found, one.hypothesis.id, Bearing.CONSISTENT, held)
        if cited := (against or fits)[:CITED]:
            facts.append(
                FactDraft(
                    text=text(
                        "case.competing.fact",
                        id=one.hypothesis.id,
                        said=one.hypothesis.text.rstrip("."),
                        against=one.inconsistent,
                        fits=one.consistent,
                    ),
                    statement_ids=cited,
                    as_of=materials.as_of,
                    note=text("case.competing.by", by=one.hypothesis.by, at=one.hypothesis.at[:10]),
                )
            )
    return SectionDraft("competing", text("case.competing.intro"), tuple(facts)) if facts else None


def _bearing(found: Matrix, hypothesis: str, how: Bearing, held: set[str]) -> tuple[str, ...]:
    return tuple(
        piece.statement_id
        for piece in found.pieces
        if piece.weight > 0 and piece.bearing.get(hypothesis) is how and piece.statement_id in held
    )
