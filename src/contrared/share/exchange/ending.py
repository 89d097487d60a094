"""The end of an epoch: its key is destroyed, its handles mean nothing any more, its filters go."""

from __future__ import annotations

from datetime import timedelta

from contrared.govern.exchange import IN, OUT, Book, Row, Stroke
from contrared.share.envelope import from_time
from contrared.share.exchange.manifests import Manifest
from contrared.share.exchange.post import WAITING
from contrared.share.exchange.side import Side
from contrared.share.exchange.states import Asker


def destroy_ended(side: Side) -> list[str]:
    """Destroy keys whose grace is over, and forget which record each handle of theirs meant.

    What seals the key is destroyed last: were it first and the node killed, the record would lack the act.

    Returns:
        Ids of the epochs.
    """
    with side.pen.reading() as read:
        rows = read.many(Book.EPOCHS)
    gone = []
    for row in rows:
        over = from_time(row["ends"]) + timedelta(days=side.terms.grace_days) <= side.now()
        if row["destroyed_at"] is None and over:
            with side.pen.stroke(row["peer"]) as stroke:
                _forget(stroke, row)
            gone.append(row["id"])
        if over:
            side.pen.vault.destroy(row["id"])
    return gone


def remove_filters(side: Side) -> list[str]:
    """Remove filters whose epoch is over on both sides, and those a change has overtaken.

    Those that a message or an answer still needs stay, and the newest of an epoch, which the next change is of.

    Returns:
        Names of the files.
    """
    with side.pen.reading() as read:
        kept = [row for row in read.many(Book.MANIFESTS) if row["filter"]]
        needed = {row["body"] for row in read.many(Book.MESSAGES, direction=OUT, state=WAITING)}
        asked = {row["manifest"] for row in read.many(Book.ASKS, state=str(Asker.SENT)) if not row["trouble"]}
    gone = []
    newest = {_under(row): row["digest"] for row in sorted(kept, key=lambda row: int(row["sequence"]))}
    for row in kept:
        if Manifest.from_bytes(row["body"]).until > side.now() and newest[_under(row)] == row["digest"]:
            continue
        if row["filter"] in needed or (row["direction"] == IN and row["digest"] in asked):
            continue
        with side.pen.stroke(row["peer"]) as stroke:
            key = {name: row[name] for name in ("peer", "direction", "category", "sequence")}
            stroke.change(Book.MANIFESTS, key, filter="", holding="")
            stroke.note("exchange filter removed", {"manifest": row["digest"], "filter": row["filter"]})
        for name in filter(None, (row["filter"], row["holding"])):
            side.pen.remove_file(name)
        gone.append(row["filter"])
    return gone


def _under(row: Row) -> tuple[str, str, str, bytes]:
    """The key pair that a filter is under."""
    return row["peer"], row["direction"], row["category"], Manifest.from_bytes(row["body"]).public


def _forget(stroke: Stroke, row: Row) -> None:
    told = {"epoch": row["epoch"], "category": row["category"], "for": row["peer"], "id": row["id"]}
    stroke.change(Book.EPOCHS, {"id": row["id"]}, secret=None, destroyed_at=stroke.now())
    handles = sum(
        stroke.remove(Book.HANDLES, manifest=found["digest"])
        for found in stroke.many(Book.MANIFESTS, direction=OUT, epoch_id=row["id"])
    )
    stroke.note("exchange key destroyed", {**told, "handles": handles})
