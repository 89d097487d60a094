"""The peer: nomenklatura's LogicV2 with its DuckDB blocking index."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from followthemoney import model

from .matcher import Entity, Hit

#: Its own convention for a hit.
THRESHOLD = 0.7
#: Queries looked up together. Its index leaves out tokens by the cost of the whole batch, so batches stay moderate.
BATCH = 500


class LogicV2:
    """``nomenklatura.matching.LogicV2`` with its default settings."""

    name = "logic-v2"
    threshold = THRESHOLD

    def __init__(self) -> None:
        from nomenklatura.matching import LogicV2 as Algorithm

        self.edition = "-".join(version(package) for package in ("nomenklatura", "rigour", "followthemoney"))
        self._algorithm = Algorithm
        self._config = Algorithm.default_config()

    def prepare(self, entity: Entity) -> Any:
        """An FtM proxy, cleaned as the peer's own loaders clean."""
        return model.get_proxy(dict(entity), cleaned=False)

    def score(self, query: Any, listed: Any) -> float:
        """Score of a pair."""
        return float(self._algorithm.compare(query, listed, self._config).score)

    def reasons(self, query: Any, listed: Any) -> list[str]:
        """Features and details."""
        found = self._algorithm.compare(query, listed, self._config).explanations
        return [f"{name}: {e.query} ~ {e.candidate} ({e.score:.2f})" for name, e in sorted(found.items())]

    def index(self, entities: Sequence[Entity]) -> BlockedIndex:
        """Its blocking index, scored by LogicV2."""
        return BlockedIndex(self, [self.prepare(entity) for entity in entities])


class _View:
    """As much of the peer's store as its index asks for."""

    def __init__(self, proxies: Sequence[Any]) -> None:
        self._proxies = proxies

    def entities(self, include_schemata: Sequence[Any]) -> Iterator[Any]:
        wanted = {schema.name for schema in include_schemata}
        return (proxy for proxy in self._proxies if proxy.schema.name in wanted)


class BlockedIndex:
    """DuckDB blocks, LogicV2 scores every candidate the blocks give (75 at most, its default)."""

    def __init__(self, matcher: LogicV2, proxies: Sequence[Any]) -> None:
        from nomenklatura.blocker.index import Index

        self._matcher = matcher
        self._by_id = {str(proxy.id): proxy for proxy in proxies}
        self._folder = tempfile.TemporaryDirectory()
        self._index: Any = Index(_View(proxies), Path(self._folder.name))  # type: ignore[arg-type]
        self._index.build()

    def screen(self, query: Entity, limit: int) -> list[Hit]:
        """Candidates of one query: a batch of one."""
        return next(self.screen_all([query], limit))

    def screen_all(self, queries: Sequence[Entity], limit: int) -> Iterator[list[Hit]]:
        """Candidates of each query, blocked in batches."""
        for start in range(0, len(queries), BATCH):
            proxies = [self._matcher.prepare(query) for query in queries[start : start + BATCH]]
            blocked = {str(found): matches for found, matches in self._index.match_entities(proxies)}
            for proxy in proxies:
                yield self._scored(proxy, blocked.get(str(proxy.id), []), limit)

    def _scored(self, query: Any, matches: Sequence[tuple[Any, float]], limit: int) -> list[Hit]:
        scored = [
            (self._matcher.score(query, self._by_id[str(found)]), weight, str(found)) for found, weight in matches
        ]
        best = sorted(scored, key=lambda item: (-item[0], -item[1], item[2]))[:limit]
        return [Hit(entity_id, score) for score, _, entity_id in best]
