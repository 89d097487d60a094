"""Statistics without persons: tables of numbers in which no small number stands, and none can be worked out."""

from contrared.brief.statistics.counted import Counted, count
from contrared.brief.statistics.suppress import Published, suppress

__all__ = ["Counted", "Published", "count", "suppress"]
