"""What was done with input that is no plain edge, said and counted: nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.model import InputError


class NetworkError(InputError):
    """Input that cannot be a network; says what, where and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Treatment:
    """Something in the input that needed a decision.

    Attributes:
        what: What was met: ``self-loop``, ``duplicate``, ``zero weight``, ``no probability`` and the like.
        count: How often.
        how: What was done with it.
        where: The first few places: ``file:line``, or the ids concerned.
    """

    what: str
    count: int
    how: str
    where: tuple[str, ...] = ()

    def __str__(self) -> str:
        places = f" (first: {', '.join(self.where)})" if self.where else ""
        return f"{self.count} x {self.what}: {self.how}{places}"
