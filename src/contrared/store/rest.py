"""A node at rest: a stolen disk reveals no statement, or the node says in its settings why it may."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from contrared.model import InputError, NodeError
from contrared.store.volume import System, Verdict, together, volume_of

#: Parts of a node that may be mounted from other volumes.
PARTS = ("archive", "lake", "keys", "log", "segments", ".spill")


def resting(root: Path, ledger_url: str = "", system: System | None = None) -> Verdict:
    """What is known of the volumes a node lies on; the worst of them where there are several.

    A ledger in a database server lies on that server's disks, of which nothing is known here: it is left out, and
    ``contrared check`` says so.

    Args:
        root: Folder of the node, or where it will be.
        ledger_url: URL of the ledger, paths absolute.
        system: Where the kernel tells of its devices.
    """
    places = [root, *(root / part for part in PARTS if (root / part).is_dir())]
    if ledger_url.startswith("sqlite:///"):
        places.append(Path(urlsplit(ledger_url).path).parent)
    volumes: dict[int, Path] = {}
    for place in places:
        volumes.setdefault(_device(place), place)
    return together(volume_of(place, system) for place in volumes.values())


def checked(root: Path, reason: str, ledger_url: str = "", system: System | None = None) -> None:
    """Refuse a node on a volume that is not known to be encrypted, unless its settings say why it may lie there.

    Args:
        root: Folder of the node, or where it will be.
        reason: Why it may; empty where nobody said.
        ledger_url: URL of the ledger, paths absolute.
        system: Where the kernel tells of its devices.

    Raises:
        NodeError: it is not known to be encrypted and no reason is given.
    """
    if reason.strip():
        return
    found = resting(root, ledger_url, system)
    if not found.safe:
        raise NodeError(
            f"this volume is not known to be encrypted ({found.why}): whoever takes the disk can read the node",
            where=str(root),
            do="use an encrypted volume (LUKS), or say why not: `contrared init --unencrypted REASON` for a new node, "
            "[storage] unencrypted in node.toml for one there is",
        )


def needed(root: Path, reason: str, system: System | None = None) -> str:
    """The reason as a new node keeps it: one line, and none where the volume is encrypted.

    A reason that is not needed must not be kept: it would let a copy on a plain disk open later.

    Args:
        root: Where the node will be.
        reason: Why it may lie on a volume that is not known to be encrypted; empty where nobody said.
        system: Where the kernel tells of its devices.

    Raises:
        InputError: the reason is not one line of text.
        NodeError: the volume is not known to be encrypted and no reason is given.
    """
    if not reason.isprintable():
        raise InputError("the reason is not one line of text", where="--unencrypted", do="write it on one line")
    if resting(root, system=system).safe:
        return ""
    checked(root, reason, system=system)
    return reason.strip()


def _device(place: Path) -> int:
    while not place.exists() and place != place.parent:
        place = place.parent
    return place.stat().st_dev
