"""What an act reaches, and what a standing approval covers of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contrared.model import Handling, InputError


@dataclass(frozen=True, slots=True)
class Scope:
    """What one act reaches.

    Attributes:
        partner: Node or agency that is told; empty where nobody outside is.
        category: Category of the exchange; empty where there is none.
        datasets: Watchlists and datasets concerned.
        handling: Banner of the strictest thing concerned; empty where none has a handling.
    """

    partner: str = ""
    category: str = ""
    datasets: tuple[str, ...] = ()
    handling: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As it is hashed and kept."""
        return {
            "partner": self.partner,
            "category": self.category,
            "datasets": sorted(self.datasets),
            "handling": self.handling,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scope:
        """As it was kept."""
        return cls(data["partner"], data["category"], tuple(data["datasets"]), data["handling"])


@dataclass(frozen=True, slots=True)
class Terms:
    """What is approved beforehand. What is not named is not covered.

    Attributes:
        act: The act.
        purposes: Purposes it is for.
        partners: Partners that may be told.
        categories: Categories of the exchange.
        datasets: Watchlists and datasets.
        ceiling: Strictest handling that it covers, as a banner.
        most_uses: Uses there may be in all.
        most_per_day: Uses there may be in one day, UTC.
        until: When it ends, UTC, ISO 8601.
    """

    act: str
    purposes: tuple[str, ...]
    partners: tuple[str, ...]
    categories: tuple[str, ...]
    datasets: tuple[str, ...]
    ceiling: str
    most_uses: int
    most_per_day: int
    until: str

    def to_dict(self) -> dict[str, Any]:
        """The content that approvers sign."""
        names = ("purposes", "partners", "categories", "datasets")
        lists = {name: sorted(set(getattr(self, name))) for name in names}
        said = {"act": self.act, "ceiling": self.ceiling, "until": self.until}
        return {**lists, **said, "most_uses": self.most_uses, "most_per_day": self.most_per_day}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Terms:
        """The content that approvers signed."""
        lists = {name: tuple(data[name]) for name in ("purposes", "partners", "categories", "datasets")}
        return cls(
            act=data["act"],
            ceiling=data["ceiling"],
            most_uses=data["most_uses"],
            most_per_day=data["most_per_day"],
            until=data["until"],
            **lists,
        )

    def check(self, at: datetime, most_days: int) -> None:
        """Whether they are narrow enough to be asked for.

        Raises:
            InputError: they name no purpose, neither a partner nor a dataset, no ceiling, no number of uses, or hold
                longer than the settings allow.
        """
        if not any(each.strip() for each in self.purposes):
            raise InputError("a standing approval is for a purpose", where="--for", do="say which")
        if not (self.partners or self.datasets):
            raise InputError("a standing approval names whom or what it is about", do="give --partner or --dataset")
        Handling.parse(self.ceiling)
        if not 1 <= self.most_per_day <= self.most_uses:
            raise InputError(
                "a standing approval has an end",
                where="--most-uses, --most-per-day",
                do="give at least one use, and no more in a day than in all",
            )
        days = (datetime.fromisoformat(self.until) - at).total_seconds() / 86400
        if not 0 < days <= most_days:
            raise InputError(
                f"a standing approval holds {most_days} days at most", where="--days", do="choose a nearer end"
            )

    def outside(self, act: str, scope: Scope, purpose: str) -> str:
        """Why an act is not covered, the first of the reasons; empty where it is."""
        if act != self.act:
            return f"it is for {self.act}"
        if purpose not in self.purposes:
            return f"it is not for the purpose {purpose!r}"
        named = (
            ("partner", (scope.partner,) if scope.partner else (), self.partners),
            ("category", (scope.category,) if scope.category else (), self.categories),
            ("dataset", scope.datasets, self.datasets),
        )
        for kind, concerned, covered in named:
            if beyond := sorted(set(concerned) - set(covered)):
                return f"it does not cover the {kind} {beyond[0]!r}"
            if covered and not concerned:
                return f"it covers a {kind} only, and none is concerned"
        if not scope.handling:
            return "the handling of what is concerned is not known"
        return (
            ""
            if _within(Handling.parse(scope.handling), Handling.parse(self.ceiling))
            else (f"{scope.handling} is above {self.ceiling}")
        )


def _within(handling: Handling, ceiling: Handling) -> bool:
    """Whether a handling is no stricter than another: label, code and caveats each."""
    code = handling.code is None or (ceiling.code is not None and handling.code <= ceiling.code)
    return handling.tlp.value <= ceiling.tlp.value and code and set(handling.caveats) <= set(ceiling.caveats)
