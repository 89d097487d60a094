"""The lake: immutable Parquet versions of datasets, each swapped in by one atomic rename.

Layout: ``lake/<dataset>/<version>/{statements,evidence}.parquet, rejects.csv`` and ``lake/<dataset>/versions.json``.
A version exists when ``versions.json`` names it; that file is replaced in one step, so a load killed at any moment
leaves the previous versions whole, and its leftovers are swept by the next load of that dataset.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from contrared.model import InputError, NodeError
from contrared.store.durable import disk_errors, sync_folder, write_bytes
from contrared.store.version import DatasetVersion

NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
LOCK = ".lock"
#: A list of no version: the last sources of a dataset are being deleted.
EMPTY = b"[]"
FILES = ("statements.parquet", "evidence.parquet", "rejects.csv")


class Lake:
    """All dataset versions of a node."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def datasets(self) -> list[str]:
        """Names of the datasets that have at least one version, sorted."""
        listings = self.root.glob("*/versions.json")
        return sorted(p.parent.name for p in listings if p.stat().st_size != len(EMPTY) or p.read_bytes() != EMPTY)

    def versions(self, dataset: str | None = None) -> list[DatasetVersion]:
        """Committed versions, ordered by dataset, as-of date, then time of load.

        Raises:
            NodeError: a ``versions.json`` cannot be read.
        """
        found: list[DatasetVersion] = []
        for name in [dataset] if dataset else self.datasets():
            listing = self.root / name / "versions.json"
            if not listing.exists():
                continue
            found.extend(_listed(listing))
        return sorted(found, key=lambda v: (v.dataset, v.as_of, v.loaded_at, v.version))

    def state(self) -> tuple[tuple[str, int, int], ...]:
        """What is another with each change of what versions there are; costs a look at each dataset's list."""
        listings = sorted(self.root.glob("*/versions.json"))
        return tuple((path.parent.name, (about := path.stat()).st_ino, about.st_mtime_ns) for path in listings)

    def current(self, dataset: str) -> DatasetVersion:
        """The version that speaks for the latest date.

        Raises:
            InputError: the node holds no such dataset.
        """
        return chosen(self.versions(dataset), dataset)

    def find(self, dataset: str, wanted: str) -> DatasetVersion:
        """A version by id, id prefix, or as-of date.

        Raises:
            InputError: none or several fit.
        """
        return chosen(self.versions(dataset), dataset, wanted)

    def folder(self, version: DatasetVersion) -> Path:
        """Folder of a version."""
        return self.root / version.dataset / version.version

    @contextmanager
    def staging(self, dataset: str) -> Iterator[Path]:
        """A fresh folder to write a version of ``dataset`` into, under the dataset's lock.

        Raises:
            InputError: the name is not a dataset name.
            NodeError: another load of this dataset is running, or the disk is full.
        """
        if not NAME.fullmatch(dataset):
            raise InputError(
                f"{dataset!r} is not a dataset name", do="use lower-case letters, digits and _, at most 64"
            )
        home = self.root / dataset
        with _locked(home):
            try:
                self._sweep(home)
                folder = home / f".staging-{secrets.token_hex(6)}"
                try:
                    with disk_errors(folder):
                        folder.mkdir()
                        yield folder
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                if [item.name for item in home.iterdir()] == [LOCK]:
                    # A load that was refused leaves no trace of a dataset there is not.
                    (home / LOCK).unlink()
                    home.rmdir()

    def commit(self, staging: Path, version: DatasetVersion) -> DatasetVersion:
        """Make a staged folder a version; the last step is one atomic replacement of ``versions.json``.

        Raises:
            NodeError: the disk is full.
        """
        home = self.root / version.dataset
        hashes = {name: file_hash(staging / name) for name in FILES}
        version = replace(version, files=hashes)
        final = self.folder(version)
        with disk_errors(home):
            for name in FILES:
                with (staging / name).open("rb") as stream:
                    os.fsync(stream.fileno())
            if final.exists():
                shutil.rmtree(final)
            staging.rename(final)
            sync_folder(home)
        known = [v for v in self.versions(version.dataset) if v.version != version.version]
        try:
            self.listed(version.dataset, [*known, version])
        except NodeError:
            shutil.rmtree(final, ignore_errors=True)
            raise
        return version

    def listed(self, dataset: str, versions: Sequence[DatasetVersion]) -> None:
        """Replace the list of a dataset's versions in one step; whoever does holds the dataset's lock.

        Raises:
            NodeError: the disk is full.
        """
        ordered = sorted(versions, key=lambda v: (v.as_of, v.loaded_at, v.version))
        text = json.dumps([v.to_dict() for v in ordered], indent=1, ensure_ascii=False) if ordered else EMPTY.decode()
        write_bytes(self.root / dataset / "versions.json", text.encode())

    def originals(self) -> set[str]:
        """SHA-256 of every original that a committed version names."""
        return {str(source["sha256"]) for version in self.versions() for source in version.sources.values()}

    def unlisted(self) -> list[Path]:
        """Folders of versions that no ``versions.json`` names: a load was killed at the last moment, or it is lost."""
        return [
            item
            for home in sorted(self.root.iterdir())
            if home.is_dir()
            for item in self._unlisted(home)
            if not item.name.startswith(".")
        ]

    def _unlisted(self, home: Path) -> list[Path]:
        committed = {v.version for v in self.versions(home.name)}
        return [item for item in sorted(home.iterdir()) if item.is_dir() and item.name not in committed]

    def _sweep(self, home: Path) -> None:
        """Remove what killed loads left; where the list of versions is lost, nothing that may be a version."""
        lost = not (home / "versions.json").exists()
        for item in self._unlisted(home):
            if item.name.startswith(".") or not lost:
                shutil.rmtree(item)


def chosen(versions: Sequence[DatasetVersion], dataset: str, wanted: str | None = None) -> DatasetVersion:
    """One of the versions of a dataset, by id, id prefix or as-of date; without ``wanted`` the latest.

    Args:
        versions: All there are, or all that somebody may know of, the latest last.
        dataset: Its name.
        wanted: What was asked for.

    Raises:
        InputError: none or several fit.
    """
    if not versions and not wanted:
        raise InputError(f"no dataset {dataset!r} in this node", do="see `contrared datasets` for what is loaded")
    if not wanted:
        return versions[-1]
    exact = [v for v in versions if wanted in (v.version, v.as_of)]
    fitting = exact or [v for v in versions if any(each.startswith(wanted) for each in (v.version, *v.formerly))]
    if len(fitting) != 1:
        known = ", ".join(v.version for v in versions) or "none"
        raise InputError(f"{len(fitting) or 'no'} version of {dataset!r} fits {wanted!r}", do=f"choose one of: {known}")
    return fitting[0]


def _listed(listing: Path) -> list[DatasetVersion]:
    do = "restore the file from a backup; run `contrared check`"
    try:
        entries = json.loads(listing.read_text(encoding="utf-8"))
    except (ValueError, OSError) as exc:
        raise NodeError(f"cannot be read: {exc}", where=str(listing), do=do) from exc
    if not isinstance(entries, list):
        raise NodeError("is no list of versions", where=str(listing), do=do)
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(DatasetVersion.from_dict(entry))
        except (TypeError, KeyError, ValueError, AttributeError) as exc:
            raise NodeError(f"version {number} of the list cannot be read: {exc}", where=str(listing), do=do) from exc
        if found[-1].dataset != listing.parent.name:
            raise NodeError(f"version {number} of the list is of {found[-1].dataset!r}", where=str(listing), do=do)
    return found


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the lock of a dataset; its folder is made where there is none.

    Raises:
        NodeError: somebody else holds it, or the disk is full.
    """
    while True:
        with disk_errors(home):
            home.mkdir(parents=True, exist_ok=True)
            try:
                lock = (home / LOCK).open("a+")
            except FileNotFoundError:
                continue  # a refused load took the folder away between the two lines above
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise NodeError(
                    f"another load of {home.name} is running",
                    where=str(home),
                    do="wait until it has ended and run this one again",
                ) from exc
            if not _is_at(lock.fileno(), home / LOCK):
                continue  # the same, between opening and locking
            yield
            return


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def file_hash(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
