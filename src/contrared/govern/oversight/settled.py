"""What insiders put away: alerts left to lie, the same party dismissed again and again, watchlists thinned out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from contrared.store.ledger import Ledger, now
from contrared.store.tables import alerts, clearances, watched


@dataclass(frozen=True, slots=True, order=True)
class Suspicion:
    """Something that wants an explanation; it accuses nobody.

    Attributes:
        kind: ``overdue``, ``dismissed twice``, ``alone``, ``unwatched``, ``list altered``, ``index altered``,
            ``clock``, ``deposit``, ``left to lie``, ``late``, ``withheld``, ``not withheld``.
        what: Id concerned.
        who: User concerned, or empty.
        why: What was found.
    """

    kind: str
    what: str
    who: str
    why: str


def put_away(ledger: Ledger, at: str = "") -> list[Suspicion]:
    """Everything of that kind in the memory of screening.

    - *overdue*: an alert is past its time and nobody attended to it;
    - *dismissed twice*: one user dismissed hits on the same listed entry for different subjects, or the same again;
    - *alone*: a dismissal, clearance or removal from a watchlist that no second person confirmed;
    - *unwatched*: a party was taken off a watchlist while an alert about it was open.

    Args:
        ledger: The ledger.
        at: Time of the look, UTC, as the ledger writes times; now unless given.
    """
    at = at or now()
    found: list[Suspicion] = []
    with ledger.reading() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(alerts).order_by(alerts.c.id))]
        cleared = [dict(row._mapping) for row in connection.execute(select(clearances).order_by(clearances.c.id))]
        parties = [dict(row._mapping) for row in connection.execute(select(watched).order_by(watched.c.id))]
    for row in rows:
        if row["state"] == "open" and row["due_at"] < at:
            found.append(Suspicion("overdue", row["id"], "", f"due {row['due_at']}, nobody attended to it"))
    by_entry: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in cleared:
        if row["withdrawn_at"] is None:
            by_entry[row["by"], row["entity_id"]].append(row["id"])
        if row["confirmed_by"] in (None, row["by"]) and row["withdrawn_at"] is None:
            found.append(
                Suspicion("alone", row["id"], row["by"], f"cleared {row['entity_id']} without a second person")
            )
    for (who, entry), ids in by_entry.items():
        if len(ids) > 1:
            found.append(Suspicion("dismissed twice", entry, who, f"{len(ids)} times: {', '.join(ids)}"))
    open_for = {row["subject_id"]: row["id"] for row in rows if row["state"] in ("open", "pending")}
    for row in parties:
        if row["removed_at"] is None:
            continue
        if row["confirmed_by"] in (None, row["removed_by"]):
            why = f"taken off {row['list']} without a second person: {row['removed_why']}"
            found.append(Suspicion("alone", row["id"], row["removed_by"], why))
        if row["id"] in open_for:
            why = f"taken off {row['list']} while {open_for[row['id']]} is open"
            found.append(Suspicion("unwatched", row["id"], row["removed_by"], why))
    return sorted(found)
