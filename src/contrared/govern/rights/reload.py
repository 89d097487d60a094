"""What may not be loaded again: bytes that were deleted on time, unless a new legal basis is stated."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from contrared.govern.rights.standing import GONE, PURGED
from contrared.model import InputError, Source
from contrared.store import Node
from contrared.store.tables import deletions, departures


def refuse(node: Node, sources: Iterable[Source]) -> None:
    """Refuse sources whose bytes were deleted.

    Args:
        node: The node.
        sources: What is to be loaded.

    Raises:
        InputError: the bytes of one were deleted, and no legal basis is stated.
    """
    found = list(sources)
    wanted = (
        select(departures.c.sha256, deletions.c.id, deletions.c.at)
        .join(deletions, deletions.c.id == departures.c.deletion_id)
        .where(departures.c.state.in_((PURGED, GONE)), departures.c.sha256.in_([s.sha256 for s in found]))
        .order_by(deletions.c.at)
    )
    with node.ledger.reading() as connection:
        gone = {row.sha256: row for row in connection.execute(wanted)}
    for source in found:
        if source.sha256 in gone and not source.legal_basis.strip():
            row = gone[source.sha256]
            raise InputError(
                f"these very bytes were deleted on time on {row.at[:10]} ({row.id})",
                where=source.filename,
                do="say with --legal-basis under which new law, order or warrant they may be held again",
            )
