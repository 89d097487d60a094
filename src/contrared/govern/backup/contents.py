"""What of a node goes into a backup, as it was at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from contrared.govern.exchange.vault import FOLDER as EPOCHS
from contrared.govern.handover.placing import LEDGER
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.entry import ERASE
from contrared.govern.log.keeping import tree_of
from contrared.govern.rights.standing import DELETED
from contrared.store import Node
from contrared.store.copying import into_file
from contrared.store.tables import access_log

CHECKPOINT = "log/checkpoint"
#: Parts of names of files that belong to a running program.
_PASSING = (".sequencer", ".incoming", ".staging", ".tmp", ".lock", ".new")


@dataclass(frozen=True, slots=True)
class Contents:
    """Files by their path within the node: on disk, or as bytes where they may change meanwhile.

    Attributes:
        files: The files.
        entries: Entries of the log the checkpoint signs.
        erased: Acts of erasure on record.
    """

    files: dict[str, Path | bytes] = field(repr=False)
    entries: int
    erased: int


@contextmanager
def contents(node: Node) -> Iterator[Contents]:
    """What a backup of the node holds; the copy of the ledger is gone afterwards.

    The order matters: versions and the log are looked at before the ledger, so that the ledger knows of each. What came
    in between stands in the ledger alone, and the log takes it in when the node is opened again. Keys of epochs are
    destroyed on time, and so are left out; what can be made anew (indexes) is left out too.

    Raises:
        NodeError: the disk is full.
        FileNotFoundError: a file went meanwhile; try again.
    """
    root = node.root
    found: dict[str, Path | bytes] = {"node.toml": (root / "node.toml").read_bytes()}
    for version in node.lake.versions():
        folder = node.lake.folder(version)
        found |= {path.relative_to(root).as_posix(): path for path in _within(folder)}
        listing = folder.parent / "versions.json"
        found[listing.relative_to(root).as_posix()] = listing.read_bytes()
    found |= {path.relative_to(root).as_posix(): path for path in _within(root / "archive")}
    checkpoint = root / CHECKPOINT
    signed = checkpoint.read_bytes() if checkpoint.exists() else b""
    found |= {path.relative_to(root).as_posix(): path for path in _within(root / "log")}
    if signed:
        found[CHECKPOINT] = signed
    found |= {path.relative_to(root).as_posix(): path.read_bytes() for path in _within(root / "keys")}
    entries = Checkpoint.parse(note.text).size if (note := tree_of(node).note) else 0
    # The copy is in clear: it stays on the node's own volume.
    with TemporaryDirectory(dir=root, prefix=".backup-") as own:
        ledger = Path(own) / LEDGER
        into_file(node.ledger, ledger)
        found[LEDGER] = ledger
        yield Contents(found, entries, erasures(node))


def erasures(node: Node) -> int:
    """How many acts of erasure and deletion are on record: a backup with fewer still holds what they destroyed."""
    wanted = select(func.count()).select_from(access_log).where(access_log.c.action.in_((ERASE, DELETED)))
    with node.ledger.reading() as connection:
        return int(connection.execute(wanted).scalar_one())


def _within(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != EPOCHS and not any(word in path.name for word in _PASSING)
    )
