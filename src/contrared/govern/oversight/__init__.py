"""Oversight: who looked at what, what was left to lie or put away, and use of the node that wants an explanation."""

from contrared.govern.oversight.clock import (
    clock_back,
)
from contrared.govern.oversight.deposits import (
    no_deposit,
)
from contrared.govern.oversight.doors import (
    forced,
)
from contrared.govern.oversight.filters import (
    left_out,
)
from contrared.govern.oversight.lake import (
    altered,
)
from contrared.govern.oversight.looks import (
    looks,
)
from contrared.govern.oversight.lying import (
    Lying,
    left_to_lie,
    lying,
)
from contrared.govern.oversight.reviewed import (
    unreviewed,
)
from contrared.govern.oversight.settled import (
    Suspicion,
    put_away,
)
from contrared.govern.oversight.use import (
    Limits,
    Oddity,
    odd_use,
)
from contrared.govern.oversight.withheld import (
    Reason,
    withheld,
)

__all__ = [
    "Limits",
    "Lying",
    "Oddity",
    "Reason",
    "Suspicion",
    "altered",
    "clock_back",
    "forced",
    "left_out",
    "left_to_lie",
    "looks",
    "lying",
    "no_deposit",
    "odd_use",
    "put_away",
    "unreviewed",
    "withheld",
]
