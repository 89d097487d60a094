"""Terms on which a node exchanges: how long things hold, and how much it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from contrared.store.config import ExchangeSettings


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of a node; all of them settings under ``[exchange]``.

    Attributes:
        elements_a_day: Elements evaluated for a partner, for each purpose, on a day (UTC). The default, 40,000, is a
            thousand questions of one block. Somebody who has taken over a partner can try as many keys: a dictionary of
            50,000 surnames, 5,000 given names and 80 years (2 * 10^10 keys) would take it 1,370 years, a single name
            with every date of 80 years (29,220) a day.
        questions_a_day: Questions that one user of this node may ask on a day (UTC).
        epoch_days: Days a key serves.
        grace_days: Days after them on which questions are still answered; then the key is destroyed.
        decide_within_hours: Hours a partner's request waits for a decision here before it expires.
        message_days: Days a message may be under way, on a stick for instance.
        oversight: X25519 key of the oversight body, to which the seed of each question is sealed: the one under
            ``[exchange]``, else the one that holds the salts of the log; empty: none asks.
    """

    elements_a_day: int = 40_000
    questions_a_day: int = 200
    epoch_days: int = 7
    grace_days: int = 2
    decide_within_hours: int = 72
    message_days: int = 14
    oversight: bytes = b""

    @classmethod
    def of(cls, settings: ExchangeSettings, escrow: str = "") -> Terms:
        """As ``node.toml`` says.

        Args:
            settings: Its section ``[exchange]``.
            escrow: Name and key of the body that the salts of the log are sealed to.
        """
        return cls(
            settings.elements_a_day,
            settings.questions_a_day,
            settings.epoch_days,
            settings.grace_days,
            settings.decide_within_hours,
            settings.message_days,
            bytes.fromhex(settings.oversight or escrow.partition(" ")[2]),
        )

    @property
    def life(self) -> timedelta:
        """How long a message may be under way."""
        return timedelta(days=self.message_days)

    @property
    def decide_within(self) -> timedelta:
        """How long a request waits for a decision."""
        return timedelta(hours=self.decide_within_hours)
