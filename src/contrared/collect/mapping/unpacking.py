"""The table in a zip archive: one, in at most one archive within the archive, and no bomb."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from contrared.collect.opening import bound, open_bytes, too_large
from contrared.collect.workbook import ZIP
from contrared.model import InputError

#: Archives that may stand in one another.
DEPTH = 2
_ENCRYPTED = 0x1
_CHUNK = 1 << 20
_AGAIN = "fetch the file again; nothing was loaded"
#: What lies beside a table in an archive and is none.
_BESIDE = ("__macosx/", "readme", "license", "licence")


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive and no workbook.

    Raises:
        InputError: it cannot be opened.
    """
    with open_bytes(path) as stream:
        if stream.read(4) != ZIP:
            return False
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        return not any(item.filename.endswith("xl/workbook.xml") for item in packed.infolist())


def unpack(path: Path, folder: Path, depth: int = 1) -> Path:
    """Take the one table out of an archive.

    Args:
        path: The archive.
        folder: Where to put it.
        depth: How many archives it stands in, itself counted.

    Returns:
        The table.

    Raises:
        InputError: there is none, or more than one; archives are nested deeper than ``DEPTH``; it has a password, is
            damaged, or unpacks to more than its bound.
    """
    if depth > DEPTH:
        raise InputError(
            f"archives within archives, deeper than {DEPTH}",
            where=path.name,
            do="unpack it by hand if you know where it came from",
        )
    try:
        with zipfile.ZipFile(path) as packed:
            held = [item for item in packed.infolist() if not item.is_dir() and not _beside(item.filename)]
            if len(held) != 1:
                names = ", ".join(item.filename for item in held[:5]) + (" …" if len(held) > 5 else "")
                raise InputError(
                    f"the archive holds {len(held)} files where one is wanted{': ' if names else ''}{names}",
                    where=path.name,
                    do="unpack it by hand and load the table that is meant",
                )
            (item,) = held
            if item.flag_bits & _ENCRYPTED:
                raise InputError("the archive has a password", where=path.name, do="unpack it by hand")
            target = folder / (PurePosixPath(item.filename.replace("\\", "/")).name or "table")
            if target.exists():
                target = folder / f"inner-{target.name}"
            limit = bound(path.stat().st_size)
            if item.file_size > limit:
                raise too_large(path.name, limit)
            with packed.open(item) as source, target.open("wb") as sink:
                _copy(source, sink, path.name, limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as exc:
        raise InputError(f"the archive is damaged ({exc})", where=path.name, do=_AGAIN) from exc
    return unpack(target, folder, depth + 1) if target.stat().st_size and is_archive(target) else target


def _copy(source: IO[bytes], sink: IO[bytes], name: str, limit: int) -> None:
    seen = 0
    while chunk := source.read(_CHUNK):
        seen += len(chunk)
        # An archive may lie about the size.
        if seen > limit:
            raise too_large(name, limit)
        sink.write(chunk)


def _beside(name: str) -> bool:
    return any(part in name.casefold() for part in _BESIDE)
