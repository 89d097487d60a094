"""What a comparison gives: a score, and the reasons it rests on."""

from __future__ import annotations

from dataclasses import dataclass

#: The feature that takes back what names alone may not add.
NAMES_ALONE = "names alone do not suffice"


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature that spoke for or against.

    Attributes:
        feature: Its name.
        left: Value on the left.
        right: Value on the right.
        contribution: Log-odds it added (or took).
    """

    feature: str
    left: str
    right: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two parties gave.

    Attributes:
        score: 0…1.
        reasons: What spoke for and against, strongest first.
        log_odds: The sum behind the score, which still tells apart what the score rounds to 1.
    """

    score: float
    reasons: tuple[Reason, ...]
    log_odds: float = float("-inf")

    def has(self, *names: str) -> bool:
        """Whether one of these features spoke for the pair."""
        return any(reason.feature in names and reason.contribution > 0 for reason in self.reasons)

    @property
    def evidence(self) -> float:
        """The log-odds without the limit on what names alone can say: orders partners whose scores are alike."""
        return self.log_odds - sum(reason.contribution for reason in self.reasons if reason.feature == NAMES_ALONE)

    def against(self) -> tuple[Reason, ...]:
        """The features that spoke against the pair."""
        return tuple(r for r in self.reasons if r.contribution < 0 and r.feature != NAMES_ALONE)
