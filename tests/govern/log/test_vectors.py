"""The published vectors: Merkle proofs of RFC 6962, and a real log of sixteen checkpoints in tiles."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import (
    ProofError,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    root_of,
)
from contrared.govern.log.note import Note, NoteError, Verifier, verified
from contrared.govern.log.tiles import bundle_path, subtrees, unpack
from tests.conftest import SHARED

VECTORS = SHARED / "vectors"
LOG = VECTORS / "tlog" / "log"
KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason="the shared data are not here")


def cases(kind: str) -> list[Any]:
    paths = sorted((VECTORS / "merkle" / kind).rglob("*.json"))
    return [pytest.param(json.loads(path.read_text()), id=str(path.relative_to(VECTORS))) for path in paths]


def b64(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.parametrize("case", cases("inclusion"))
def test_inclusion(case: dict[str, Any]) -> None:
    proof = [b64(item) for item in case["proof"] or []]
    arguments = case["leafIdx"], case["treeSize"], b64(case["leafHash"]), proof, b64(case["root"])
    if case["wantErr"]:
        with pytest.raises(ProofError):
            check_inclusion(*arguments)
    else:
        check_inclusion(*arguments)


@pytest.mark.parametrize("case", cases("consistency"))
def test_consistency(case: dict[str, Any]) -> None:
    proof = [b64(item) for item in case["proof"] or []]
    arguments = case["size1"], case["size2"], b64(case["root1"]), b64(case["root2"]), proof
    if case["wantErr"]:
        with pytest.raises(ProofError):
            check_consistency(*arguments)
    else:
        check_consistency(*arguments)


def fetch(path: str) -> bytes:
    return (LOG / path).read_bytes()


def checkpoint(number: int) -> Checkpoint:
    note = Note.parse((LOG / f"checkpoint.{number}").read_bytes())
    assert verified(note, [Verifier.parse(KEY)]) == {"example.com/log/testdata": None}
    return Checkpoint.parse(note.text)


def test_every_checkpoint_of_the_real_log_is_its_tiles() -> None:
    for number in range(16):
        found = checkpoint(number)
        assert found.size == number
        assert root(number, subtrees(number, fetch)) == found.root
        if number:
            entries = unpack(fetch(bundle_path(0, number)))
            assert root_of(leaf_hash(entry) for entry in entries) == found.root


def test_every_pair_of_its_checkpoints_is_consistent_and_every_entry_in_them() -> None:
    for new in range(1, 16):
        later = checkpoint(new)
        whole = subtrees(new, fetch)
        entries = unpack(fetch(bundle_path(0, new)))
        for old in range(1, new + 1):
            earlier = checkpoint(old)
            check_consistency(old, new, earlier.root, later.root, consistency_proof(old, new, whole))
        for index, entry in enumerate(entries):
            check_inclusion(index, new, leaf_hash(entry), inclusion_proof(index, new, whole), later.root)


def test_every_changed_bit_of_a_checkpoint_is_found() -> None:
    raw = (LOG / "checkpoint.15").read_bytes()
    for place in range(len(raw)):
        for bit in range(8):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            with pytest.raises(NoteError):
                verified(Note.parse(bytes(changed)), [Verifier.parse(KEY)])


def test_the_vectors_are_all_there() -> None:
    assert len(cases("inclusion")) + len(cases("consistency")) == 196
    assert Path(LOG / "checkpoint").read_bytes() == (LOG / "checkpoint.15").read_bytes()
