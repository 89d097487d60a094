"""Segments of a node: one index for each dataset version and class of sources, built once and then only mapped.

They lie under ``segments/<dataset>/<version>/<class>`` and may be deleted: they are derived from the lake. A
class is what policy looks at in a source (handling, evidential status); a segment of a class that a desk may not read
is never opened.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from contrared.govern import Desk
from contrared.govern.rights.standing import Corrected
from contrared.match.entities import entities
from contrared.match.index import Index
from contrared.match.index.build import Builder
from contrared.match.index.parts import read_head
from contrared.model import NodeError, Source
from contrared.store import DatasetVersion
from contrared.store.durable import disk_errors

FOLDER = "segments"
#: Told the dataset and how many entities were taken.
Progress = Callable[[str, int], None]
PROGRESS_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment there should be.

    Attributes:
        version: Dataset version.
        sources: Sources of one class.
        folder: Where it lies, or will.
    """

    version: DatasetVersion
    sources: frozenset[str]
    folder: Path

    @property
    def ready(self) -> bool:
        """Whether it was built by this edition of the program."""
        try:
            read_head(self.folder)
        except NodeError:
            return False
        return True


def segments(desk: Desk) -> list[Segment]:
    """Segments of the current versions, of the classes this desk may read."""
    permitted = desk.sources()
    leaving, false = desk.leaving(), desk.corrected()
    found = []
    for version in desk.current():
        classes: dict[str, set[str]] = {}
        for source_id, source in version.sources.items():
            if source_id not in leaving:
                classes.setdefault(_class(Source.from_dict(source)), set()).add(source_id)
        apart = _apart(version, leaving, false)
        for name, sources in sorted(classes.items()):
            if sources <= permitted.keys():
                folder = desk.node.root / FOLDER / version.dataset / version.version / (name + apart)
                found.append(Segment(version, frozenset(sources), folder))
    return found


def refresh(desk: Desk, progress: Progress = lambda *_: None) -> list[Segment]:
    """Build the segments that are missing and sweep those of versions that are no longer current.

    Returns:
        The segments that were built.

    Raises:
        NodeError: another process is building them, or the disk is full.
    """
    root = desk.node.root / FOLDER
    with _locked(root):
        wanted = segments(desk)
        built = [segment for segment in wanted if not segment.ready]
        for segment in built:
            _build(desk, segment, progress)
        _sweep(desk, root, wanted)
    return built


def open_segments(desk: Desk, *, model: str = "default") -> tuple[list[tuple[Segment, Index]], list[Segment]]:
    """The segments that are there, mapped into memory, and those that are missing.

    Raises:
        NodeError: one of them is damaged.
    """
    found, missing = [], []
    for segment in segments(desk):
        if segment.ready:
            found.append((segment, Index.open(segment.folder, model=model)))
        else:
            missing.append(segment)
    return found, missing


def _build(desk: Desk, segment: Segment, progress: Progress) -> None:
    build_at(desk, segment, segment.folder, progress)


def build_at(desk: Desk, segment: Segment, folder: Path, progress: Progress = lambda *_: None) -> None:
    """Build what a segment should be, in a folder of the caller's choice."""
    version = segment.version
    builder = Builder()
    for entity in entities(_statements(desk, segment)):
        builder.add(entity)
        if builder.count % PROGRESS_EVERY == 0:
            progress(version.dataset, builder.count)
    about = {"dataset": version.dataset, "version": version.version, "as_of": version.as_of}
    builder.parts(about).save(folder)


def _statements(desk: Desk, segment: Segment) -> pa.Table:
    statements = desk.statements(versions=[segment.version])
    if segment.sources == segment.version.sources.keys():
        return statements
    evidence = desk.evidence(None, versions=[segment.version])
    of_class = evidence.filter(pc.is_in(evidence["source_id"], pa.array(sorted(segment.sources))))
    return statements.filter(pc.is_in(statements["id"], of_class["statement_id"].combine_chunks()))


def _sweep(desk: Desk, root: Path, wanted: Collection[Segment]) -> None:
    """Remove what belongs to no current version; processes that still have it mapped keep it until they let go.

    What somebody asks for as of a date stays until somebody asks as of now.
    """
    current = {(version.dataset, version.version): version for version in _newest(desk)}
    current |= {(each.version.dataset, each.version.version): each.version for each in wanted}
    leaving, false = desk.leaving(), desk.corrected()
    for home in sorted(root.glob("*/*")):
        version = current.get((home.parent.name, home.name))
        if not home.is_dir():
            continue
        if version is None:
            shutil.rmtree(home)
            continue
        apart = _apart(version, leaving, false)
        for folder in sorted(home.iterdir()):
            if folder.is_dir() and folder.name != folder.name.partition("-")[0] + apart:
                shutil.rmtree(folder)


def _apart(version: DatasetVersion, leaving: Collection[str], false: Corrected) -> str:
    """What an index is told apart by where sources leave or something was corrected: no old one is asked then."""
    left = sorted(set(leaving).intersection(version.sources))
    found = [hashlib.sha256(" ".join(left).encode()).hexdigest()[:12]] if left else []
    found += [false.marks[version.dataset]] if version.dataset in false.marks else []
    return "".join(f"-{each}" for each in found)


def _newest(desk: Desk) -> Iterator[DatasetVersion]:
    """Versions that are the newest for somebody: of each class of sources, the last that has one of it."""
    lake = desk.node.lake
    for dataset in lake.datasets():
        seen: set[str] = set()
        for version in reversed(lake.versions(dataset)):
            classes = {_class(Source.from_dict(source)) for source in version.sources.values()}
            if not classes <= seen or not classes:
                yield version
            seen |= classes


def _class(source: Source) -> str:
    text = f"{source.handling.banner}|{source.evidential_status}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    with disk_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / ".lock").open("a+")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise NodeError(
                "another process is building the index", where=str(root), do="wait until it has ended"
            ) from exc
        yield
