"""Opening an archive with the shares of its keepers, and putting the node up again."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from contrared.govern import record
from contrared.govern.handover import bag
from contrared.govern.handover.keepers import open_with
from contrared.govern.handover.making import PARTS
from contrared.govern.handover.placing import LEDGER, place
from contrared.govern.handover.sealing import unseal
from contrared.govern.handover.shares import join
from contrared.govern.handover.succeeding import as_far_as_witnessed as _as_far_as_witnessed
from contrared.govern.handover.succeeding import succeed
from contrared.govern.handover.verifying import inventory_of, verify_archive
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import root
from contrared.govern.log.note import Note, NoteError, Verifier, verified
from contrared.govern.log.tree import Tree
from contrared.model import InputError
from contrared.store import Node, config, rest
from contrared.store.durable import disk_errors


@dataclass(frozen=True, slots=True)
class Restored:
    """A node that stands again: id of the archive, id of the node, files, and the key of its log that retired."""

    id: str
    node: str
    files: int
    retired: str


def open_share(archive: Path, key: Path, keeper: str = "") -> tuple[str, bytes]:
    """Open a keeper's share; the keeper hands on nothing but that.

    Raises:
        InputError: the key is none, or there is no share for it.
    """
    identity = bag.info(archive).get("External-Identifier", "")
    folder = archive / "data" / "shares"
    names = [keeper] if keeper else sorted(path.stem for path in folder.glob("*.share"))
    for name in names:
        path = folder / f"{name}.share"
        if not path.is_file():
            raise InputError(f"there is no share of {name}", where=str(archive), do="see `contrared archive verify`")
        try:
            return open_with(key, path.read_bytes(), identity)
        except InputError:
            if keeper or name == names[-1]:
                raise
    raise InputError("there are no shares", where=str(archive), do="take another copy of the archive")


def restore(
    archive: Path,
    shares: Sequence[bytes],
    out: Path,
    *,
    witnessed: Path | None = None,
    key: Verifier | None = None,
    witnesses: Sequence[Verifier] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Restored:
    """Put the node up again in a new folder.

    Args:
        archive: Folder of the bag.
        shares: Opened shares, as many as are needed.
        out: Folder of the node; must not be there.
        witnessed: The newest checkpoint the oversight body has; the log of the archive must be that far.
        key: Public key of the node's log, got from elsewhere.
        witnesses: Keys of witnesses, to check ``witnessed`` by.
        progress: Told how many files are unpacked.

    Raises:
        InputError: something is missing or changed, the shares do not open it, ``out`` is there, the log is older
            than what was witnessed, or the node names witnesses and none of them can say how far they saw it.
        NodeError: the disk is full, or not known to be encrypted and the archived ``node.toml`` does not say why.
    """
    if out.exists():
        raise InputError("there is something already", where=str(out), do="name a new folder")
    found = verify_archive(archive, key=key)
    if found.problems:
        raise InputError(found.problems[0], where=str(archive), do="take another copy of the archive")
    inventory = {name: (size, told) for name, size, told in inventory_of(archive, shares)}
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder, disk_errors(out):
        staged = Path(folder) / "node"
        staged.mkdir(mode=0o700)
        for empty in ("archive", "lake"):
            (staged / empty).mkdir()
        with (archive / "data" / "node.sealed").open("rb") as stream:
            pieces = unseal(stream, join(list(shares)), str(archive / "data" / "node.sealed"))
            _unpack(_Stream(pieces), staged, inventory, progress)
        if witnessed is not None:
            _far_enough(staged, witnessed, [*([key] if key else []), *witnesses])
        rest.checked(staged, config.read(staged / "node.toml").storage.unencrypted)
        asked = _as_far_as_witnessed(staged, witnessed is not None)
        retired = succeed(staged)
        place(staged)
        shutil.move(staged, out)
    node = Node.open(out)
    try:
        what = {"archive": found.id, "made": found.made, "witnesses": asked, **retired}
        user = node.settings.desk.user
        record.append(node.ledger, user=user, purpose="handover", case="", action="restored", what=what)
    finally:
        node.close()
    return Restored(found.id, found.node, len(inventory), retired.get("old", ""))


def _unpack(stream: _Stream, to: Path, inventory: dict[str, tuple[int, str]], progress: Callable[[int], None]) -> None:
    done = set()
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as tar:
        for entry in tar:
            name = PurePosixPath(entry.name)
            inside = not name.is_absolute() and ".." not in name.parts and name.parts[0] in (*PARTS, LEDGER)
            if not entry.isfile() or not inside or entry.name not in inventory or entry.name in done:
                raise InputError(f"{entry.name} does not belong into a node", where="node.sealed", do="do not use it")
            path = to / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            source = tar.extractfile(entry)
            if source is None:
                raise InputError(f"{entry.name} cannot be read", where="node.sealed", do="take another copy")
            with path.open("xb") as target:
                shutil.copyfileobj(source, target)
            path.chmod(0o600)
            if (path.stat().st_size, bag.digest(path)) != inventory[entry.name]:
                raise InputError(f"{entry.name} is not what was packed", where="node.sealed", do="take another copy")
            done.add(entry.name)
            progress(len(done))
    if missing := sorted(set(inventory) - done):
        raise InputError(f"{missing[0]} is missing", where="node.sealed", do="take another copy of the archive")


def _far_enough(node: Path, witnessed: Path, keys: Sequence[Verifier]) -> None:
    try:
        note = Note.parse(witnessed.read_bytes())
        if keys:
            verified(note, keys)
        seen = Checkpoint.parse(note.text)
    except (OSError, NoteError) as exc:
        raise InputError(f"is no checkpoint ({exc})", where=str(witnessed), do="ask the oversight body for it") from exc
    tree = Tree(node / "log")
    held = tree.checkpoint
    if held is None or held.size < seen.size:
        raise InputError(
            f"the log of this archive has {held.size if held else 0} entries and {seen.size} were witnessed",
            where=str(witnessed),
            do="take a newer archive; what came between would be lost in silence",
        )
    if root(seen.size, tree.subtree(seen.size)) != seen.root:
        raise InputError(
            "the log of this archive is not the one that was witnessed", where=str(witnessed), do="do not use it"
        )


class _Stream:
    """Pieces as a file to read from."""

    def __init__(self, pieces: Any) -> None:
        self._pieces = pieces
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes, fewer only at the end."""
        parts, length = [self._held], len(self._held)
        while size < 0 or length < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            parts.append(piece)
            length += len(piece)
        data = b"".join(parts)
        if size < 0:
            self._held = b""
            return data
        self._held = data[size:]
        return data[:size]
