"""By which rules a network mends itself after a removal, with what strength and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from contrared.model import text
from contrared.network.treatment import NetworkError

Rule = Literal["none", "random", "preferential", "trust", "role"]
RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How a network recovers. None of these can be read off a network: state what you take them from.

    A step is no fixed time: it is the time in which a tie sought is found with probability ``probability``.

    Attributes:
        share: Ties sought for each tie lost, 0 to 3.
        probability: Chance that a tie sought is made in a step, above 0 to 1.
        delay: Steps after a removal before the first is made, at least 1.
        steps: Steps simulated after the last removal (the horizon), at least 1.
        pause: Steps between one removal and the next; 0 removes all at once.
        turnover: Chance in each step that a tie of the network is drawn anew, with its probability, 0 to 1: ties lapse
            and come back, but no others come. It goes on with and without a removal: it is the network's own noise.
        regain: Share of the efficiency before that counts as recovered, above 0 to 2.
        random_among: Rule ``random``: partners are ``anyone`` or only ``former`` neighbours of the one removed.
        successor: Rule ``role``: whom the former neighbours prefer of those in the same role: by ``distance`` to the
            one removed (1 / steps), by ``degree``, or at ``random``.
    """

    share: float = 0.5
    probability: float = 0.5
    delay: int = 1
    steps: int = 12
    pause: int = 0
    turnover: float = 0.05
    regain: float = 0.9
    random_among: Literal["anyone", "former"] = "anyone"
    successor: Literal["distance", "degree", "random"] = "distance"

    def __post_init__(self) -> None:
        """Refuse what has no meaning."""
        for name, low, high in (("share", 0.0, 3.0), ("turnover", 0.0, 1.0)):
            if not low <= getattr(self, name) <= high:
                raise NetworkError(f"recovery: {name} is {getattr(self, name)}, must be between {low:g} and {high:g}")
        for name, high in (("probability", 1.0), ("regain", 2.0)):
            if not 0.0 < getattr(self, name) <= high:
                raise NetworkError(f"recovery: {name} is {getattr(self, name)}, must be above 0 and at most {high:g}")
        for name, least, most in (("delay", 1, 1000), ("steps", 1, 1000), ("pause", 0, 1000)):
            value = getattr(self, name)
            if not (isinstance(value, int) and least <= value <= most):
                raise NetworkError(f"recovery: {name} is {value}, must be a whole number from {least} to {most}")
        if self.random_among not in ("anyone", "former"):
            raise NetworkError(f"recovery: random_among is {self.random_among!r}: anyone or former")
        if self.successor not in ("distance", "degree", "random"):
            raise NetworkError(f"recovery: successor is {self.successor!r}: distance, degree or random")


def says(rule: Rule) -> str:
    """What a rule supposes, in words."""
    return text(f"disruption.rule.{rule}")
