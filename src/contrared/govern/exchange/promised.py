"""Which entries of logs the record tells of: those a partner promised, and those that were promised to one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from contrared.govern import record
from contrared.govern.log.entry import FRAME, frame_leaf
from contrared.store import Node
from contrared.store.tables import access_log


def promised_by(node: Node, peer: str, messages: Collection[str]) -> set[str]:
    """Entries a partner gave receipts for, hex.

    Args:
        node: The node.
        peer: The partner, whose answers tell where they come from.
        messages: Ids of messages it was sent, which receipts name otherwise.
    """
    return {
        line.what["receipt"]
        for line in record.entries(node.ledger)
        if isinstance(line.what.get("receipt"), str)
        and (line.what.get("from") == peer or line.what.get("to") in messages)
    }


def places_of(node: Node, user: str, actions: Collection[str]) -> dict[str, int]:
    """Where the entries of some acts of one user lie in the log, by the entry in hex; those it has taken in."""
    columns = [access_log.c[name] for name in (*FRAME, "content_hash", "frame_salt", "place")]
    wanted = select(*columns).where(
        access_log.c.user_id == user, access_log.c.action.in_(actions), access_log.c.place.isnot(None)
    )
    with node.ledger.reading() as connection:
        return {frame_leaf(dict(row)).hex(): row["place"] for row in connection.execute(wanted).mappings()}
