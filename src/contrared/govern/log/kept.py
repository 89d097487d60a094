"""Whether the log kept what a receipt promises: the entry is proven, still awaited, or missing beyond its time."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import select

from contrared.govern.log.keeping import keys_of, tree_of
from contrared.govern.log.merkle import ProofError
from contrared.govern.log.note import NoteError, Verifier
from contrared.govern.log.proof import LogProof, prove
from contrared.govern.log.receipt import Promise, Receipt
from contrared.model import InputError
from contrared.store import Node
from contrared.store.tables import access_log


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a promise.

    Attributes:
        promise: What the log promised.
        proof: Proof that the entry is in the log; None where no checkpoint holds it.
        broken: True where it is missing although its time is over: the receipt is evidence.
    """

    promise: Promise
    proof: LogProof | None
    broken: bool


def kept(node: Node, receipt: Receipt, *, at: float | None = None) -> Kept:
    """Hold a receipt against the log of the node that gave it.

    Args:
        node: The node.
        receipt: The receipt.
        at: Second since 1970 of the look; now unless given.

    Raises:
        InputError: the receipt was not given by this node.
        NodeError: the log cannot be read.
    """
    try:
        promised = receipt.check(keys_of(node))
    except (NoteError, ProofError) as exc:
        raise InputError(f"is no receipt of this node ({exc})", do="ask the node that gave it") from exc
    proof = _proof(node, receipt)
    late = (time.time() if at is None else at) > promised.due
    return Kept(promised, proof, proof is None and late)


def _proof(node: Node, receipt: Receipt) -> LogProof | None:
    with node.ledger.reading() as connection:
        place = connection.execute(select(access_log.c.place).where(access_log.c.leaf == receipt.entry)).scalar()
    tree = tree_of(node)
    if place is None or tree.checkpoint is None:
        return None
    try:
        proof = prove(tree, place, extra=receipt.frame)
    except ProofError:
        return None  # no checkpoint holds it yet
    return proof if any(_holds(proof, receipt.entry, key) for key in keys_of(node)) else None


def _holds(proof: LogProof, entry: bytes, key: Verifier) -> bool:
    try:
        proof.check(entry, key)
    except (ProofError, NoteError):
        return False  # signed by another key of the log, or what stands there is another entry
    return True
