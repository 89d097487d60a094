"""The Merkle tree of RFC 6962, section 2.1: one hash commits to a list, a short path proves that an entry is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

#: Root of no entries.
EMPTY = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of an entry, SHA-256, 32 bytes.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two hashes side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Root over the hashes of entries, in one pass: O(n) hashes, O(log n) memory."""
    whole: list[tuple[int, bytes]] = []  # full subtrees from the left: height and root
    for leaf in leaves:
        height, right = 0, leaf
        while whole and whole[-1][0] == height:
            height, right = height + 1, node_hash(whole.pop()[1], right)
        whole.append((height, right))
    if not whole:
        return EMPTY
    found = whole.pop()[1]
    while whole:
        found = node_hash(whole.pop()[1], found)
    return found


def path(leaves: Sequence[bytes], at: int) -> list[bytes]:
    """Audit path of the entry at a position: the hashes that lead from it to the root, from below.

    Raises:
        IndexError: there is no such entry.
    """
    if not 0 <= at < len(leaves):
        raise IndexError(at)
    found: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        if at ^ 1 < len(level):
            found.append(level[at ^ 1])
        paired = [node_hash(*level[n : n + 2]) for n in range(0, len(level) - 1, 2)]
        # A last one without a neighbour goes up as it is.
        level = paired + level[len(paired) * 2 :]
        at //= 2
    return found


def root_of(leaf: bytes, at: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Root that a path leads to; None where it does not fit the position.

    RFC 9162, section 2.1.3.2. An entry is proven by this being the root on record.

    Args:
        leaf: Hash of the entry.
        at: Its position.
        size: Entries of the tree.
        proof: Its path.
    """
    if not 0 <= at < size:
        return None
    found, last = leaf, size - 1
    for other in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None
