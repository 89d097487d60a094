"""An index held against the list it was built from: a name taken out of it by hand is found by building it anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from contrared.govern import Desk
from contrared.govern.oversight import Suspicion
from contrared.match.index import Index
from contrared.match.segments import Segment, build_at, segments
from contrared.model import NodeError


def suppressed(desk: Desk) -> list[Suspicion]:
    """Segments that are not what their lists give, each with the entities that are missing where that can be told.

    Builds every segment anew, in a folder of its own; takes as long as ``contrared index`` on a new node.
    """
    found: list[Suspicion] = []
    for segment in segments(desk):
        if segment.ready:
            found += _held_against(desk, segment)
    return sorted(found)


def _held_against(desk: Desk, segment: Segment) -> Iterator[Suspicion]:
    what = f"{segment.version.dataset}@{segment.version.version}"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh"
        build_at(desk, segment, fresh)
        if _same(segment.folder, fresh):
            return
        expected = _ids(Index.open(fresh))
        try:
            there = _ids(Index.open(segment.folder))
        except NodeError as exc:
            yield Suspicion("index altered", what, "", str(exc))
            return
    missing, extra = sorted(expected - there), sorted(there - expected)
    for entity in missing[:20]:
        yield Suspicion("index altered", what, "", f"{entity} is on the list and not in the index")
    for entity in extra[:20]:
        yield Suspicion("index altered", what, "", f"{entity} is in the index and not on the list")
    if not missing and not extra:
        yield Suspicion("index altered", what, "", "the index is not what its list gives, though all entries are in it")


def _same(left: Path, right: Path) -> bool:
    files = sorted(path.name for path in right.iterdir())
    if files != sorted(path.name for path in left.iterdir()):
        return False
    return all((left / name).read_bytes() == (right / name).read_bytes() for name in files)


def _ids(index: Index) -> set[str]:
    return {str(index.entity(number)["id"]) for number in range(len(index))}
