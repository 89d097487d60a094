"""The log held against the ledger: every line opened, every entry accounted for, every erasure on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.entry import CONTENT_DOMAIN, ERASE, canonical, commitment, filler_leaf, frame_leaf
from contrared.govern.log.escrow import Escrow
from contrared.govern.log.merkle import leaf_hash, root_of
from contrared.govern.log.note import Note, NoteError, Verifier, verified
from contrared.govern.log.quorum import Policy
from contrared.govern.log.tiles import WIDTH, TileError
from contrared.govern.log.tree import Tree
from contrared.model import NodeError
from contrared.store.ledger import Ledger
from contrared.store.tables import access_log, log_filler


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found.

    Attributes:
        size: Entries of the log.
        lines: Lines of the record in it.
        waiting: Lines that wait to be taken in.
        filler: Entries that only fill checkpoints up.
        erased: Lines whose content was erased, on record.
        signed: Who signed the newest checkpoint and the newest witnessed one, and when.
        problems: What is wrong; empty where nothing is.
    """

    size: int
    lines: int
    waiting: int
    filler: int
    erased: int
    signed: tuple[tuple[str, int | None], ...]
    problems: tuple[str, ...]


def inspect(
    ledger: Ledger,
    tree: Tree,
    log: Verifier,
    witnesses: Sequence[Verifier] = (),
    *,
    quorum: int = 0,
    policy: Policy | None = None,
    earlier: Sequence[Verifier] = (),
    escrow: tuple[Escrow, bytes] | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Inspection:
    """Check a whole log, and that the ledger holds what it commits to.

    Args:
        ledger: The ledger.
        tree: The log.
        log: Key of the log.
        witnesses: Keys of witnesses.
        quorum: How many of them must have signed the witnessed checkpoint.
        policy: Who must have signed it, instead.
        earlier: Keys the log signed with before; what was witnessed then counts.
        escrow: Where salts lie in escrow, and the key of the body; nothing is demanded of it where there is none.
        progress: Told how many entries are checked.
    """
    problems: list[str] = []
    signed: dict[str, int | None] = {}
    found = _checkpoint(tree, [log, *earlier], witnesses, quorum, policy, signed, problems)
    size = 0 if found is None else found.size
    leaves, lines, waiting, erased = _opened(ledger, size, problems, progress)
    filler = _filled(ledger, size, leaves, problems)
    missing = [place for place, leaf in enumerate(leaves) if leaf is None]
    if missing:
        problems.append(f"entry {missing[0]} of the log is in no line of the record ({len(missing)} such)")
    if escrow is not None:
        gaps = escrow[0].missing(escrow[1], size)
        problems += [f"the salts of entries {start} to {end - 1} are not in escrow" for start, end in gaps]
    try:
        _tiles(tree, size, leaves, found, problems)
    except (NodeError, TileError) as exc:
        problems.append(str(exc))
    return Inspection(size, lines, waiting, filler, erased, tuple(sorted(signed.items())), tuple(problems))


def _checkpoint(
    tree: Tree,
    logs: Sequence[Verifier],
    witnesses: Sequence[Verifier],
    quorum: int,
    policy: Policy | None,
    signed: dict[str, int | None],
    problems: list[str],
) -> Checkpoint | None:
    try:
        note, found = tree.note, tree.checkpoint
        if note is None or found is None:
            if (tree.folder / "tile").exists():
                problems.append("the checkpoint is gone")
            return None
        signed |= verified(note, logs[:1])
        if found.origin != logs[0].name:
            problems.append(f"the checkpoint is of another log, {found.origin}")
        path = tree.folder / "witnessed"
        if quorum or policy is not None or path.exists():
            seen = Note.parse(path.read_bytes()) if path.exists() else None
            if seen is None:
                problems.append("no checkpoint was witnessed")
            else:
                signed |= verified(seen, [*logs, *witnesses])
                if policy is not None:
                    signed |= _by_policy(policy, seen, logs, problems)
                if sum(key.name in signed for key in witnesses) < quorum:
                    problems.append("too few witnesses signed the witnessed checkpoint")
                was = Checkpoint.parse(seen.text)
                if was.size > found.size:
                    problems.append(f"the log has {found.size} entries and witnesses saw {was.size}: it was cut")
                elif root_of(leaf_hash(entry) for entry in tree.entries(0, was.size)) != was.root:
                    problems.append(f"the first {was.size} entries are not what witnesses saw: it was rewritten")
        return found
    except (NodeError, NoteError, TileError) as exc:
        problems.append(str(exc))
        return None


def _by_policy(policy: Policy, seen: Note, logs: Sequence[Verifier], problems: list[str]) -> dict[str, int | None]:
    try:
        return policy.check(seen, logs)
    except NoteError as exc:
        problems.append(f"the witnessed checkpoint does not meet the policy: {exc}")
        return {}


def _opened(
    ledger: Ledger, size: int, problems: list[str], progress: Callable[[int], None]
) -> tuple[list[bytes | None], int, int, int]:
    """Entry that each line opens to, how many lines are in the log, how many wait, how many are erased."""
    leaves: list[bytes | None] = [None] * size
    lines = waiting = 0
    erased: list[int] = []
    allowed: set[int] = set()
    with ledger.reading() as connection:
        rows = connection.execution_options(yield_per=5000).execute(select(access_log).order_by(access_log.c.seq))
        for number, mapped in enumerate(rows.mappings()):
            row: dict[str, Any] = dict(mapped)
            if number % 5000 == 0:
                progress(number)
            if row["action"] == ERASE and isinstance(row["what"], dict):
                allowed.update(row["what"].get("lines", ()))
            if row["leaf"] is None or frame_leaf(row) != row["leaf"]:
                problems.append(f"line {row['seq']} of the record is not what was sealed")
                continue
            if row["content_salt"] is None:
                erased.append(row["seq"])
            elif commitment(CONTENT_DOMAIN, row["content_salt"], canonical(row["what"])) != row["content_hash"]:
                problems.append(f"the content of line {row['seq']} is not what was sealed")
            if row["place"] is None or row["place"] >= size:
                waiting += 1
            else:
                lines += 1
                leaves[row["place"]] = row["leaf"]
    problems += [
        f"the salt of line {seq} is gone and no act of erasure names it" for seq in erased if seq not in allowed
    ]
    return leaves, lines, waiting, len(erased)


def _filled(ledger: Ledger, size: int, leaves: list[bytes | None], problems: list[str]) -> int:
    found = 0
    with ledger.reading() as connection:
        for row in connection.execute(select(log_filler).where(log_filler.c.place < size)):
            if leaves[row.place] is not None:
                problems.append(f"entry {row.place} is both a line and filler")
            leaves[row.place] = filler_leaf(row.place, row.salt)
            found += 1
    return found


def _tiles(tree: Tree, size: int, leaves: list[bytes | None], found: Checkpoint | None, problems: list[str]) -> None:
    for start in range(0, size, WIDTH):
        end = min(size, start + WIDTH)
        for place, entry in enumerate(tree.entries(start, end), start):
            if leaves[place] is not None and leaves[place] != entry:
                problems.append(f"entry {place} of the log is not the line that the record has there")
    if found is not None and root_of(leaf_hash(entry) for entry in tree.entries(0, size)) != found.root:
        problems.append("the entries do not give the root that was signed")
