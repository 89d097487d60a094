"""What of the memory of screening one person may see and do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contrared.govern.extent import Extent
from contrared.govern.policy import Person, Policy, SourceClass
from contrared.model import EvidentialStatus, Handling, PolicyError
from contrared.model.protection import MASKED

#: The act that policy decides on for protected persons.
SEE_PROTECTED = "see protected"


@dataclass(frozen=True)
class Sight:
    """What policy lets a person see and do.

    Attributes:
        person: Who looks.
        purpose: Why.
        policy: Decides.
        extent: Gives how much of the lake this person may know of; all of it unless given.
    """

    person: Person
    purpose: str
    policy: Policy
    extent: Callable[[], Extent] | None = None

    def permitted(self, act: str) -> None:
        """Let the person do something, or not.

        Raises:
            PolicyError: policy does not permit it.
        """
        decision = self.policy.may(self.person, act, self.purpose)
        if not decision.permitted:
            raise PolicyError(f"you may not {act} here", where=self.person.id, do=decision.rule)

    @cached_property
    def protected_persons(self) -> bool:
        """Whether this person needs to see who is protected."""
        return self.policy.may(self.person, SEE_PROTECTED, self.purpose).permitted

    def shows_hit(self, row: Mapping[str, Any]) -> bool:
        """Whether a hit or alert may be shown: not where what a list says of the entry is closed."""
        return self.extent is None or self.extent().shows(row["dataset"], row["version"], row["entity_id"])

    def shows_entry(self, row: Mapping[str, Any]) -> bool:
        """Whether what was kept about an entry may be shown: not where something closed was held of it by then."""
        return self.extent is None or not self.extent().touched_by(row["at"], (row["entity_id"],))

    def knows(self, row: Mapping[str, Any], *, protected: bool) -> bool:
        """Whether who a row is about may be shown: to whoever recorded it, else as protection and handling say."""
        if row["by"] == self.person.id:
            return True
        return self.reads(row) and (self.protected_persons or not protected)

    def reads(self, row: Mapping[str, Any]) -> bool:
        """Whether policy opens the handling of a row, if it has one; to whoever recorded it always."""
        banner = row.get("handling")
        if banner is None or row["by"] == self.person.id:
            return True
        about = SourceClass(Handling.parse(banner), str(EvidentialStatus.INTELLIGENCE))
        return self._may_read(about)

    def _may_read(self, about: SourceClass) -> bool:
        if about not in self._verdicts:
            self._verdicts[about] = self.policy.may(self.person, "read", self.purpose, about).permitted
        return self._verdicts[about]

    @cached_property
    def _verdicts(self) -> dict[SourceClass, bool]:
        return {}


def masked_alert(row: Mapping[str, Any]) -> dict[str, Any]:
    """An alert without what tells who the listed entry is; that there is one must show, or a danger would be hidden."""
    return {**row, "facts": {}, "reasons": [], "changes": [MASKED] if row["changes"] else []}


def masked(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without what tells who it is about."""
    hidden = {"label": MASKED, "queries": [], "references": [], "companions": [], "note": "", "route": ""}
    return {key: hidden.get(key, value) for key, value in row.items()}
