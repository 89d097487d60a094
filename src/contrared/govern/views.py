"""Views: a resolution is shown to whoever may read every class of sources it was made from, and to nobody else.

A resolution joins entries, counts how common names are and keeps what made a pair alike; all of that rests on all
that was read for it. So each is kept with the classes of its sources, and a desk looks through the widest one that it
may look through.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from contrared.store.tables import canonical, views


def new_view(classes: Collection[str]) -> str:
    """Id of the view that some classes of sources give."""
    return "view-" + hashlib.sha256(json.dumps(sorted(classes)).encode()).hexdigest()[:16]


def smaller(connection: Connection, user: str, classes: Collection[str]) -> list[str]:
    """Views that this user made from no more than these classes."""
    rows = connection.execute(select(views).where(views.c.by == user)).all()
    return [row.id for row in rows if row.classes is not None and set(row.classes) <= set(classes)]


def widest(connection: Connection, classes: Collection[str], *, everything: bool) -> str:
    """The view to look through; empty where there is none.

    Args:
        connection: A connection to the ledger.
        classes: Classes that may be read.
        everything: Whether nothing at all is closed; only then may a view be looked through of which nobody kept what
            it was made from. It counts for less than one of all classes, and for more than one of fewer.
    """
    found = []
    for row in connection.execute(select(views)):
        if row.classes is None:
            if everything:
                found.append((len(classes) - 0.5, row.at, row.id))
        elif set(row.classes) <= set(classes):
            found.append((float(len(row.classes)), row.at, row.id))
    return str(max(found)[2]) if found else ""


def together(connection: Connection, ids: Sequence[str]) -> dict[str, set[str]]:
    """For each entity or canonical id, all that some view has for the same, itself and canonical ids included."""
    found = {each: {each} for each in ids}
    members: dict[tuple[str, str], set[str]] = {}
    for row in connection.execute(select(canonical)):
        members.setdefault((row.view, row.canonical_id), {row.canonical_id}).add(row.entity_id)
    for cluster in members.values():
        for each in cluster.intersection(found):
            found[each] |= cluster
    return found
