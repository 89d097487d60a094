"""Who may do what with which class of source; first cut: the owner of the node may everything, nobody else anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contrared.model import Handling


@dataclass(frozen=True, slots=True)
class Person:
    """The user who enters; ``force`` is police, military, judicial, fiu, customs or civil, where it is stated."""

    id: str
    name: str
    role: str
    agency: str
    country: str
    force: str = ""


@dataclass(frozen=True, slots=True)
class SourceClass:
    """What policy looks at in a source; there are a few hundred distinct ones at most."""

    handling: Handling
    evidential_status: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Permitted or not, and the rule that says so."""

    permitted: bool
    rule: str


class Policy(Protocol):
    """Decides once for each distinct class, never once a statement."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        """Whether ``person`` may do ``action`` for ``purpose``, on a class of source where one is concerned."""
        ...

    def may_each(self, person: Person, action: str, purpose: str, classes: Sequence[SourceClass]) -> list[Decision]:
        """What :meth:`may` says of each of some classes, in their order."""
        ...


class OwnerPolicy:
    """The policy of one's own laptop."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        """Permit the owner, refuse everyone else."""
        if person.role == "owner":
            return Decision(True, "owner: the node's owner may do everything on the node")
        return Decision(False, f"default deny: role {person.role!r} has no rule for {action!r}")

    def may_each(self, person: Person, action: str, purpose: str, classes: Sequence[SourceClass]) -> list[Decision]:
        """What :meth:`may` says of each of some classes, in their order."""
        return [self.may(person, action, purpose, about) for about in classes]
