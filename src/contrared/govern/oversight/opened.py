"""The court-ordered opening: a body opens named lines with its own salts, whatever became of those of the node.

The content of a line stands in the ledger of the node alone; the body holds the salt. Both together show that what the
ledger says is what was sealed, also where somebody destroyed the node's salt without an act. Where the content was
erased on a legal basis the salt left the escrow too, and nothing is left to open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.govern.log.entry import CONTENT_DOMAIN, ERASE, FRAME, canonical, commitment, filler_leaf, frame_leaf
from contrared.govern.log.escrow import Escrow, Salts
from contrared.govern.log.keeping import escrow_of, keys_of, tree_of
from contrared.govern.log.note import NoteError, verified
from contrared.govern.oversight.openings import Opening, Openings
from contrared.model import InputError, NodeError
from contrared.store import Node
from contrared.store.ledger import now
from contrared.store.tables import access_log

#: Act by which a node is told that its lines were opened.
ACTION = "opened by oversight"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was opened.

    Attributes:
        seq: Its number.
        content: What was sealed; None where it was not opened.
        frame: Who, when, why, which act, on which legal basis.
        problem: Why it was not opened, or what is wrong with it; empty where nothing is.
    """

    seq: int
    content: dict[str, Any] | None
    frame: dict[str, Any]
    problem: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a body holds of a node's log.

    Attributes:
        size: Entries of the log.
        new: Entries whose salts were taken in now.
        erased: Lines whose salts were destroyed here because the record says that they were erased.
        problems: Ranges that are not in escrow, salts that do not fit; empty where nothing is wrong.
    """

    size: int
    new: int
    erased: int
    problems: tuple[str, ...]


def body_escrow(node: Node, memory: Path) -> Escrow:
    """The body's own copy of a node's salts."""
    origin = tree_name(node)
    return Escrow(memory / "escrow" / hashlib.sha256(origin.encode()).hexdigest()[:32], origin)


def tree_name(node: Node) -> str:
    """Name of a node's log."""
    return keys_of(node)[0].name


def take_in(node: Node, memory: Path, private: X25519PrivateKey) -> Held:
    """Copy the salts that are new, destroy those of lines erased on record, and hold all of them against the log.

    Raises:
        InputError: the checkpoint is not signed by this log, or salts do not open.
        NodeError: the log, the ledger or the escrow cannot be read.
    """
    size, leaves = _signed(node)
    ours = body_escrow(node, memory)
    new = ours.take(escrow_of(node))
    rows = _rows(node)
    gone = set(_forget(ours, rows, leaves))
    public = private.public_key().public_bytes_raw()
    problems = [
        f"entries {start} to {end - 1} are not in escrow with this key" for start, end in ours.missing(public, size)
    ]
    for place, salts in ours.open(private, range(size)):
        row = rows.get(place)
        if row is None:
            fits = filler_leaf(place, salts.frame) == leaves[place]
        else:
            fits = row["frame_salt"] == salts.frame and frame_leaf(row) == leaves[place]
            fits = fits and (row["seq"] in gone or _fits(row, salts))
        if not fits:
            problems.append(f"the salt of entry {place} in escrow does not fit what the ledger has there")
    return Held(size, new, len(gone), tuple(problems))


def open_lines(
    desk: Desk, memory: Path, private: X25519PrivateKey, lines: Sequence[int], order: str, *, later: bool = False
) -> tuple[Opening, list[Line]]:
    """Open the content of lines that a court named.

    The opening is on record on the body's side before anything is opened, and told to the node.

    Args:
        desk: A desk at the node, or at a copy of it.
        memory: Folder of the body.
        private: Key of the body.
        lines: Numbers of lines.
        order: Court and reference.
        later: Tell the node at the next contact, where the order forbids telling it now.

    Raises:
        InputError: no order, no lines, or a checkpoint that is not signed by this log.
        NodeError: something cannot be read or kept.
    """
    node = desk.node
    _, leaves = _signed(node)
    made = Openings(memory).add(tree_name(node), now(), order, lines)
    ours = body_escrow(node, memory)
    ours.take(escrow_of(node))
    placed = _rows(node)
    erased = _forget(ours, placed, leaves)
    rows = {row["seq"]: row for row in placed.values()}
    places = {rows[seq]["place"]: seq for seq in made.lines if seq in rows}
    salts: dict[int, list[Salts]] = {}
    for place, one in ours.open(private, places):
        salts.setdefault(places[place], []).append(one)
    found = [_opened(seq, rows.get(seq), salts.get(seq, []), erased, leaves) for seq in made.lines]
    if not later:
        announce(desk, memory)
    return made, found


def announce(desk: Desk, memory: Path) -> int:
    """Tell a node which of its lines were opened, where it was not told yet; each telling is a line of its record.

    Returns:
        How many openings it was told of.

    Raises:
        NodeError: what the body remembers is damaged, or the ledger cannot be written.
    """
    told = {entry.what.get("opening") for entry in record.entries(desk.node.ledger) if entry.action == ACTION}
    new = [one for one in Openings(memory).all() if one.origin == tree_name(desk.node) and one.hash not in told]
    for one in new:
        record.append(
            desk.node.ledger,
            user=desk.person.id,
            purpose=desk.purpose,
            case=desk.case,
            action=ACTION,
            what={"opening": one.hash, "lines": list(one.lines), "note": one.text},
            legal_basis=one.order,
        )
    return len(new)


def _signed(node: Node) -> tuple[int, list[bytes]]:
    """Size and entries of the log, as they are signed."""
    tree = tree_of(node)
    note, found = tree.note, tree.checkpoint
    if note is None or found is None:
        raise NodeError("the log has no checkpoint yet", where=str(tree.folder), do="run `contrared audit sequence`")
    try:
        verified(note, keys_of(node))
    except NoteError as exc:
        raise InputError(f"the checkpoint is not signed by this log ({exc})", where=str(tree.folder)) from exc
    return found.size, tree.entries(0, found.size)


def _rows(node: Node) -> dict[int, dict[str, Any]]:
    """Lines that are in the log, by their place."""
    with node.ledger.reading() as connection:
        wanted = access_log.select().where(access_log.c.place.is_not(None))
        return {row["place"]: dict(row) for row in connection.execute(wanted).mappings()}


def _forget(ours: Escrow, rows: dict[int, dict[str, Any]], leaves: list[bytes]) -> dict[int, dict[str, Any]]:
    """Destroy the salts of lines that an act of erasure names; only acts that are in the log as they were sealed count.

    Returns:
        The act, for each number of a line.
    """
    acts = [
        row
        for row in rows.values()
        if row["action"] == ERASE and row["place"] < len(leaves) and frame_leaf(row) == leaves[row["place"]]
    ]
    erased = {seq: act for act in acts if _sealed(act) for seq in act["what"].get("lines", ())}
    ours.forget(place for place, row in rows.items() if row["seq"] in erased)
    return erased


def _sealed(row: dict[str, Any]) -> bool:
    salt = row["content_salt"]
    told: bytes = row["content_hash"]
    return salt is not None and commitment(CONTENT_DOMAIN, salt, canonical(row["what"])) == told


def _opened(
    seq: int, row: dict[str, Any] | None, salts: Iterable[Salts], erased: dict[int, dict[str, Any]], leaves: list[bytes]
) -> Line:
    if row is None:
        return Line(seq, None, {}, "is not in the record, or not in the log yet")
    frame = {key: row[key] for key in FRAME}
    if row["place"] >= len(leaves) or frame_leaf(row) != leaves[row["place"]]:
        return Line(seq, None, frame, "is not what was sealed: who, when, why or which act was changed")
    if seq in erased:
        act = erased[seq]
        return Line(
            seq, None, frame, f"was erased by line {act['seq']} on {act['at']}, {act['legal_basis']}: nothing opens it"
        )
    held = list(salts)
    if not held:
        return Line(seq, None, frame, "is not in escrow with this key")
    if not any(_fits(row, one) for one in held):
        return Line(seq, None, frame, "its content is not what was sealed")
    lost = "" if row["content_salt"] is not None else "the node's own salt was destroyed and no act names it"
    return Line(seq, row["what"], frame, lost)


def _fits(row: dict[str, Any], salts: Salts) -> bool:
    told: bytes = row["content_hash"]
    return salts.content is not None and commitment(CONTENT_DOMAIN, salts.content, canonical(row["what"])) == told
