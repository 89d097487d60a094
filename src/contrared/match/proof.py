"""Proof that a screening took place: a keyed commitment to the query, and a hash of the result, in the record line.

The record holds no text of a query, yet whoever knows the query can show, on this node, that it was asked, when, of
which lists, and what came back. The commitment is HMAC-SHA-256 (RFC 2104) of the canonical query under a key derived
from the node's own (HKDF, RFC 5869) and a salt of its own, so that equal queries do not show as equal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk, record
from contrared.govern.fingerprint import canonical
from contrared.match.screening import Answer

ACTION = "screen"
#: Hash of the result that holds no candidate.
NOTHING = hashlib.sha256(b"[]").hexdigest()


@dataclass(frozen=True, slots=True)
class Proven:
    """A screening on record that asked this query.

    Attributes:
        seq: Number of its line in the record.
        at: When, UTC.
        user: Who asked.
        versions: The lists asked.
        candidates: How many candidates there were at or above the threshold.
        result: Hash of the result.
    """

    seq: int
    at: str
    user: str
    versions: tuple[str, ...]
    candidates: int
    result: str


def line(desk: Desk, queries: Sequence[Mapping[str, Any]], answer: Answer) -> dict[str, Any]:
    """What the record keeps of a screening.

    Raises:
        NodeError: the node's key is missing.
    """
    salt = secrets.token_hex(8)
    return {
        "versions": [f"{asked.dataset}@{asked.version}" for asked in answer.asked],
        "missing": [dataset for dataset, _ in answer.missing],
        "candidates": len(answer.hits),
        "salt": salt,
        "commitment": commitment(desk, queries, salt),
        "result": result_hash(answer),
    }


def commitment(desk: Desk, queries: Sequence[Mapping[str, Any]], salt: str) -> str:
    """Keyed commitment to a query, hex."""
    return hmac.new(node_key(desk), f"{salt}|{canonical(queries)}".encode(), "sha256").hexdigest()


def result_hash(answer: Answer) -> str:
    """SHA-256 of entries and scores in their order, hex."""
    if not answer.candidates:
        return NOTHING
    told = [[candidate.entity_id, candidate.score] for candidate in answer.candidates]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def proven(desk: Desk, queries: Sequence[Mapping[str, Any]]) -> Iterator[Proven]:
    """Screenings on record that asked exactly this query, oldest first.

    One that asked a list of which this desk may not know is left out: how many candidates it had rests on that list.
    """
    held = {f"{dataset}@{version}" for dataset, version in desk.extent.keys}
    closed = bool(desk.extent.forbidden)
    for entry in record.entries(desk.node.ledger):
        if entry.action == ACTION and "commitment" in entry.what:
            said = entry.what
            if closed and not held.issuperset(said["versions"]):
                continue
            if hmac.compare_digest(commitment(desk, queries, said["salt"]), said["commitment"]):
                yield Proven(
                    entry.seq, entry.at, entry.user, tuple(said["versions"]), said["candidates"], said["result"]
                )


def node_key(desk: Desk) -> bytes:
    """Key of a desk's node for proofs, 32 bytes.

    Raises:
        NodeError: the node's key is missing, or its passphrase is.
    """
    return desk.secret(b"contrared screening proof")
