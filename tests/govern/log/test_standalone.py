"""The verifier that imports nothing of ours: against ours, the published log, and every kind of change."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.govern.log import standalone
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import ProofError
from contrared.govern.log.note import COSIGNATURE, NoteError, Signer
from contrared.govern.log.proof import LogProof, prove
from contrared.govern.log.tree import Tree
from contrared.govern.log.witness import Witness, WitnessError, witness
from tests.conftest import SHARED
from tests.govern.log.test_vectors import KEY

FLIPS = int(os.environ.get("CONTRARED_FLIPS", "400"))
#: Every seventh bit is in each byte, and at each place of one; every bit where the whole is asked for.
STEP = 1 if "CONTRARED_FLIPS" in os.environ else 7
LOG = Signer("node.example/log", 1, Ed25519PrivateKey.from_private_bytes(bytes(32)))
SEEN = Signer("oversight.example/w1", COSIGNATURE, Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))


def entry(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def grow(tree: Tree, old: int, size: int) -> None:
    found = Checkpoint(LOG.name, size, tree.extend(old, [entry(number) for number in range(old, size)]))
    tree.publish(found.note.signed(LOG.sign(found.text)))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    found = Tree(tmp_path / "log")
    for old, size in ((0, 16), (16, 240), (240, 592)):
        grow(found, old, size)
        witness(found, [Witness(tmp_path / "memory", SEEN, [LOG.verifier], lambda: 1_700_000_000.0)])
    return found


def check(tree: Tree, *, quorum: int = 1, earlier: Path | None = None) -> str:
    return standalone.check_log(tree.folder, str(LOG.verifier), [str(SEEN.verifier)], quorum, earlier)


def test_it_imports_nothing_but_the_standard_library(tmp_path: Path, tree: Tree) -> None:
    copy = shutil.copy(standalone.__file__, tmp_path / "verifier.py")
    command = [sys.executable, "-I", "-S", copy, str(tree.folder), "--key", str(LOG.verifier)]
    command += ["--witness", str(SEEN.verifier), "--quorum", "1"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("holds: 592 entries")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not here")
def test_the_published_log_holds(tmp_path: Path) -> None:
    shutil.copytree(SHARED / "vectors" / "tlog" / "log", tmp_path / "log")
    said = standalone.check_log(tmp_path / "log", KEY, [], 0, tmp_path / "log" / "checkpoint.7")
    assert said.startswith("15 entries")
    assert said.endswith("it continues the earlier one of 7")


@given(st.binary(max_size=80), st.integers(0, 511), st.binary(min_size=32, max_size=32))
@settings(max_examples=30, deadline=None)
def test_its_ed25519_is_that_of_the_library(message: bytes, bit: int, secret: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(secret)
    signature, public = private.sign(message), private.public_key().public_bytes_raw()
    assert standalone.ed25519(public, message, signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not standalone.ed25519(public, message, bytes(changed))
    assert not standalone.ed25519(public, message + b"x", signature)


def test_random_changes_of_single_bits_are_all_found(tree: Tree) -> None:
    assert "as witnessed" in check(tree)
    files = [path for path in sorted(tree.folder.rglob("*")) if path.is_file()]
    sizes = [path.stat().st_size for path in files]
    draw = random.Random(7)
    for _ in range(FLIPS):
        path = draw.choices(files, sizes)[0]
        before = path.read_bytes()
        changed = bytearray(before)
        changed[draw.randrange(len(before))] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        with pytest.raises((standalone.LogError, UnicodeDecodeError)):
            check(tree)
        path.write_bytes(before)
    assert "as witnessed" in check(tree)


@pytest.mark.slow
def test_each_bit_of_the_signed_notes_counts(tree: Tree) -> None:
    for name in ("checkpoint", "witnessed"):
        path = tree.folder / name
        before = path.read_bytes()
        for bit in range(0, 8 * len(before), STEP):
            changed = bytearray(before)
            changed[bit // 8] ^= 1 << bit % 8
            path.write_bytes(changed)
            with pytest.raises((standalone.LogError, UnicodeDecodeError)):
                check(tree)
        path.write_bytes(before)


def test_a_log_that_was_cut_rewritten_or_forked_is_found(tree: Tree, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(tree.folder / "checkpoint", kept)
    assert "continues the earlier one of 592" in check(tree, earlier=kept)
    other = Tree(tmp_path / "cut")
    grow(other, 0, 240)
    with pytest.raises(standalone.LogError, match="it was cut"):
        standalone.check_log(other.folder, str(LOG.verifier), [], 0, kept)
    forked = Tree(tmp_path / "forked")
    forked.extend(0, [entry(number + 1) for number in range(300)])
    found = Checkpoint(LOG.name, 608, forked.extend(300, [entry(number) for number in range(300, 608)]))
    forked.publish(found.note.signed(LOG.sign(found.text)))
    with pytest.raises(standalone.LogError, match="rewritten"):
        standalone.check_log(forked.folder, str(LOG.verifier), [], 0, kept)
    watcher = Witness(tmp_path / "memory", SEEN, [LOG.verifier])
    with pytest.raises(WitnessError, match="rewritten or forked") as refused:
        witness(forked, [watcher])
    assert refused.value.status == 422
    with pytest.raises(WitnessError, match="it was cut"):
        witness(other, [watcher])


def test_proofs_of_both_verifiers_agree(tree: Tree, tmp_path: Path) -> None:
    for index in (0, 15, 255, 256, 591):
        found = prove(tree, index, extra=b"\x01opened")
        raw = found.to_bytes()
        assert LogProof.parse(raw) == found
        assert found.check(entry(index), LOG.verifier, [SEEN.verifier], quorum=1)[SEEN.name] == 1_700_000_000
        path = tmp_path / f"{index}.tlog-proof"
        path.write_bytes(raw)
        arguments = ["--proof", str(path), "--key", str(LOG.verifier), "--entry"]
        assert standalone.main([*arguments, entry(index).hex()]) == 0
        assert standalone.main([*arguments, entry(index + 1).hex()]) == 1
        with pytest.raises(ProofError):
            found.check(entry(index + 1), LOG.verifier)


def test_a_proof_from_another_log_or_by_too_few_is_refused(tree: Tree) -> None:
    found = prove(tree, 3)
    with pytest.raises(NoteError, match="another log"):
        found.check(entry(3), Signer.generate("other.example/log").verifier)
    with pytest.raises(NoteError, match="1 of the witnesses signed; 2 must have"):
        found.check(entry(3), LOG.verifier, [SEEN.verifier, Signer.generate("w2", COSIGNATURE).verifier], quorum=2)
    with pytest.raises(ProofError, match="no checkpoint holds"):
        prove(tree, 592)


def test_a_witness_signs_what_follows_what_it_signed_last_and_nothing_else(tree: Tree, tmp_path: Path) -> None:
    note = tree.note
    assert note is not None
    fresh = Witness(tmp_path / "fresh", SEEN, [LOG.verifier], lambda: 5.0)
    stranger = Signer.generate(LOG.name)
    cases = [
        (404, Witness(tmp_path / "x", SEEN, []), 0, [], note),
        (403, Witness(tmp_path / "x", SEEN, [stranger.verifier]), 0, [], note),
        (409, fresh, 16, [], note),
        (400, fresh, 600, [], note),
        (422, fresh, 0, [bytes(32)], note),
    ]
    for status, one, old, proof, signed in cases:
        with pytest.raises(WitnessError) as refused:
            one.add(old, proof, signed)
        assert refused.value.status == status
    assert fresh.last(LOG.name) is None
    fresh.add(0, [], note)
    remembered = fresh.last(LOG.name)
    assert remembered is not None
    assert remembered.size == 592
