"""What a serving process holds: the desk, the open lists, the record, the counters; lists are swapped as it serves."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from contrared.api.bearer import BEARER
from contrared.api.past import Past
from contrared.api.problems import MissingError, frames
from contrared.govern import Desk, enter
from contrared.govern.accounts.service_keys import ServiceKey
from contrared.govern.group import GroupRecord
from contrared.govern.log.receipt import Receipt
from contrared.govern.masking import masked_ids
from contrared.match.proof import ACTION, line
from contrared.match.remembered import Remembered, remembered
from contrared.match.screening import Answer, Screen, opened
from contrared.match.segments import Segment, refresh, segments
from contrared.model import ContraredError, NodeError
from contrared.store import Node

log = logging.getLogger(__name__)

#: Seconds between looks at whether a list has changed.
LOOK_EVERY = 3.0
#: Characters of a question from which it is worked on aside, so that others need not wait for it.
LONG = 400
#: Names of everything the node holds.
ALL = frozenset({"default", "all"})


@dataclass(frozen=True, slots=True)
class Lists:
    """What answers, swapped as one: an answer never mixes the old with the new.

    Attributes:
        screen: The open lists; None before they are open.
        late: Lists of which a newer version is loaded but not open yet, and what that means for an answer.
    """

    screen: Screen | None = None
    late: tuple[tuple[str, str], ...] = ()


class Service:
    """A serving process.

    Args:
        node: Folder of the node.
        user: Who serves; default from ``node.toml``.
        purpose: Why; default from ``node.toml``.
        swapped: Called each time newer lists were opened.
        session: Secret of the session, or the key, by which the user enters.
        first: The service of the same process that counts for all of it; itself unless given.

    Attributes:
        opened: Set once the lists were looked at.
        trouble: Why not every list can be asked, or nobody knows whether they are the newest; empty otherwise.
    """

    def __init__(
        self,
        node: Path,
        user: str | None = None,
        purpose: str | None = None,
        swapped: Callable[[], None] = lambda: None,
        *,
        session: str | ServiceKey | None = None,
        first: Service | None = None,
    ) -> None:
        self._node = Node.open(node)
        try:
            self.desk: Desk = enter(self._node, user, purpose, session=session)
            self._past = Past(lambda as_of: enter(self._node, user, purpose, session=session, as_of=as_of))
        except ContraredError:
            self._node.close()
            raise
        self.record = GroupRecord(self.desk)
        self._swapped = swapped
        self._first = first or self
        self.counts: Counter[str] = Counter() if first is None else first.counts
        self.seconds = 0.0
        self.opened = threading.Event()
        self.trouble = "the lists are being opened"
        self._lists = Lists()
        self._open: frozenset[Path] = frozenset()
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="aside")
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="lists", daemon=True)
        self._watcher.start()

    @property
    def screen(self) -> Screen:
        """The lists as they stand.

        Raises:
            NodeError: they are not open yet.
        """
        return self._opened(self._lists)

    @property
    def late(self) -> tuple[tuple[str, str], ...]:
        """Lists of which a newer version is loaded but not open yet, and what that means for an answer."""
        return self._lists.late

    @property
    def ready(self) -> bool:
        """Whether every list can be asked."""
        return self._lists.screen is not None and not self.trouble

    def chosen(self, dataset: str) -> list[str]:
        """The lists that a dataset in an address means: none in particular, or that one.

        Raises:
            MissingError: there is no such list.
            NodeError: the lists are not open yet.
        """
        known = sorted({asked.dataset for asked in self.screen.asked})
        if dataset in ALL:
            return []
        if dataset not in known:
            raise MissingError(
                f"no dataset {dataset!r}", where="dataset", do="one of: " + ", ".join(("default", *known))
            )
        return [dataset]

    async def ask(
        self,
        queries: Sequence[dict[str, Any]],
        *,
        limit: int,
        datasets: Sequence[str] = (),
        least: float | None = None,
        as_of: str = "",
    ) -> tuple[Answer, Receipt]:
        """Put a query to the lists; given back when its line in the record is on disk.

        Args:
            queries: The query, once for each kind of party it may be.
            limit: Candidates to give at most.
            datasets: Only these; all unless given.
            least: Score from which a candidate is given; the threshold of the model unless given.
            as_of: Date by which the lists are asked; now unless given.

        Returns:
            The answer, and the receipt of its line.

        Raises:
            InputError: the query cannot be compared.
            NodeError: the lists are not open, or the record cannot be written.
        """
        lists = self._lists if not as_of else Lists(await self.at(as_of))
        asking = partial(self._opened(lists).ask, *queries, limit=limit, datasets=datasets, least=least)
        began = time.perf_counter()
        if _characters(queries) > LONG:
            answer = await asyncio.get_running_loop().run_in_executor(self._aside, asking)
        else:
            answer = asking()
        self._first.seconds += time.perf_counter() - began
        if lists.late:
            answer = replace(answer, missing=(*answer.missing, *lists.late))
        self.counts["screenings"] += 1
        self.counts["candidates"] += len(answer.hits)
        return answer, await self.note(ACTION, line(self.desk, queries, answer))

    async def at(self, as_of: str) -> Screen:
        """The lists by a date; the first who asks for it waits until they are open, others meanwhile do not.

        Raises:
            InputError: this is no date, or nothing was held by then.
            NodeError: they cannot be opened now.
        """
        if not as_of:
            return self.screen
        return await asyncio.get_running_loop().run_in_executor(self._aside, self._past.at, as_of)

    async def begin(self, typed: str, *, limit: int, datasets: Sequence[str] = ()) -> list[tuple[str, dict[str, Any]]]:
        """Listed parties with a name whose words begin as typed, each with that name; on record before it is given.

        Raises:
            NodeError: the lists are not open, or the record cannot be written.
        """
        screen = self.screen
        found = screen.begin(typed, limit, datasets)
        versions = [f"{a.dataset}@{a.version}" for a in screen.asked if not datasets or a.dataset in datasets]
        await self.note("suggest", {"versions": versions, "found": len(found)})
        return found

    def remembered(self, queries: Sequence[dict[str, Any]], answer: Answer) -> dict[str, Remembered]:
        """What was cleared before of the candidates, by entity id; looked up only where there are any."""
        return remembered(self.desk, queries, answer)

    async def note(self, action: str, what: Mapping[str, Any]) -> Receipt:
        """Wait until a line is on record, and give its receipt.

        Raises:
            NodeError: it cannot be written.
        """
        return await asyncio.wrap_future(
            self.record.append(action, {**what, "key": key} if (key := BEARER.get()) else what)
        )

    def look(self) -> None:
        """Open the newest lists, building what is missing, and swap them in at once; until then the old ones answer.

        Raises:
            NodeError: a segment is damaged, or the lake cannot be read.
        """
        wanted = segments(self.desk)
        folders = frozenset(segment.folder for segment in wanted)
        before = self._lists.screen
        if before is not None and folders == self._open and before.masked == masked_ids(self.desk):
            self.trouble, self._lists = "", Lists(before)
            return
        unbuilt = [segment for segment in wanted if not segment.ready]
        if unbuilt:
            self._lists = Lists(before, _lateness(before, unbuilt, "is being indexed"))
            try:
                refresh(self.desk)
            except NodeError as exc:  # another process builds them, or the disk is full
                if before is not None:
                    self._lists = Lists(before, _lateness(before, unbuilt, f"cannot be indexed now: {exc.what}"))
                    return
        screen = opened(self.desk)
        if screen.asked or not screen.missing:  # an answer of no list at all is none
            self._lists = Lists(screen)
        if screen.missing:
            self.trouble = "not built yet: " + ", ".join(dataset for dataset, _ in screen.missing)
        else:
            self.trouble, self._open = "", folders
            self.counts["swaps"] += 1
        self._swapped()

    def close(self) -> None:
        """Let go of everything."""
        self._ended.set()
        self._watcher.join()
        self._aside.shutdown()
        self.record.close()
        self._node.close()

    def _opened(self, lists: Lists) -> Screen:
        if lists.screen is None:
            raise NodeError(self.trouble, do="ask again in a moment")
        return lists.screen

    def _watch(self) -> None:
        while not self._ended.is_set():
            try:
                self.look()
            except NodeError as exc:
                self.trouble = str(exc)
            except Exception as exc:  # noqa: BLE001  (told by /readyz and the log; the next look may succeed)
                self.trouble = f"whether there are newer lists is not known: {type(exc).__name__}"
                log.error("%s while looking for newer lists: %s", type(exc).__name__, frames(exc))
            self.opened.set()
            self._ended.wait(LOOK_EVERY)


def _characters(queries: Sequence[dict[str, Any]]) -> int:
    return sum(len(value) for query in queries for values in query["properties"].values() for value in values)


def _lateness(before: Screen | None, unbuilt: Sequence[Segment], why: str) -> tuple[tuple[str, str], ...]:
    """What is told of lists with a newer version, where an older one answers."""
    if before is None:
        return ()
    versions = {asked.dataset: asked.version for asked in before.asked}
    told = {}
    for segment in unbuilt:
        name, version = segment.version.dataset, segment.version.version
        instead = f"{versions[name]} was asked" if name in versions else "not asked"
        told[name] = f"version {version} {why}; {instead}"
    return tuple(sorted(told.items()))
