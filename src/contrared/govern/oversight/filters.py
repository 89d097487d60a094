"""Records that a partner could ask for in one filter and cannot in the next, though nothing on record took them out."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from sqlalchemy import Connection, select

from contrared.govern.oversight.settled import Suspicion
from contrared.govern.oversight.withheld import Reason, withheld
from contrared.govern.rights.marks import marks
from contrared.govern.views import together
from contrared.store import Node, query
from contrared.store.tables import access_log, exchange_handles, exchange_manifests, watched


def left_out(node: Node) -> list[Suspicion]:
    """Records missing from a filter that stood in the one before it, for the same partner and category.

    Explained are: who was taken off a watchlist by two people, who is protected, who was merged with another that is
    there, and who stands on no list the node holds any more (what leaves a list is looked for there). Filters whose
    keys were destroyed are not compared: which record a handle meant is forgotten with the key. Every list counts,
    whoever may read it: a record is named by its id and nothing else.
    """
    found: list[Suspicion] = []
    protected = set(marks(node))
    with node.ledger.reading() as connection:
        removed = _unwatched(connection)
        for (partner, category), filters in _published(connection).items():
            for before, after in pairwise(filters):
                missing = before - after - protected
                same = together(connection, sorted(missing))
                there = _held(node, connection, {each for record in missing for each in same[record]})
                odd = {record for record in missing if not same[record] & after and (same[record] & there)}
                odd |= missing & set(removed)
                for each in withheld(odd, (), {record: removed[record] for record in odd & set(removed)}):
                    what = f"{each.what} for {partner} ({category})"
                    found.append(Suspicion(each.kind, what, each.who, each.why))
    return sorted(set(found))


def _published(connection: Connection) -> dict[tuple[str, str], list[set[str]]]:
    """Records of each filter whose handles still mean something, in the order of publication."""
    published = connection.execute(
        select(exchange_manifests.c.peer, exchange_manifests.c.category, exchange_manifests.c.digest)
        .where(exchange_manifests.c.direction == "out")
        .order_by(exchange_manifests.c.peer, exchange_manifests.c.category, exchange_manifests.c.sequence)
    ).all()
    records: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(exchange_handles.c.manifest, exchange_handles.c.record)):
        records[row.manifest].add(row.record)
    found: dict[tuple[str, str], list[set[str]]] = defaultdict(list)
    for manifest in published:
        if manifest.digest in records:
            found[manifest.peer, manifest.category].append(records[manifest.digest])
    return found


def _unwatched(connection: Connection) -> dict[str, Reason]:
    """Who was taken off a watchlist, and the line of the record that says so."""
    acts = connection.execute(select(access_log).where(access_log.c.action == "unwatch"))
    lines = {str(each): act.seq for act in acts for each in act.what.get("ids", ())}
    rows = connection.execute(select(watched).where(watched.c.removed_at.is_not(None)))
    return {
        row.id: Reason(lines.get(row.id, 0), row.removed_by, row.confirmed_by or "", row.removed_why or "")
        for row in rows
    }


def _held(node: Node, connection: Connection, ids: set[str]) -> set[str]:
    """Those of some ids that are watched, or stand on the current version of a list."""
    if not ids:
        return set()
    found = set(connection.execute(select(watched.c.id).where(watched.c.removed_at.is_(None))).scalars()) & ids
    current = [node.lake.current(dataset) for dataset in node.lake.datasets()]
    engine = query.Engine(node.settings.engine, node.root)
    try:
        table = engine.run(query.chosen(engine.statements(node.lake, current), entity_ids=sorted(ids)))
    finally:
        engine.close()
    return found | set(table["entity_id"].to_pylist())
