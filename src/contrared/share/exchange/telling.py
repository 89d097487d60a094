"""Telling partners what turned out false, or may be held no longer: the releases that say it are called back.

A correction is somebody's decision already, made at its source; what follows here is that everybody who was told is
told so, without waiting for anybody to think of it. Whoever released decides what is released instead.
"""

from __future__ import annotations

from contrared.govern.exchange import OUT, Book
from contrared.govern.rights.recipients import EXPIRED, delivered, messages
from contrared.share.exchange.after import recall
from contrared.share.exchange.side import Side
from contrared.share.exchange.states import Holder

#: Not in the words of the correction, which may tell of statements that this partner never received.
_FALSE = "it rests on a statement that was found to be false"
_EXPIRED = "it rests on a statement that may be held no longer"


def tell_partners(side: Side) -> int:
    """Call back what rests on corrected statements, or on statements whose time is over; how many partners were told.

    Notices to whoever is no partner, or not any more, and those that a correction was undone wait for a person: they
    are told by a letter, or by another release.
    """
    told = 0
    for notice in messages(side.desk.node):
        partner = side.peers.get(notice["recipient"])
        body = notice["body"]
        if partner is None or not partner.active or body.get("undone"):
            continue
        why = _EXPIRED if notice["topic"] == EXPIRED else _FALSE
        releases = [row["under"].split()[0] for row in body["received"] if row["kind"] == "release"]
        for release in releases:
            with side.pen.reading() as read:
                found = read.one(Book.RELEASES, direction=OUT, id=release)
            if found is not None and Holder(found["state"]) is not Holder.RECALLED:
                recall(side, release, why)
        with side.pen.stroke(partner.id) as stroke:
            delivered(stroke.connection, notice["id"], side.user, f"recalled {' '.join(releases)} over the exchange")
            stroke.note("partner told", {"notice": notice["id"], "about": notice["about"], "releases": releases})
        told += 1
    return told
