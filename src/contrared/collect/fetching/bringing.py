"""A list of the catalogue fetched and loaded, as if its files had been given by hand."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from contrared.collect.fetching.connection import Rules
from contrared.collect.fetching.publishers import Publisher
from contrared.collect.fetching.retrieval import Progress, Retrieved, retrieve
from contrared.collect.loader import LoadReport, load
from contrared.collect.mapping.unpacking import is_archive, unpack
from contrared.collect.opening import SIZE_LIMIT
from contrared.collect.options import LoadOptions
from contrared.collect.registry import choose
from contrared.govern import Desk
from contrared.store.durable import write_bytes

#: Folder of a node in which fetched files lie, one folder a list.
FOLDER = "fetched"
_LOADED = "loaded.json"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one list.

    Attributes:
        name: Its name in the catalogue.
        files: Its files by name.
        report: What was loaded; None where nothing is other than what was loaded before.
    """

    name: str
    files: dict[str, Retrieved]
    report: LoadReport | None


def fetch(
    desk: Desk,
    listed: Publisher,
    options: LoadOptions | None = None,
    *,
    rules: Rules | None = None,
    limit: int = SIZE_LIMIT,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch a list from its publisher and load it, if it is other than what was loaded before.

    Args:
        desk: The desk of the person who fetches.
        listed: The list.
        options: What is said about it; the date is the list's own, or the day the server says it was changed, if empty.
        rules: What addresses may be called beside public ones by https.
        limit: Bytes a file may have.
        progress: Told how far a file is.

    Raises:
        InputError: a file cannot be fetched or loaded; what was there stays.
        PolicyError: this person may not load.
    """
    desk.write()
    folder = desk.node.root / FOLDER / listed.name
    folder.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC)
    found = {
        name: retrieve(
            url.replace("{today}", f"{today:%Y%m%d}"), folder / name, rules=rules, limit=limit, progress=progress
        )
        for name, url in listed.files.items()
    }
    hashes = {name: item.sha256 for name, item in sorted(found.items())}
    done = folder / _LOADED
    if done.exists() and json.loads(done.read_text(encoding="utf-8")) == hashes:
        desk.record("fetch", {"list": listed.name, "files": hashes, "new": False})
        return Fetched(listed.name, found, None)
    desk.record("fetch", {"list": listed.name, "files": hashes, "new": True})
    with _given(folder, listed) as path:
        report = load(desk, path, _options(options or LoadOptions(), listed, found, path, today))
    write_bytes(done, json.dumps(hashes).encode())
    return Fetched(listed.name, found, report)


def _options(
    options: LoadOptions, listed: Publisher, found: dict[str, Retrieved], path: Path, now: datetime
) -> LoadOptions:
    reader = choose(path)
    own = reader.about(reader.files(path)).as_of
    day = max((item.day for item in found.values()), default="") or now.date().isoformat()
    addresses = ", ".join(item.url.partition("?")[0] for item in found.values())
    return replace(
        options,
        as_of=options.as_of or ("" if own else day),
        obtained_from=options.obtained_from or listed.publisher,
        obtained_how=options.obtained_how or f"download: {addresses}",
        obtained_at=options.obtained_at or now.isoformat(timespec="seconds"),
    )


@contextmanager
def _given(folder: Path, listed: Publisher) -> Iterator[Path]:
    """The path to load: the one file, what is in it if it is an archive, or a folder of all of them."""
    with tempfile.TemporaryDirectory(prefix="table-", dir=folder) as between:
        if len(listed.files) == 1:
            path = folder / next(iter(listed.files))
            yield unpack(path, Path(between)) if is_archive(path) else path
            return
        for name in listed.files:
            (Path(between) / name).hardlink_to(folder / name)
        yield Path(between)
