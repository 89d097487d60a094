"""Wall-clock time for what expires, given in so that tests need not wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

#: What says the time, in UTC.
Clock = Callable[[], datetime]


def wall() -> datetime:
    """The time of the machine."""
    return datetime.now(UTC)


def told(at: datetime) -> str:
    """A time as the ledger keeps it: UTC, ISO 8601 with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def read(text: str) -> datetime:
    """A time the ledger kept."""
    return datetime.fromisoformat(text)
