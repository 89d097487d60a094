"""Lists as they were by a date, opened for a serving process when somebody asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from contrared.govern import Desk
from contrared.govern.masking import masked_ids
from contrared.match.screening import Screen, opened
from contrared.match.segments import refresh, segments
from contrared.model import InputError

#: Dates whose lists are kept open.
MOST = 4


@dataclass(frozen=True, slots=True)
class _Kept:
    desk: Desk
    screen: Screen
    folders: frozenset[Path]


class Past:
    """Lists by date; used by one thread.

    Args:
        enter: Enters the node by a date.
    """

    def __init__(self, enter: Callable[[str], Desk]) -> None:
        self._enter = enter
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def at(self, as_of: str) -> Screen:
        """The lists by a date; what is not indexed is indexed first, as long as it takes.

        Raises:
            InputError: this is no date, or nothing was held by then.
            NodeError: another process builds an index, or the disk is full.
        """
        kept = self._kept.get(as_of)
        desk = kept.desk if kept is not None else self._enter(as_of)
        wanted = segments(desk)
        if not wanted:
            raise InputError(
                f"nothing is held as of {as_of}", where="as_of", do="see /versions, or ask for a later date"
            )
        folders = frozenset(segment.folder for segment in wanted)
        if kept is None or kept.folders != folders or kept.screen.masked != masked_ids(desk):
            if not all(segment.ready for segment in wanted):
                refresh(desk)
            kept = _Kept(desk, opened(desk), folders)
        self._kept[as_of] = kept
        self._kept.move_to_end(as_of)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return kept.screen
