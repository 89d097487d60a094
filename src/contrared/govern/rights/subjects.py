"""Terms of those whom the ledger keeps itself: encounters, and parties taken off their watchlist.

A source ends on a day; so does what a post recorded of a person. Whoever is on a watchlist now stays there until two
people take the party off (lapsing in silence would be suppression); from then on it has a term.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from contrared.govern.log.entry import canonical
from contrared.govern.log.merkle import leaf_hash, root_of
from contrared.govern.rights.gone import statement_leaf
from contrared.govern.rights.holds import covered_subjects
from contrared.govern.rights.purging import By
from contrared.govern.rights.term import Term, later
from contrared.store import Node
from contrared.store.ledger import portions
from contrared.store.tables import alerts, clearances, encounters, hits, protection, sightings, watched

#: What stands in a deletion where the dataset of a source would; no dataset can be named so.
ENCOUNTERS, WATCHLISTS = "ledger:encounters", "ledger:watchlists"
KINDS = (ENCOUNTERS, WATCHLISTS)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptSubject:
    """Somebody the ledger keeps, and until when.

    Attributes:
        id: Id of the encounter or of the watched party.
        kind: :data:`ENCOUNTERS` or :data:`WATCHLISTS`.
        term: Until when it may be kept, and what says so.
        holds: Ids of legal holds that keep it beyond.
    """

    id: str
    kind: str
    term: Term
    holds: tuple[str, ...] = ()


def kept_subjects(node: Node) -> list[KeptSubject]:
    """Every encounter, and every party that was taken off a watchlist, the first to end first."""
    settings = node.settings.retention
    met = select(encounters.c.id, encounters.c.recorded_at)
    off = select(watched.c.id, watched.c.removed_at).where(
        watched.c.removed_at.isnot(None), watched.c.confirmed_by.isnot(None)
    )
    with node.ledger.reading() as connection:
        rows = [
            *((row[0], row[1], ENCOUNTERS, settings.encounter_months, "encounters") for row in connection.execute(met)),
            *(
                (row[0], row[1], WATCHLISTS, settings.watch_months, "parties off a list")
                for row in connection.execute(off)
            ),
        ]
        keep = covered_subjects(node, connection)
    found = [
        KeptSubject(
            key,
            kind,
            Term(later(date.fromisoformat(since[:10]), months), f"{months} months for {what}"),
            tuple(sorted(keep.get(key, ()))),
        )
        for key, since, kind, months, what in rows
    ]
    return sorted(found, key=lambda item: (item.term.until, item.id))


def due_subjects(node: Node, today: date, within: int = 0) -> list[KeptSubject]:
    """Those whose term is over, or will be in some days; those that a hold keeps are among them."""
    return [item for item in kept_subjects(node) if item.term.over(today + timedelta(days=within))]


def fingerprints(connection: Connection, kind: str, ids: Collection[str]) -> list[str]:
    """What each row says, as ``id sha256``: the leaves of the tree of what went."""
    table = encounters if kind == ENCOUNTERS else watched
    found = []
    for some in portions(sorted(ids)):
        for row in connection.execute(select(table).where(table.c.id.in_(some)).order_by(table.c.id)).mappings():
            found.append(f"{row['id']} {hashlib.sha256(canonical(dict(row))).hexdigest()}")
    return found


def root_of_rows(salt: bytes, leaves: Iterable[str]) -> str:
    """Merkle root (RFC 6962) over the salted leaves, hex; says nothing without the salt."""
    return root_of(leaf_hash(statement_leaf(salt, leaf)) for leaf in sorted(leaves)).hex()


def part(connection: Connection, ids: Collection[str], by: By) -> tuple[Mapping[str, int], frozenset[str]]:
    """Take out of the ledger what it keeps of these: their rows, and what was made of them.

    Returns:
        How many rows of each kind were taken or emptied, and the ids that lines of the record may name.
    """
    told: Counter[str] = Counter()
    named = set(ids)
    for some in portions(sorted(ids)):
        raised = list(connection.execute(select(alerts.c.id).where(alerts.c.subject_id.in_(some))).scalars())
        named.update(raised)
        told["clearances"] += _clearances(connection, raised, by)
        for name, table, column in (
            ("alerts", alerts, alerts.c.subject_id),
            ("hits", hits, hits.c.subject_id),
            ("marks", protection, protection.c.entity_id),
            ("sightings", sightings, sightings.c.encounter_id),
            ("encounters", encounters, encounters.c.id),
            ("watched", watched, watched.c.id),
        ):
            told[name] += connection.execute(delete(table).where(column.in_(some))).rowcount
    told["companions"] = _companions(connection, frozenset(ids))
    return {kind: count for kind, count in sorted(told.items()) if count}, frozenset(named)


def _clearances(connection: Connection, raised: Collection[str], by: By) -> int:
    """Empty what was cleared for them: a clearance holds the words they were screened by."""
    count = 0
    for some in portions(sorted(raised)):
        theirs = update(clearances).where(clearances.c.alert_id.in_(some))
        withdrawn = {"withdrawn_by": by.person, "withdrawn_at": by.at, "withdrawn_why": by.why}
        connection.execute(theirs.where(clearances.c.withdrawn_at.is_(None)).values(**withdrawn))
        empty = {"fingerprint": "", "label": "", "queries": [], "facts": {}, "why": by.why}
        count += connection.execute(theirs.values(**empty)).rowcount
    return count


def _companions(connection: Connection, ids: frozenset[str]) -> int:
    """Who travelled along names them no longer."""
    count = 0
    for row in connection.execute(select(encounters.c.id, encounters.c.companions)).all():
        if not ids.isdisjoint(row.companions):
            left = [each for each in row.companions if each not in ids]
            connection.execute(update(encounters).where(encounters.c.id == row.id).values(companions=left))
            count += 1
    return count
