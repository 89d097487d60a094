"""Salts of entries that are in the log already, brought into escrow: when a body is named, or another is."""

from __future__ import annotations

from sqlalchemy import select

from contrared.govern.log.escrow import Salts
from contrared.govern.log.keeping import escrow_of, keep_up, sequencer_of, tree_of
from contrared.model import NodeError
from contrared.store import Node
from contrared.store.tables import access_log, log_filler


def salts_of(node: Node, start: int, end: int) -> list[Salts]:
    """Salts of entries, as the ledger holds them.

    Raises:
        NodeError: the ledger does not hold every one of them.
    """
    found: dict[int, Salts] = {}
    lines = select(access_log.c.place, access_log.c.frame_salt, access_log.c.content_salt)
    filler = select(log_filler.c.place, log_filler.c.salt)
    with node.ledger.reading() as connection:
        for row in connection.execute(lines.where(access_log.c.place >= start, access_log.c.place < end)):
            found[row.place] = Salts(row.frame_salt, row.content_salt)
        for place, salt in connection.execute(filler.where(log_filler.c.place >= start, log_filler.c.place < end)):
            found[place] = Salts(salt, None)
    missing = [place for place in range(start, end) if place not in found]
    if missing:
        raise NodeError(f"entry {missing[0]} is in no line of the record", do="run `contrared audit verify`")
    return [found[place] for place in range(start, end)]


def seal_all(node: Node, public: bytes) -> int:
    """Seal the salts of every entry to a body that does not have them.

    Args:
        node: The node.
        public: Key of the body, 32 bytes.

    Returns:
        How many entries were sealed.

    Raises:
        SequencerBusyError: a sequencer is at work.
        NodeError: the ledger does not hold every entry, or the disk is full.
    """
    keep_up(node)
    escrow, count = escrow_of(node), 0
    with sequencer_of(node).alone():
        found = tree_of(node).checkpoint
        size = 0 if found is None else found.size
        escrow.cut(size)
        for start, end in escrow.missing(public, size):
            escrow.add(public, start, salts_of(node, start, end))
            count += end - start
    return count
