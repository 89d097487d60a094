"""Everybody who is the same, by any resolution: rights reach all of them, whoever asks."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from contrared.store.tables import canonical


def merged(connection: Connection, ids: Collection[str]) -> dict[str, set[str]]:
    """For each id, all that some resolution has for the same, itself and the entity that a cluster is named after."""
    found = {each: {each} for each in ids}
    clusters: dict[tuple[str, str], set[str]] = {}
    for row in connection.execute(select(canonical)):
        clusters.setdefault((row.view, row.canonical_id), {row.canonical_id}).add(row.entity_id)
    for cluster in clusters.values():
        for each in cluster.intersection(found):
            found[each] |= cluster
    return found
