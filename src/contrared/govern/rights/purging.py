"""Taking out of the ledger what it copied from sources that are deleted, within one transaction.

Hits, alerts, clearances, links, claims and findings repeat what a list says; lines of the record name whom they
concerned. All of it goes with the source; that something was there, by whom and when it was decided, stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from contrared.govern import record
from contrared.govern.log.entry import ERASE
from contrared.govern.recall import DISMISSED, OPEN, PENDING
from contrared.govern.rights.gone import Gone
from contrared.govern.rights.standing import BEGUN, DELETED
from contrared.store.ledger import portions
from contrared.store.tables import (
    access_log,
    alerts,
    canonical,
    claims,
    clearances,
    corrections,
    findings,
    hits,
    judgements,
    links,
    notices,
    outbox,
)

#: Lines of the record whose content names no one, or must be kept for the log to be believed.
STAY = frozenset({ERASE, BEGUN, DELETED, "load", "entry"})


@dataclass(frozen=True, slots=True)
class By:
    """Who purges, when, and for which deletion."""

    deletion: str
    person: str
    at: str

    @property
    def why(self) -> str:
        """What stands in place of a text that quoted what went."""
        return f"taken with its source, which was deleted on time ({self.deletion})"


def purge(connection: Connection, what: Gone, by: By) -> dict[str, int]:
    """Take out what the ledger copied.

    Args:
        connection: The transaction.
        what: What goes.
        by: Who, when, and why.

    Returns:
        How many rows of each kind were taken or emptied.
    """
    told: Counter[str] = Counter()
    for some in portions(sorted(what.touched)):
        told["hits"] += connection.execute(delete(hits).where(hits.c.entity_id.in_(some))).rowcount
        told["alerts"] += _alerts(connection, some, by)
        emptied = update(clearances).where(clearances.c.entity_id.in_(some))
        told["clearances"] += connection.execute(emptied.values(facts={})).rowcount
        withdrawn = {"withdrawn_by": by.person, "withdrawn_at": by.at, "withdrawn_why": by.why}
        connection.execute(emptied.where(clearances.c.withdrawn_at.is_(None)).values(**withdrawn))
        for side in (links.c.left_id, links.c.right_id):
            told["links"] += connection.execute(delete(links).where(side.in_(some))).rowcount
    for some in portions(sorted(what.entities)):
        for side in (judgements.c.left_id, judgements.c.right_id):
            told["judgements"] += connection.execute(
                update(judgements).where(side.in_(some), judgements.c.why != by.why).values(why=by.why)
            ).rowcount
    for some in portions(sorted({*what.entities, *what.statements})):
        about = corrections.c.target.in_(some)
        told["corrections"] += connection.execute(update(corrections).where(about).values(false=by.why)).rowcount
        ids = list(connection.execute(select(corrections.c.id).where(about)).scalars())
        done = select(notices.c.outbox_id).where(notices.c.about.in_(ids), notices.c.told_at.isnot(None))
        connection.execute(update(outbox).where(outbox.c.id.in_(done)).values(body={}))
    told["merges"] += _split(connection, what.entities)
    for table in (claims, findings):
        told[table.name] += _texts(connection, table, what.statements, by)
    return {kind: count for kind, count in sorted(told.items()) if count}


def naming(connection: Connection, wanted: Collection[str]) -> list[int]:
    """Lines of the record whose content names one of these: statements, entities, encounters."""
    wanted = frozenset(wanted)
    rows = connection.execute(
        select(access_log.c.seq, access_log.c.action, access_log.c.what)
        .where(access_log.c.content_salt.isnot(None))
        .order_by(access_log.c.seq)
    )
    return [row.seq for row in rows if row.action not in STAY and not wanted.isdisjoint(record.named(row.what))]


def _alerts(connection: Connection, entity_ids: Collection[str], by: By) -> int:
    about = update(alerts).where(alerts.c.entity_id.in_(entity_ids))
    settled = {"state": DISMISSED, "by": by.person, "at": by.at, "why": by.why}
    connection.execute(about.where(alerts.c.state.in_((OPEN, PENDING))).values(**settled))
    return connection.execute(about.values(reasons=[], changes=[by.why], facts=None)).rowcount


def _split(connection: Connection, entities: Collection[str]) -> int:
    """Take entities out of their clusters; a cluster named after one of them is named after another member."""
    count = 0
    for some in portions(sorted(entities)):
        count += connection.execute(delete(canonical).where(canonical.c.entity_id.in_(some))).rowcount
        rows = connection.execute(select(canonical).where(canonical.c.canonical_id.in_(some))).mappings().all()
        clusters: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            clusters.setdefault((row["view"], row["canonical_id"]), []).append(row["entity_id"])
        for (view, old), members in clusters.items():
            first, own = min(members), canonical.c.view == view
            connection.execute(delete(canonical).where(own, canonical.c.entity_id == first))
            connection.execute(update(canonical).where(own, canonical.c.canonical_id == old).values(canonical_id=first))
    return count


def _texts(connection: Connection, table: Table, statements: Mapping[str, str], by: By) -> int:
    """Empty claims and findings that rest on a statement that goes; their ids stay, so that `why` says what became."""
    count = 0
    for row in connection.execute(select(table)).mappings().all():
        if statements.keys().isdisjoint(row["statements"]):
            continue
        kept = [key for key in row["statements"] if key not in statements]
        values: dict[str, Any] = {"text": by.why, "statements": kept}
        if "body" in table.c:
            values["body"] = {}
        own = table.c.id == row["id"], table.c.case_id == row["case_id"]
        count += connection.execute(update(table).where(*own).values(**values)).rowcount
    return count
