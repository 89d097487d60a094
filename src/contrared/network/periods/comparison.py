"""What changed between two networks, as far as the record allows to say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrared.model import text
from contrared.network.drawing.table import Table
from contrared.network.finding import Method
from contrared.network.periods.matched import GroupMatch
from contrared.network.periods.shape import Shape
from contrared.network.treatment import Treatment
from contrared.network.worlds.ranking import Interval


@dataclass(frozen=True, slots=True)
class Change:
    """A difference, later less earlier.

    Attributes:
        measure: What was measured.
        earlier: Value then; None where there was none.
        later: Value now.
        difference: The difference as recorded, and where it lies in most pairs of worlds.
        real: Whether 0 lies outside that interval; a change within it is none.
    """

    measure: str
    earlier: float | None
    later: float | None
    difference: Interval
    real: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A node in both networks.

    Attributes:
        id: The node.
        changes: Change of each measure.
        earlier: Rank then, among the nodes of both networks together; who was not there stands last.
        later: Rank now.
        rose: Ranks risen (fallen if negative) with their interval.
        real: Whether 0 lies outside that interval.
    """

    id: str
    changes: tuple[Change, ...]
    earlier: int
    later: int
    rose: Interval
    real: bool


@dataclass(frozen=True, slots=True)
class Emerging:
    """A broker who emerges.

    Attributes:
        id: The node.
        earlier: Rank then; None for a node that was not there.
        later: Rank now.
        probability: Share of the pairs of worlds in which it stands higher now than then.
    """

    id: str
    earlier: int | None
    later: int
    probability: float


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A node whose role is another.

    Attributes:
        id: The node.
        earlier: Role then, one of Guimerà and Amaral's seven.
        later: Role now.
        held: Share of the pairs of worlds in which both roles are those recorded; groups are found anew in each.
    """

    id: str
    earlier: str
    later: str
    held: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier network and a later one.

    Attributes:
        by: Measure of the ranks.
        level: Share of the worlds that an interval holds.
        earlier: Figures of the earlier network.
        later: Figures of the later one.
        nodes_came: Nodes of the later only.
        nodes_went: Nodes of the earlier only.
        ties_came: Pairs tied in the later only.
        ties_went: Pairs tied in the earlier only.
        moved: Nodes of both, those with real changes of rank first, by how far they moved.
        emerging: Brokers who emerge, the surest first.
        sure: Probability from which one is shown to emerge.
        roles: Nodes of both whose role changed, the surest first.
        groups: Groups then and now.
        treatments: What in the inputs needed a decision.
        method: How it was found.
    """

    by: str
    level: float
    earlier: Shape
    later: Shape
    nodes_came: tuple[str, ...]
    nodes_went: tuple[str, ...]
    ties_came: tuple[tuple[str, str], ...]
    ties_went: tuple[tuple[str, str], ...]
    moved: tuple[Moved, ...]
    emerging: tuple[Emerging, ...]
    sure: float
    roles: tuple[RoleChange, ...]
    groups: tuple[GroupMatch, ...]
    treatments: tuple[Treatment, ...]
    method: Method

    def table(self, labels: Mapping[str, str] | None = None, limit: int | None = None) -> Table:
        """One row for each node of both networks: ranks, ranks risen, the change of each measure; real ones starred."""
        measures = [change.measure for change in self.moved[0].changes] if self.moved else []
        heads = tuple(text(f"network.periods.head.{key}") for key in ("node", "earlier", "later", "rose"))
        rows = tuple(
            (
                (labels or {}).get(one.id, one.id),
                str(one.earlier),
                str(one.later),
                f"{one.rose}{_star(one.real)}",
                *(f"{change.difference}{_star(change.real)}" for change in one.changes),
            )
            for one in self.moved[:limit]
        )
        return Table((*heads, *measures), rows)

    def shapes(self) -> Table:
        """Figures of both networks, one row a figure."""
        heads = tuple(text(f"network.periods.head.{key}") for key in ("figure", "earlier", "later"))
        rows = tuple(
            (
                text(f"network.periods.shape.{name}"),
                figure(getattr(self.earlier, name)),
                figure(getattr(self.later, name)),
            )
            for name in Shape.__slots__
        )
        return Table(heads, rows)

    def brokers(self, labels: Mapping[str, str] | None = None) -> Table:
        """Brokers who emerge."""
        heads = tuple(text(f"network.periods.head.{key}") for key in ("node", "earlier", "later", "probability"))
        rows = tuple(
            (
                (labels or {}).get(one.id, one.id),
                text("network.periods.absent") if one.earlier is None else str(one.earlier),
                str(one.later),
                f"{one.probability:.2f}",
            )
            for one in self.emerging
        )
        return Table(heads, rows)


def figure(value: float | None) -> str:
    """A figure in a table."""
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _star(real: bool) -> str:
    return " *" if real else ""
