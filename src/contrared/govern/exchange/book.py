"""The books of the exchange: which rows a stroke may read and write, and by which key."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import Table

from contrared.store.tables import (
    exchange_asks,
    exchange_checkpoints,
    exchange_conflicts,
    exchange_epochs,
    exchange_handles,
    exchange_manifests,
    exchange_messages,
    exchange_openings,
    exchange_releases,
    exchange_requests,
)


class Book(Enum):
    """A kind of rows; budgets, chains and keys have pens of their own."""

    MESSAGES = exchange_messages
    CONFLICTS = exchange_conflicts
    CHECKPOINTS = exchange_checkpoints
    EPOCHS = exchange_epochs
    MANIFESTS = exchange_manifests
    HANDLES = exchange_handles
    ASKS = exchange_asks
    OPENINGS = exchange_openings
    REQUESTS = exchange_requests
    RELEASES = exchange_releases

    @property
    def table(self) -> Table:
        """The table it is kept in."""
        return self.value
