"""Every source a node holds, with its term: what is due, what is over, and what a hold keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from contrared.govern.rights.holds import covered
from contrared.govern.rights.standing import HELD
from contrared.govern.rights.term import Term, term
from contrared.model import Source
from contrared.store import Node
from contrared.store.tables import deletions, departures


@dataclass(frozen=True, slots=True)
class Held:
    """A source and until when it may be held.

    Attributes:
        id: Id of the source.
        source: The source.
        versions: Versions of its dataset that carry it.
        since: When the node first loaded it.
        term: Until when it may be held, and what says so.
        holds: Ids of legal holds that keep it beyond.
    """

    id: str
    source: Source
    versions: tuple[str, ...]
    since: str
    term: Term
    holds: tuple[str, ...] = ()


def held(node: Node) -> list[Held]:
    """Every source, the first to end first."""
    found: dict[str, Held] = {}
    settings = node.settings.retention
    for version in sorted(node.lake.versions(), key=lambda v: (v.loaded_at, v.dataset, v.version)):
        for key, data in version.sources.items():
            if key in found:
                found[key] = replace(found[key], versions=(*found[key].versions, version.version))
                continue
            source = Source.from_dict(data)
            since = version.loaded_at
            found[key] = Held(key, source, (version.version,), since, term(source, since, settings))
    keep = covered(node)
    return sorted(
        (replace(item, holds=tuple(sorted(keep.get(key, ())))) for key, item in found.items()),
        key=lambda item: (item.term.until, item.id),
    )


def due(node: Node, today: date, within: int = 0) -> list[Held]:
    """Sources whose term is over, or will be in some days; those that a hold keeps are among them."""
    return [item for item in held(node) if item.term.over(today + timedelta(days=within))]


def deleted(node: Node) -> list[dict[str, Any]]:
    """Deletions, oldest first: ``id, at, by, legal_basis, sources, held, done_at``."""
    counted = select(departures.c.deletion_id, departures.c.state, func.count().label("number"))
    numbers: dict[str, dict[bool, int]] = {}
    with node.ledger.reading() as connection:
        for row in connection.execute(counted.group_by(departures.c.deletion_id, departures.c.state)):
            mine = numbers.setdefault(row.deletion_id, {True: 0, False: 0})
            mine[row.state == HELD] += row.number
        rows = connection.execute(select(deletions).order_by(deletions.c.at, deletions.c.id)).mappings().all()
    return [
        {
            **{key: row[key] for key in ("id", "at", "by", "legal_basis")},
            "sources": numbers[row["id"]][False],
            "held": numbers[row["id"]][True],
            "done_at": row["done_at"] or "",
        }
        for row in rows
    ]
