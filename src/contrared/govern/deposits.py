"""Whether the deposits of a node with its keepers were made in time; cheap enough to be asked at each command's end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from contrared.store import Node
from contrared.store.tables import access_log, deposits


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit: its id, when and by whom it was made, where it was put, its hash, and that of the one before."""

    id: str
    at: str
    by: str
    place: str
    manifest: str
    before: str


def made(node: Node) -> list[Deposit]:
    """Every deposit, oldest first."""
    with node.ledger.reading() as connection:
        rows = connection.execute(select(deposits).order_by(deposits.c.number)).mappings()
        return [Deposit(**{key: value for key, value in row.items() if key != "number"}) for row in rows]


def due_at(node: Node) -> datetime | None:
    """When the next deposit must have been made; None where none is asked for."""
    days = node.settings.handover.every_days
    if not days:
        return None
    with node.ledger.reading() as connection:
        last = connection.execute(select(deposits.c.at).order_by(deposits.c.number.desc()).limit(1)).scalar()
        # Before the first one the time runs from the first line of the record.
        since = last or connection.execute(select(access_log.c.at).order_by(access_log.c.seq).limit(1)).scalar()
    return None if since is None else datetime.fromisoformat(since) + timedelta(days=days)


def absent(node: Node, at: datetime | None = None) -> str:
    """What must be told of a deposit that is not there; empty where nothing must.

    Args:
        node: The node.
        at: Time of the look; now unless given.
    """
    at, due, held = at or datetime.now(UTC), due_at(node), made(node)
    if due is not None and at > due:
        late = (at - due).days
        return f"the deposit due on {due.date()} was not made ({late} days ago): run `contrared archive deposit`"
    if due is None and held:
        return f"deposits were made until {held[-1].at[:10]} and are switched off in node.toml (handover.every_days)"
    if due is not None and held and Path(held[-1].place).parent.is_dir():
        place = Path(held[-1].place)
        if not place.is_dir():
            return f"the deposit of {held[-1].at[:10]} is gone from {place}"
        if _name_of(place) != held[-1].manifest:
            return f"the deposit of {held[-1].at[:10]} in {place} is not what was put there"
    return ""


def due_soon(node: Node, at: datetime | None = None) -> bool:
    """Whether half of the time until the next deposit is over, so that it is made long before it is missed."""
    due = due_at(node)
    if due is None:
        return False
    days = timedelta(days=node.settings.handover.every_days)
    return not made(node) or (at or datetime.now(UTC)) > due - days / 2


def _name_of(place: Path) -> str:
    path = place / "tagmanifest-sha256.txt"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
