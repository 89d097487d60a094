"""What a serving process holds: the desk, the open lists, the record, the counters; lists are swapped as it serves."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from contrared.govern import Desk, enter
from contrared.govern.group import GroupRecord
from contrared.match.proof import ACTION, line
from contrared.match.screening import Answer, Screen, opened
from contrared.match.segments import refresh, segments
from contrared.model import NodeError
from contrared.store import Node

#: Seconds between looks at whether a list has changed.
LOOK_EVERY = 3.0


class Service:
    """A serving process.

    Args:
        node: Folder of the node.
        user: Who serves; default from ``node.toml``.
        purpose: Why; default from ``node.toml``.
    """

    def __init__(self, node: Path, user: str | None = None, purpose: str | None = None) -> None:
        self._node = Node.open(node)
        self.desk: Desk = enter(self._node, user, purpose)
        self.record = GroupRecord(self.desk)
        self.counts: Counter[str] = Counter()
        self.seconds = 0.0
        self._screen: Screen | None = None
        self._open: frozenset[Path] = frozenset()
        self._trouble = "the lists are being opened"
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="lists", daemon=True)
        self._watcher.start()

    @property
    def screen(self) -> Screen | None:
        """The lists as they stand; None until they are open."""
        return self._screen

    @property
    def trouble(self) -> str:
        """Why the lists are not open, or not the newest; empty where they are."""
        return self._trouble

    async def ask(self, queries: Sequence[dict[str, Any]], *, limit: int, datasets: Sequence[str] = ()) -> Answer:
        """Put a query to the lists; given back when its line in the record is on disk.

        Raises:
            InputError: the query cannot be compared.
            NodeError: the lists are not open.
        """
        screen = self._screen
        if screen is None:
            raise NodeError(self._trouble, do="ask again in a moment")
        began = time.perf_counter()
        answer = screen.ask(*queries, limit=limit, datasets=datasets)
        self.seconds += time.perf_counter() - began
        self.counts["screenings"] += 1
        self.counts["candidates"] += len(answer.candidates)
        await asyncio.wrap_future(self.record.append(ACTION, line(self.desk, queries, answer)))
        return answer

    def look(self) -> None:
        """Open the newest lists, building what is missing, and swap them in at once."""
        wanted = segments(self.desk)
        folders = frozenset(segment.folder for segment in wanted)
        if self._screen is not None and folders == self._open:
            return
        if not all(segment.ready for segment in wanted):
            with suppress(NodeError):  # another process is building them: then the next look finds them
                refresh(self.desk)
        screen = opened(self.desk)
        self._screen = screen
        if screen.missing:
            self._trouble = "not built yet: " + ", ".join(dataset for dataset, _ in screen.missing)
        else:
            self._trouble, self._open = "", folders
            self.counts["swaps"] += 1

    def close(self) -> None:
        """Let go of everything."""
        self._ended.set()
        self._watcher.join()
        self.record.close()
        self._node.close()

    def _watch(self) -> None:
        while not self._ended.is_set():
            try:
                self.look()
            except NodeError as exc:
                self._trouble = str(exc)
            self._ended.wait(LOOK_EVERY)
