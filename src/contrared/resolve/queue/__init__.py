"""What is left to a person: pairs in the order in which they are best looked at, and how two parties differ."""

from contrared.resolve.queue.order import Order, Waiting, waiting
from contrared.resolve.queue.side import Line, Told, side_by_side

__all__ = ["Line", "Order", "Told", "Waiting", "side_by_side", "waiting"]
