"""Checkpoints of partners' logs, as they ride along: kept, so that two views of one log are found."""

from __future__ import annotations

from contrared.govern.exchange import Book
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.note import Note, NoteError, Verifier, verified
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.side import Side


def heard(side: Side, partner: Partner, data: bytes) -> None:
    """Keep a checkpoint that came with a message, if it is one of the partner's log.

    One that is not signed by that log is passed over: it is no part of what the partner signed. Two that are, of one
    size and with other roots, prove that the partner shows its log in two ways: both are kept, and it is on record.
    """
    if not data or not partner.log:
        return
    try:
        note = Note.parse(data)
        log = Verifier.parse(partner.log)
        verified(note, [log])
        found = Checkpoint.parse(note.text)
    except NoteError:
        return
    if found.origin != log.name:
        return
    with side.pen.reading() as read:
        known = read.one(Book.CHECKPOINTS, peer=partner.id, size=found.size)
    if known is not None and known["root"] == found.root.hex():
        return
    with side.pen.stroke(partner.id, user=f"peer:{partner.id}"[:64]) as stroke:
        known = stroke.one(Book.CHECKPOINTS, peer=partner.id, size=found.size)
        if known is None:
            row = {"peer": partner.id, "size": found.size, "root": found.root.hex(), "note": data, "at": stroke.now()}
            stroke.add(Book.CHECKPOINTS, row)
        elif known["root"] != found.root.hex() and not stroke.many(
            Book.CONFLICTS, peer=partner.id, digest=found.root.hex()
        ):
            two = {"peer": partner.id, "digest": found.root.hex(), "kind": "split-view"}
            stroke.add(Book.CONFLICTS, {**two, "held": known["note"], "other": data, "at": stroke.now()})
            stroke.note("exchange split view", {"of": partner.id, "size": found.size})
