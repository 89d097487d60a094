"""What is missing in an archive: seen from outside by anybody, from inside with the keepers' shares."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contrared.govern.handover import bag
from contrared.govern.handover.sealing import unseal
from contrared.govern.handover.shares import join
from contrared.govern.log.note import Note, NoteError, Verifier, verified
from contrared.model import InputError


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes:
        id: Id of the archive.
        node: Node that it was made of.
        made: When, UTC.
        signed: Name of the key that signed it.
        shares: Keepers whose share is in it.
        needed: How many open it.
        files: Files of the node in it; None where it was not opened.
        before: Hash of the deposit that this one follows; empty where it follows none.
        problems: What is missing or wrong.
    """

    id: str
    node: str
    made: str
    signed: str
    shares: tuple[str, ...]
    needed: int
    files: int | None
    before: str
    problems: tuple[str, ...]


def verify_archive(
    archive: Path, *, key: Verifier | None = None, shares: Sequence[bytes] = (), after: Path | None = None
) -> Verified:
    """Check an archive.

    Args:
        archive: Folder of the bag.
        key: Public key of the node's log, got from elsewhere; the one in the bag proves only that it is of one piece.
        shares: Opened shares; with enough of them the contents are checked too.
        after: The deposit that it must follow.

    Raises:
        InputError: it is no archive, or the shares do not open it.
    """
    found = bag.problems(archive)
    told = bag.info(archive)
    identity = told.get("External-Identifier", "")
    signed = _signed(archive, key, identity, found)
    match = re.fullmatch("([0-9]+) of ([0-9]+)", told.get("Contrared-Keepers", ""))
    names = tuple(sorted(path.stem for path in (archive / "data" / "shares").glob("*.share")))
    needed = int(match[1]) if match else 0
    if match is None:
        found.append("bag-info.txt does not say how many keepers open it")
    elif len(names) < int(match[2]):
        found.append(f"{int(match[2]) - len(names)} shares are missing")
    if after is not None and told.get("Contrared-Before") != bag.name_of(after):
        found.append(f"it does not follow {after.name}: a deposit is missing between them, or one was made anew")
    files = None
    if shares:
        files = len(inventory_of(archive, shares))
    return Verified(
        identity,
        told.get("Contrared-Node", ""),
        told.get("Contrared-Made", ""),
        signed,
        names,
        needed,
        files,
        told.get("Contrared-Before", ""),
        tuple(found),
    )


def inventory_of(archive: Path, shares: Sequence[bytes]) -> list[tuple[str, int, str]]:
    """Name, size and SHA-256 of every file of the node.

    Raises:
        InputError: the shares do not open it.
    """
    path = archive / "data" / "inventory.sealed"
    try:
        key = join(list(shares))
        with path.open("rb") as stream:
            data = b"".join(unseal(stream, key, str(path)))
    except (OSError, ValueError) as exc:
        raise InputError(f"cannot be opened: {exc}", where=str(path), do="give other shares of this archive") from exc
    return [(str(name), int(size), str(told)) for name, size, told in json.loads(data)]


def _signed(archive: Path, key: Verifier | None, identity: str, found: list[str]) -> str:
    try:
        known = key or Verifier.parse((archive / "key.txt").read_text(encoding="utf-8"))
        note = Note.parse((archive / "signature.txt").read_bytes())
        verified(note, [known])
    except (OSError, NoteError, UnicodeDecodeError) as exc:
        found.append(f"the signature does not hold: {exc}")
        return ""
    names = ("manifest-sha256.txt", "bag-info.txt")
    there = all((archive / name).is_file() for name in names)
    manifests = "".join(f"{bag.digest(archive / name)} {name}\n" for name in names) if there else ""
    if note.text != f"contrared handover v1\n{identity}\n{manifests}":
        found.append("the signature is of another archive")
    return known.name
