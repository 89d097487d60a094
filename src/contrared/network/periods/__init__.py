"""Time: networks per period, what changed between two, and how a network answers to events."""

from contrared.network.periods.compare import compare
from contrared.network.periods.comparison import Change, Comparison, Emerging, Moved, RoleChange
from contrared.network.periods.divide import Period, Periods, periods
from contrared.network.periods.matched import GroupMatch
from contrared.network.periods.seizures import Event, Phase, Seizures, phases, seizures
from contrared.network.periods.shape import Shape

__all__ = [
    "Change",
    "Comparison",
    "Emerging",
    "Event",
    "GroupMatch",
    "Moved",
    "Period",
    "Periods",
    "Phase",
    "RoleChange",
    "Seizures",
    "Shape",
    "compare",
    "periods",
    "phases",
    "seizures",
]
