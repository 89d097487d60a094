"""What is known of the encryption of a volume."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether what lies on a volume can be read by whoever carries the disk away."""

    ENCRYPTED = "encrypted"
    UNKNOWN = "unknown"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Verdict:
    """State of a volume, and how that is known, in words."""

    state: State
    why: str

    @property
    def safe(self) -> bool:
        """Whether a stolen disk reveals nothing; what is unknown is not safe."""
        return self.state is State.ENCRYPTED


def encrypted(why: str) -> Verdict:
    """A volume that is encrypted, or of which nothing is on a disk."""
    return Verdict(State.ENCRYPTED, why)


def unknown(why: str) -> Verdict:
    """A volume of which nobody here can say."""
    return Verdict(State.UNKNOWN, why)


def plain(why: str) -> Verdict:
    """A volume that is not encrypted."""
    return Verdict(State.PLAIN, why)


def together(parts: Iterable[Verdict]) -> Verdict:
    """What is known of something that lies on several volumes: the worst of them.

    Raises:
        ValueError: there is none.
    """
    order = (State.PLAIN, State.UNKNOWN, State.ENCRYPTED)
    return min(parts, key=lambda part: order.index(part.state))
