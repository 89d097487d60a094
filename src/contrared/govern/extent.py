"""How much of a lake one person may know of: versions whole, in part or not at all, and what follows for entities.

Nothing that is closed shows by a count either: a version of which some sources are closed is told with the figures of
the others, and without the hashes of its files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contrared.govern.policy import SourceClass
from contrared.model import Source
from contrared.store import DatasetVersion, Node, query

Key = tuple[str, str]


@dataclass(frozen=True)
class Extent:
    """What is open and what is closed, as the lake stood at one moment.

    Attributes:
        node: The node.
        versions: Versions that may be known of, as they may be shown, by dataset and date.
        closed: Versions of which nothing may be known.
        parted: Keys of the versions of which some sources are closed.
        sources: Sources that may be known of, by id.
        forbidden: Ids of the others.
        classes: Classes of the sources that may be known of.
    """

    node: Node
    versions: tuple[DatasetVersion, ...]
    closed: tuple[DatasetVersion, ...]
    parted: frozenset[Key]
    sources: dict[str, Source]
    forbidden: frozenset[str]
    classes: frozenset[str]

    @cached_property
    def keys(self) -> frozenset[Key]:
        """Keys of the versions that may be known of."""
        return frozenset(version.key for version in self.versions)

    @cached_property
    def datasets(self) -> frozenset[str]:
        """Datasets that may be known of."""
        return frozenset(version.dataset for version in self.versions)

    @cached_property
    def touched(self) -> frozenset[str]:
        """Entities of which the lake holds something that is closed."""
        return frozenset().union(*(self._closed_in(version) for version in (*self.closed, *self._parts)))

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Entities of which all that the lake holds is closed."""
        return self.touched.difference(self.held(self.touched))

    def held(self, entity_ids: Collection[str]) -> frozenset[str]:
        """Those of the entities of which the lake holds something that is open."""
        if not entity_ids:
            return frozenset()
        engine = self.engine()
        try:
            table = self.statements(engine, self.versions)
            seen = engine.run(query.chosen(table, entity_ids=sorted(entity_ids)).select("entity_id").distinct())
        finally:
            engine.close()
        return frozenset(seen["entity_id"].to_pylist())

    def touched_by(self, at: str, entity_ids: Collection[str]) -> bool:
        """Whether something that is closed was held of any of these entities at a moment, and is still.

        What somebody wrote then may rest on it; what they wrote before cannot.

        Args:
            at: The moment, UTC, as the ledger writes times.
            entity_ids: The entities.
        """
        return any(
            version.loaded_at <= at and not self._closed_in(version).isdisjoint(entity_ids)
            for version in (*self.closed, *self._parts)
        )

    def shows(self, dataset: str, version: str, entity_id: str) -> bool:
        """Whether something that rests on what one version says of an entity may be shown."""
        if not self.forbidden:
            return True
        if (dataset, version) in self.parted:
            return entity_id not in self._closed_in(next(v for v in self.versions if v.key == (dataset, version)))
        # A version that is no longer held at all is as its dataset is.
        gone = (dataset, version) not in {each.key for each in self.closed}
        return (dataset, version) in self.keys or (gone and dataset in self.datasets and entity_id not in self.hidden)

    def unreadable(self, statement_ids: Iterable[str]) -> frozenset[str]:
        """Those of the statements that are not held, or only where it is closed."""
        wanted = sorted(set(statement_ids))
        if not wanted:
            return frozenset()
        engine = self.engine()
        try:
            found = engine.run(query.chosen(self.statements(engine, self.versions), statement_ids=wanted))
        finally:
            engine.close()
        return frozenset(wanted).difference(found["id"].to_pylist())

    def statements(self, engine: query.Engine, versions: Sequence[DatasetVersion]) -> Any:
        """What is open of some versions, as one expression; nothing of versions that are closed."""
        known = [version for version in versions if version.key in self.keys]
        whole = [version for version in known if version.key not in self.parted]
        parts = [version for version in known if version.key in self.parted]
        return engine.permitted(self.node.lake, whole, parts, self.forbidden)

    def evidence(self, engine: query.Engine, versions: Sequence[DatasetVersion]) -> Any:
        """Evidence of what is open of some versions, as one expression."""
        known = [version for version in versions if version.key in self.keys]
        table = engine.evidence(self.node.lake, known)
        if any(version.key in self.parted for version in known):
            table = table.filter(~table["source_id"].isin(sorted(self.forbidden)))
        return table

    def engine(self) -> query.Engine:
        """An engine over the node's lake."""
        return query.Engine(self.node.settings.engine, self.node.root)

    # -- inside ---------------------------------------------------------------------------------------------------

    @property
    def _parts(self) -> list[DatasetVersion]:
        return [version for version in self.versions if version.key in self.parted]

    @cached_property
    def _closed_by_version(self) -> dict[Key, frozenset[str]]:
        return {}

    def _closed_in(self, version: DatasetVersion) -> frozenset[str]:
        """Entities of a version of which it says something that is closed."""
        if version.key not in self._closed_by_version:
            table = pq.read_table(self.node.lake.folder(version) / "statements.parquet", columns=["id", "entity_id"])
            if version.key in self.parted:
                table = table.filter(pc.invert(pc.is_in(table["id"], _stated(self.node, version, self.forbidden)[0])))
            self._closed_by_version[version.key] = frozenset(pc.unique(table["entity_id"]).to_pylist())
        return self._closed_by_version[version.key]


def look(node: Node, permits: Callable[[Sequence[SourceClass]], Sequence[bool]], leaving: Collection[str]) -> Extent:
    """Decide on each class of source once, and say what follows for the versions.

    Args:
        node: The node.
        permits: Decides on each of some classes.
        leaving: Sources whose deletion has begun: closed to all.
    """
    held = node.lake.versions()
    known = {key: Source.from_dict(data) for version in held for key, data in version.sources.items()}
    about = {key: SourceClass(each.handling, str(each.evidential_status)) for key, each in known.items()}
    distinct = list(dict.fromkeys(about.values()))
    verdicts = dict(zip(distinct, permits(distinct), strict=True))
    sources = {key: each for key, each in known.items() if verdicts[about[key]] and key not in leaving}
    forbidden = known.keys() - sources.keys()
    classes = {f"{each.handling.banner} | {each.evidential_status}" for each in distinct if verdicts[each]}
    shown, closed, parted = [], [], set()
    for version in held:
        shut = forbidden.intersection(version.sources)
        if shut and len(shut) == len(version.sources):
            closed.append(version)
            continue
        if shut:
            parted.add(version.key)
            version = _in_part(node, version, frozenset(forbidden))
        shown.append(version)
    return Extent(
        node, tuple(shown), tuple(closed), frozenset(parted), sources, frozenset(forbidden), frozenset(classes)
    )


def _in_part(node: Node, version: DatasetVersion, forbidden: frozenset[str]) -> DatasetVersion:
    """A version with the figures of its open sources; values set aside are not told by source, and so not at all."""
    ids, evidence = _stated(node, version, forbidden)
    table = pq.read_table(node.lake.folder(version) / "statements.parquet", columns=["id", "entity_id"])
    table = table.filter(pc.is_in(table["id"], ids))
    return replace(
        version,
        sources={key: data for key, data in version.sources.items() if key not in forbidden},
        files={},
        statements=table.num_rows,
        evidence=evidence,
        entities=pc.count_distinct(table["entity_id"]).as_py(),
        rejects=0,
    )


def _stated(node: Node, version: DatasetVersion, forbidden: frozenset[str]) -> tuple[pa.Array, int]:
    """Ids of the statements of a version that open sources make, and how many pieces of evidence they are."""
    path = node.lake.folder(version) / "evidence.parquet"
    table = pq.read_table(path, columns=["statement_id", "source_id"])
    table = table.filter(pc.invert(pc.is_in(table["source_id"], pa.array(sorted(forbidden), pa.string()))))
    return pc.unique(table["statement_id"]), table.num_rows
