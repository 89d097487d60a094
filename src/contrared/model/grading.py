"""Admiralty grading: how far a source is relied on, and how far its information is believed.

The two are judged independently (NATO AJP-2.1; UNODC Criminal Intelligence Manual for Analysts, ch. 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contrared.model.errors import InputError


class Reliability(StrEnum):
    """Reliability of the source, A (completely reliable) to F (cannot be judged)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """Credibility of the information, 1 (confirmed by other sources) to 6 (cannot be judged)."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


@dataclass(frozen=True, slots=True, order=True)
class Grade:
    """An Admiralty grade such as ``B2``."""

    reliability: Reliability
    credibility: Credibility

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"

    @classmethod
    def of(cls, reliability: str, credibility: str | int) -> Grade:
        """Build a grade from its two halves.

        Raises:
            InputError: one half is not on its scale.

        >>> str(Grade.of("b", 2))
        'B2'
        """
        try:
            return cls(Reliability(reliability.strip().upper()), Credibility(str(credibility).strip()))
        except ValueError as exc:
            raise InputError(
                f"{reliability}{credibility} is not an Admiralty grade",
                do="give a reliability A–F and a credibility 1–6",
            ) from exc

    @classmethod
    def parse(cls, text: str) -> Grade:
        """Parse ``"B2"``.

        Raises:
            InputError: the text is not two characters on the two scales.
        """
        text = text.strip()
        return cls.of(text[:1], text[1:])


#: The only grade of a tip, whoever it comes from and whatever is asked.
TIP_GRADE = Grade(Reliability.F, Credibility.CANNOT_BE_JUDGED)
