"""The Merkle tree against the definition of RFC 6962 and the published roots of its reference implementation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern.log.merkle import ProofError, check_inclusion, leaf_hash, node_hash, path_in, root_of

#: Entries and roots over the first n of them, as the certificate-transparency reference tests have them.
ENTRIES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH as the RFC defines it, by recursion."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(defined_root(leaves[:half]), defined_root(leaves[half:]))


def defined_path(leaves: list[bytes], at: int) -> list[bytes]:
    """PATH as the RFC defines it, by recursion."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if at < half:
        return [*defined_path(leaves[:half], at), defined_root(leaves[half:])]
    return [*defined_path(leaves[half:], at - half), defined_root(leaves[:half])]


hashes = st.integers(1, 70).map(lambda n: [leaf_hash(bytes([k])) for k in range(n)])


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert root_of(map(leaf_hash, ENTRIES[:size])).hex() == ROOTS[size]


@given(hashes, st.data())
def test_root_and_path_are_as_defined_and_lead_to_each_other(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    assert root_of(leaves) == defined_root(leaves)
    assert path_in(leaves, at) == defined_path(leaves, at)
    check_inclusion(at, len(leaves), leaves[at], path_in(leaves, at), root_of(leaves))


@given(hashes, st.data())
def test_nothing_else_is_proven(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    proof, size, root = path_in(leaves, at), len(leaves), root_of(leaves)
    wrong = [
        (at, size, leaf_hash(b"other"), proof),
        (at, size, leaves[at], [*proof, leaves[0]]),
        (size, size, leaves[at], proof),
        (-1, size, leaves[at], proof),
    ]
    if proof:
        other = data.draw(st.integers(0, size - 1).filter(lambda n: n != at))
        wrong += [
            (at, size, leaves[at], proof[:-1]),
            (at, size, leaves[at], [leaf_hash(b"other"), *proof[1:]]),
            (other, size, leaves[at], proof),
        ]
    for arguments in wrong:
        with pytest.raises(ProofError):
            check_inclusion(*arguments, root)


def test_there_is_no_path_of_no_entry() -> None:
    for at in (-1, 1):
        with pytest.raises(ProofError):
            path_in([leaf_hash(b"")], at)
