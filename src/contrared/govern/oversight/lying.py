"""Alerts that lie: on which list, since when, who saw them and did nothing, and who attends only when it is late."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import select

from contrared.govern import record
from contrared.govern.oversight.settled import Suspicion
from contrared.store.ledger import Ledger, now
from contrared.store.tables import alerts, encounters, watched

#: Act by which alerts were shown to somebody.
SHOWN = "alerts"
#: Alerts somebody settled after their time, from which that is told.
LATE = 3


@dataclass(frozen=True, slots=True, order=True)
class Lying:
    """Alerts of one watchlist that are past their time and that nobody attended to.

    Attributes:
        list: Watchlist of whom they are about, or the place of an encounter.
        dataset: List that names the party.
        alerts: Their ids, the one longest overdue first.
        since: Since when the first of them is overdue.
        seen: Users they were shown to, and how many of them to each.
    """

    list: str
    dataset: str
    alerts: tuple[str, ...]
    since: str
    seen: tuple[tuple[str, int], ...]


def lying(ledger: Ledger, at: str = "") -> list[Lying]:
    """Alerts that lie, by watchlist and list.

    Args:
        ledger: The ledger.
        at: Time of the look, UTC, as the ledger writes times; now unless given.
    """
    at = at or now()
    wanted = select(alerts).where(alerts.c.state.in_(("open", "pending")), alerts.c.due_at < at)
    with ledger.reading() as connection:
        rows = [dict(row._mapping) for row in connection.execute(wanted.order_by(alerts.c.due_at, alerts.c.id))]
        where = {row.id: row.list for row in connection.execute(select(watched.c.id, watched.c.list))}
        met = connection.execute(select(encounters.c.id, encounters.c.place))
        where |= {row.id: f"met at {row.place}" for row in met}
    shown = _shown(ledger)
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        groups[where.get(row["subject_id"], "no longer watched"), row["dataset"]].append(row)
    found = []
    for (name, dataset), some in groups.items():
        seen = Counter(user for row in some for user in shown.get(row["id"], ()))
        ids = tuple(row["id"] for row in some)
        found.append(Lying(name, dataset, ids, some[0]["due_at"], tuple(sorted(seen.items()))))
    return sorted(found)


def left_to_lie(ledger: Ledger, at: str = "") -> list[Suspicion]:
    """What of it wants an explanation: alerts nobody looked at, those somebody saw and left, those settled late.

    Args:
        ledger: The ledger.
        at: Time of the look; now unless given.
    """
    found = []
    for one in lying(ledger, at):
        what, count = f"{one.list} against {one.dataset}", len(one.alerts)
        told = f"{count} alerts overdue, the first since {one.since}"
        found += [Suspicion("left to lie", what, who, f"{told}; saw {seen} of them") for who, seen in one.seen]
        if not one.seen:
            found.append(Suspicion("left to lie", what, "", f"{told}; nobody was shown any of them"))
    return sorted(found + _late(ledger))


def _late(ledger: Ledger) -> list[Suspicion]:
    wanted = select(alerts.c.by, alerts.c.at, alerts.c.due_at).where(alerts.c.by.is_not(None))
    hours: dict[str, list[float]] = defaultdict(list)
    with ledger.reading() as connection:
        for row in connection.execute(wanted):
            if row.at > row.due_at:
                behind = datetime.fromisoformat(row.at) - datetime.fromisoformat(row.due_at)
                hours[row.by].append(behind.total_seconds() / 3600)
    return [
        Suspicion("late", who, who, f"settled {len(some)} alerts after their time, half by {median(some):.0f} h")
        for who, some in hours.items()
        if len(some) >= LATE
    ]


def _shown(ledger: Ledger) -> dict[str, set[str]]:
    """Users that each alert was shown to."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in record.entries(ledger):
        if entry.action == SHOWN:
            for alert in entry.what.get("shown", ()):
                found[alert].add(entry.user)
    return found
