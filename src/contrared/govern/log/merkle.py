"""Merkle trees of RFC 6962, section 2.1: hashes, roots, proofs made and proofs checked.

Proofs are made from a function that gives the hash of a complete subtree, so that the same code works over memory, over
tiles on disk and over tiles of somebody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

HASH_SIZE = 32
#: Root of the tree without leaves.
EMPTY = hashlib.sha256(b"").digest()

#: ``(level, index)`` → hash of the complete subtree over leaves ``index * 2**level`` to ``(index + 1) * 2**level``.
Subtree = Callable[[int, int], bytes]


class ProofError(ValueError):
    """A proof that does not prove what it is shown for."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf hashes, in one pass and O(log n) memory."""
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        level, found = 0, leaf
        while stack and stack[-1][0] == level:
            found = node_hash(stack.pop()[1], found)
            level += 1
        stack.append((level, found))
    return _folded([found for _, found in stack])


def root(size: int, subtree: Subtree) -> bytes:
    """Root of the tree of the first ``size`` leaves. O(log n) subtrees."""
    return _folded(_peaks(0, size, subtree))


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Audit path of a leaf (RFC 6962, 2.1.1), from the leaf's sibling upwards. O(log² n) subtrees.

    Raises:
        ProofError: there is no such leaf in a tree of that size.
    """
    if not 0 <= index < size:
        raise ProofError(f"there is no entry {index} in a log of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_folded(_peaks(middle, end, subtree)))
            end = middle
        else:
            path.append(_folded(_peaks(start, middle, subtree)))
            start = middle
    return path[::-1]


def path_in(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The same audit path where all leaf hashes are at hand, level by level. O(n) hashes.

    Raises:
        ProofError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ProofError(f"there is no entry {index} in a log of {len(leaves)}")
    found: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        if index ^ 1 < len(level):
            found.append(level[index ^ 1])
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        # A last one without a neighbour goes up as it is.
        level, index = paired + level[2 * len(paired) :], index // 2
    return found


def paths_in(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Audit paths of all leaves, where all leaf hashes are at hand. O(n) hashes for all of them together."""
    found: list[list[bytes]] = [[] for _ in leaves]
    level, depth = list(leaves), 0
    while len(level) > 1:
        for index, path in enumerate(found):
            sibling = (index >> depth) ^ 1
            if sibling < len(level):
                path.append(level[sibling])
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level, depth = paired + level[2 * len(paired) :], depth + 1
    return found


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Proof that the first ``old`` leaves of a tree of ``new`` are the earlier tree (RFC 6962, 2.1.2).

    Raises:
        ProofError: the earlier tree is larger than the later, or below zero.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a log of {new} entries cannot continue one of {old}")
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_folded(_peaks(middle, end, subtree)))
            end = middle
        else:
            path.append(_folded(_peaks(start, middle, subtree)))
            start, whole = middle, False
    if not whole:
        path.append(_folded(_peaks(start, end, subtree)))
    return path[::-1]


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes) -> None:
    """Check an audit path (RFC 9162, 2.1.3.2, the same proof as of RFC 6962).

    Raises:
        ProofError: it does not lead from the leaf to the root.
    """
    if not 0 <= index < size:
        raise ProofError(f"there is no entry {index} in a log of {size}")
    _lengths(leaf, expected, *proof)
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is longer than the way from leaf to root")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof ends before the root")
    if found != expected:
        raise ProofError("the proof leads to another root")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that a later tree continues an earlier one (RFC 9162, 2.1.4.2).

    That a tree continues an empty one needs no proof, and none is accepted as one.

    Raises:
        ProofError: it does not, or the proof is malformed.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a log of {new} entries cannot continue one of {old}")
    if old == 0:
        raise ProofError("every log continues an empty one; there is nothing to prove")
    if old == new:
        if proof:
            raise ProofError("equal sizes need no proof")
        if old_root != new_root:
            raise ProofError("two logs of one size have different roots: the log was forked or rewritten")
        return
    if not proof:
        raise ProofError("the proof is empty")
    _lengths(old_root, new_root, *proof)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the proof is longer than the way to the root")
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof ends before the root")
    if before != old_root or after != new_root:
        raise ProofError("the later log does not continue the earlier one: it was rewritten or forked")


def _split(size: int) -> int:
    """Largest power of two below ``size``, which is at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def _peaks(start: int, end: int, subtree: Subtree) -> list[bytes]:
    """Hashes of the complete subtrees that ``start`` to ``end`` consist of; ``start`` is the beginning of one."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append(subtree(level, start >> level))
        start += 1 << level
    return found


def _folded(peaks: list[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    found = peaks[-1]
    for left in reversed(peaks[:-1]):
        found = node_hash(left, found)
    return found


def _lengths(*hashes: bytes) -> None:
    for found in hashes:
        if len(found) != HASH_SIZE:
            raise ProofError(f"a hash of {len(found)} bytes; SHA-256 has {HASH_SIZE}")
