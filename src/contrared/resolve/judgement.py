"""What people decided about pairs: same, different or unsure; never deleted, only superseded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from contrared.model import InputError


class Verdict(StrEnum):
    """What was decided."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    #: The undo of an earlier judgement: on record, and again undecided.
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about two entities.

    Attributes:
        left: Smaller entity id.
        right: Larger entity id.
        verdict: What was decided.
        by: Who decided.
        at: When, UTC ISO.
        why: Why.
        supersedes: Id of the judgement it takes the place of.
    """

    left: str
    right: str
    verdict: Verdict
    by: str
    at: str
    why: str
    supersedes: str | None = None

    @property
    def id(self) -> str:
        """Id from content."""
        content = "|".join((self.left, self.right, self.verdict, self.by, self.at, self.why, self.supersedes or ""))
        return "jdg-" + hashlib.sha256(content.encode()).hexdigest()[:16]

    @property
    def pair(self) -> tuple[str, str]:
        """The two entities, smaller id first."""
        return (self.left, self.right)

    def to_row(self) -> dict[str, str | None]:
        """Row of the ledger."""
        return {
            "id": self.id,
            "left_id": self.left,
            "right_id": self.right,
            "verdict": self.verdict.value,
            "by": self.by,
            "at": self.at,
            "why": self.why,
            "supersedes": self.supersedes,
        }

    @classmethod
    def from_row(cls, row: dict[str, str | None]) -> Judgement:
        """Inverse of :meth:`to_row`."""
        return cls(
            left=str(row["left_id"]),
            right=str(row["right_id"]),
            verdict=Verdict(str(row["verdict"])),
            by=str(row["by"]),
            at=str(row["at"]),
            why=str(row["why"]),
            supersedes=row["supersedes"],
        )


def judge(
    known: Iterable[Judgement], left: str, right: str, verdict: Verdict, *, by: str, at: str, why: str
) -> Judgement:
    """Decide about a pair; a judgement in force on the same pair is superseded.

    Raises:
        InputError: no reason is given, or both ids are the same.
    """
    if left == right:
        raise InputError("a party cannot be judged against itself", where=left, do="give two ids")
    if not why.strip():
        raise InputError("a judgement needs a reason", where=f"{left}, {right}", do="say why")
    first, second = sorted((left, right))
    before = in_force(known).get((first, second))
    return Judgement(first, second, verdict, by, at, why, before.id if before else None)


def undo(known: Iterable[Judgement], judgement_id: str, *, by: str, at: str, why: str) -> Judgement:
    """Withdraw a judgement; the undo is itself a decision on record.

    Raises:
        InputError: no such judgement is in force.
    """
    for judgement in in_force(known).values():
        if judgement.id == judgement_id and judgement.verdict is not Verdict.WITHDRAWN:
            return judge(known, *judgement.pair, Verdict.WITHDRAWN, by=by, at=at, why=why)
    raise InputError(f"no judgement {judgement_id!r} is in force", do="see `contrared judgements`")


def in_force(known: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """The judgement in force on each pair: the one that no other supersedes; the latest, where several are."""
    everything = list(known)
    superseded = {judgement.supersedes for judgement in everything}
    found: dict[tuple[str, str], Judgement] = {}
    for judgement in sorted(everything, key=lambda j: (j.at, j.id)):
        if judgement.id not in superseded:
            found[judgement.pair] = judgement
    return found
