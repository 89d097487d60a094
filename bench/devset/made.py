"""A negative before it is set against a listed entry."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Facts
from .listed import Listed


@dataclass(frozen=True)
class Made:
    """What is asked for and whom it is set against on purpose.

    Attributes:
        id: Stable id.
        kind: Kind of namesake.
        tradition: Naming tradition; the kind of party for others.
        schema: FtM schema.
        name: Name asked for.
        properties: Further facts.
        mix: What they are, in words.
        target: The listed entry it is not; None where the nearest is to be found.
        same_name: Whether it bears the target's words on purpose.
    """

    id: str
    kind: str
    tradition: str
    schema: str
    name: str
    properties: Facts
    mix: str
    target: Listed | None = None
    same_name: bool = False

    @property
    def born(self) -> list[int]:
        """Years of birth stated."""
        return [int(value[:4]) for value in self.properties.get("birthDate", ())]
