"""BagIt (RFC 8493): a folder that lists what is in it, so that anybody can say what is missing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from contrared.model import InputError
from contrared.store.durable import write_bytes

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def close(bag: Path, told: Mapping[str, str]) -> None:
    """Write the tag files of a bag whose payload lies under ``data/``.

    Args:
        bag: Folder of the bag.
        told: Lines of ``bag-info.txt``.
    """
    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    lines = [f"{digest(path)}  {path.relative_to(bag).as_posix()}\n" for path in payload]
    write_bytes(bag / "manifest-sha256.txt", "".join(lines).encode())
    info = {**told, "Payload-Oxum": f"{size}.{len(payload)}"}
    write_bytes(bag / "bag-info.txt", "".join(f"{key}: {value}\n" for key, value in info.items()).encode())
    write_bytes(bag / "bagit.txt", _DECLARATION)


def close_tags(bag: Path) -> None:
    """Write the manifest of the tag files, the last file of a bag."""
    tags = sorted(path for path in bag.iterdir() if path.is_file() and path.name != "tagmanifest-sha256.txt")
    lines = [f"{digest(path)}  {path.name}\n" for path in tags]
    write_bytes(bag / "tagmanifest-sha256.txt", "".join(lines).encode())


def problems(bag: Path) -> list[str]:
    """What is missing, changed or too much in a bag; empty where it is whole.

    Raises:
        InputError: it is no bag.
    """
    if not (bag / "bagit.txt").is_file() or (bag / "bagit.txt").read_bytes() != _DECLARATION:
        raise InputError("is no bag of BagIt 1.0", where=str(bag), do="give the folder that holds bagit.txt")
    found: list[str] = []
    listed = set()
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        path = bag / name
        if not path.is_file():
            found.append(f"{name} is missing")
            continue
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.fullmatch("([0-9a-f]{64})  (.+)", text)
            if match is None or not _inside(unquote(match[2])):
                found.append(f"{name}, line {number} is malformed")
                continue
            told = bag / unquote(match[2])
            listed.add(told)
            if not told.is_file():
                found.append(f"{match[2]} is missing")
            elif digest(told) != match[1]:
                found.append(f"{match[2]} is not what was packed")
    for path in sorted(bag.rglob("*")):
        if path.is_file() and path not in listed and path.name != "tagmanifest-sha256.txt":
            found.append(f"{path.relative_to(bag).as_posix()} is in no manifest")
    return found


def name_of(bag: Path) -> str:
    """What a bag is known by: the hash of the manifest of its tag files, which stands for every byte of it.

    Raises:
        InputError: it has none.
    """
    path = bag / "tagmanifest-sha256.txt"
    if not path.is_file():
        raise InputError("is no bag", where=str(bag), do="give the folder that holds bagit.txt")
    return digest(path)


def info(bag: Path) -> dict[str, str]:
    """Lines of ``bag-info.txt``.

    Raises:
        InputError: it cannot be read.
    """
    try:
        lines = (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"bag-info.txt cannot be read ({exc})", where=str(bag), do="take another copy") from exc
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _inside(name: str) -> bool:
    parts = Path(name).parts
    return bool(parts) and not Path(name).is_absolute() and ".." not in parts
