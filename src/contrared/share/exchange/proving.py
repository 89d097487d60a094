"""Whether a partner's log holds what its receipts promised: asked for, proved, and checked, by line or by stick.

Each answer carries a receipt: the entry that the partner's log is to hold of it. Whoever asked lists the entries, the
partner proves each of them in its newest checkpoint, and that this checkpoint grew out of every one that came with its
messages. An entry that is not proved once its time is over, and a checkpoint that does not grow out of one heard
before, are evidence against the partner, signed by its own log.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contrared.govern.exchange import OUT, Book
from contrared.govern.exchange.promised import places_of, promised_by
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.keeping import keep_up, tree_of
from contrared.govern.log.merkle import ProofError, check_consistency, consistency_proof
from contrared.govern.log.note import Note, NoteError, Verifier, verified
from contrared.govern.log.proof import LogProof, prove
from contrared.model import InputError
from contrared.share.exchange.receiving import acting
from contrared.share.exchange.side import Side

WANTED, PROVED = "contrared.org/receipts-wanted/v1", "contrared.org/receipts-proved/v1"
_ASKED = frozenset({"exchange ask", "exchange open"})


@dataclass(frozen=True, slots=True)
class Proven:
    """What a partner proved.

    Attributes:
        proved: Receipts whose entry its log holds.
        missing: Entries it did not prove, hex.
        heard: Checkpoints that rode along, and that its newest grew out of.
        split: Sizes of those that it did not grow out of: it shows its log in two ways.
        size: Entries of its newest checkpoint.
    """

    proved: int
    missing: tuple[str, ...]
    heard: int
    split: tuple[int, ...]
    size: int


def wanted(side: Side, peer: str) -> bytes:
    """Which entries a partner promised, and which checkpoints of it were heard; tells it nothing it did not say.

    Raises:
        InputError: there is no such partner.
    """
    side.permitted("ask")
    partner = side.partner(peer)
    told = {
        "form": WANTED,
        "from": side.peers.own().id,
        "to": partner.id,
        "entries": sorted(_promised(side, partner.id)),
    }
    heard = sorted({row["size"] for row in _heard(side, partner.id)})
    return _bytes({**told, "heard": heard})


def proofs(side: Side, data: bytes) -> bytes:
    """Prove to a partner that this node's log holds what it was promised; of entries of others nothing is said.

    Raises:
        InputError: it is no such list, or is not for this node.
    """
    side.permitted("answer")
    asked = _read(data, WANTED)
    if asked["to"] != side.peers.own().id:
        raise InputError(f"the list is for {asked['to']}", do="give it to that partner")
    partner = side.partner(asked["from"])
    node = side.desk.node
    keep_up(node)
    tree = tree_of(node)
    note = tree.note
    if note is None:
        raise InputError("the log of this node has not begun", do="run `contrared audit sequence --once`")
    size = Checkpoint.parse(note.text).size
    places = places_of(node, acting(partner.id), _ASKED)
    found = {}
    for entry in asked["entries"]:
        place = places.get(entry)
        if place is not None and place < size:
            found[entry] = prove(tree, place).to_bytes().decode()
    whole = tree.subtree(size)
    grown = {str(old): _hashes(consistency_proof(old, size, whole)) for old in asked["heard"] if 0 < old <= size}
    side.desk.record("exchange proofs", {"for": partner.id, "entries": len(found), "asked": len(asked["entries"])})
    told = {"form": PROVED, "from": side.peers.own().id, "to": partner.id, "checkpoint": note.to_bytes().decode()}
    return _bytes({**told, "proofs": found, "grown": grown})


def proven(side: Side, data: bytes) -> Proven:
    """Check what a partner proved, by the key of its log that came with its introduction; the result is on record.

    Raises:
        InputError: it is no such answer, is not for this node, or its checkpoint is not signed by that log.
    """
    side.permitted("ask")
    told = _read(data, PROVED)
    if told["to"] != side.peers.own().id:
        raise InputError(f"the proofs are for {told['to']}", do="take those for this node")
    partner = side.partner(told["from"])
    if not partner.log:
        raise InputError("the key of its log is not known", where=partner.id, do="have it introduce itself anew")
    log = Verifier.parse(partner.log)
    try:
        note = Note.parse(told["checkpoint"].encode())
        if log.name not in verified(note, [log]):
            raise NoteError("the log has not signed it")
        newest = Checkpoint.parse(note.text)
        if newest.origin != log.name:
            raise NoteError(f"it is of another log, {newest.origin}")
    except NoteError as exc:
        raise InputError(f"its checkpoint does not hold: {exc}", where=partner.id, do="ask it again") from exc
    missing = tuple(entry for entry in sorted(_promised(side, partner.id)) if not _holds(told["proofs"], entry, log))
    heard = _heard(side, partner.id)
    split = tuple(row["size"] for row in heard if not _grew(row, newest, told["grown"]))
    proved = len(_promised(side, partner.id)) - len(missing)
    found = Proven(proved, missing, len(heard) - len(split), split, newest.size)
    what = {"by": partner.id, "proved": proved, "missing": list(missing), "split": list(split), "size": newest.size}
    side.desk.record("exchange proven", what)
    return found


def _promised(side: Side, peer: str) -> set[str]:
    """Entries a partner promised, by the record of this node."""
    with side.pen.reading() as read:
        sent = {row["id"] for row in read.many(Book.MESSAGES, peer=peer, direction=OUT)}
    return promised_by(side.desk.node, peer, sent)


def _heard(side: Side, peer: str) -> list[Mapping[str, Any]]:
    with side.pen.reading() as read:
        return sorted(read.many(Book.CHECKPOINTS, peer=peer), key=lambda row: row["size"])


def _holds(proofs: Mapping[str, str], entry: str, log: Verifier) -> bool:
    if entry not in proofs:
        return False
    try:
        LogProof.parse(proofs[entry].encode()).check(bytes.fromhex(entry), log)
    except (NoteError, ProofError):
        return False
    return True


def _grew(row: Mapping[str, Any], newest: Checkpoint, grown: Mapping[str, list[str]]) -> bool:
    """Whether the newest checkpoint grew out of one that was heard; one that is newer cannot be held against it."""
    if row["size"] == 0 or row["size"] > newest.size:
        return True
    try:
        path = [base64.b64decode(each) for each in grown[str(row["size"])]]
        check_consistency(row["size"], newest.size, bytes.fromhex(row["root"]), newest.root, path)
    except (KeyError, ValueError, ProofError):
        return False
    return True


def _hashes(path: list[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in path]


def _bytes(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def _read(data: bytes, form: str) -> dict[str, Any]:
    """A list or an answer.

    Raises:
        InputError: it is none.
    """
    parts: dict[str, dict[str, type]] = {
        WANTED: {"entries": list, "heard": list},
        PROVED: {"proofs": dict, "grown": dict, "checkpoint": str},
    }
    try:
        told: dict[str, Any] = json.loads(data)
        if told["form"] != form:
            raise ValueError(f"its form is {told['form']}")
        for name, kind in (("from", str), ("to", str), *parts[form].items()):
            if not isinstance(told[name], kind):
                raise ValueError(f"{name} is missing or malformed")
        hashes = told.get("entries", list(told.get("proofs", {})))
        if not all(isinstance(each, str) and len(bytes.fromhex(each)) == 32 for each in hashes):
            raise ValueError("an entry is 64 hex digits")
        if not all(isinstance(each, int) and each >= 0 for each in told.get("heard", ())):
            raise ValueError("a size is a number")
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise InputError(f"this is no such file: {exc}", do="give the file that `contrared receipts` wrote") from exc
    return told
