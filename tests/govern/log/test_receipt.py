"""Receipts: one signature for a group, each entry promised apart, and a promise that is not kept is seen."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from contrared.govern import Desk, record
from contrared.govern.group import GroupRecord
from contrared.govern.log import standalone
from contrared.govern.log.keeping import keep_up, receipts_of, signer_of, tree_of
from contrared.govern.log.kept import kept
from contrared.govern.log.merkle import ProofError, leaf_hash, path_in, paths_in
from contrared.govern.log.note import NoteError, Signer
from contrared.govern.log.receipt import Receipt, promise
from contrared.model import InputError
from contrared.store.tables import access_log

LOG = Signer.generate("node.example/log")


def rows(count: int) -> list[dict[str, object]]:
    return [record.line(user="u", purpose="p", case="", action="read", what={"n": n}) for n in range(count)]


@given(st.integers(1, 70))
def test_all_paths_at_once_are_those_one_by_one(size: int) -> None:
    hashes = [leaf_hash(bytes([number])) for number in range(size)]
    assert paths_in(hashes) == [path_in(hashes, index) for index in range(size)]


@pytest.mark.parametrize("size", [1, 2, 3, 16, 100])
def test_each_of_a_group_is_promised_by_the_one_signature(size: int) -> None:
    found = promise(LOG, rows(size), at=1_800_000_000, within=60)
    assert len({receipt.note.to_bytes() for receipt in found}) == 1
    for receipt in found:
        again = Receipt.parse(receipt.text().encode())
        assert again == receipt
        assert again.check([LOG.verifier]).due == 1_800_000_060


def test_nothing_is_no_promise() -> None:
    with pytest.raises(ProofError):
        promise(LOG, [], at=0)


def changed(receipt: Receipt, old: str, new: str) -> Receipt:
    text = receipt.text()
    assert old in text
    return Receipt.parse(text.replace(old, new, 1).encode())


@pytest.mark.parametrize("damage", ["entry", "index", "path", "frame", "delay", "log", "origin"])
def test_a_changed_receipt_proves_nothing(damage: str) -> None:
    first, second, *_ = promise(LOG, rows(5), at=1_800_000_000, within=60)
    log = LOG.verifier
    if damage == "entry":
        first = replace(first, entry=second.entry)
    elif damage == "index":
        first = replace(first, index=1)
    elif damage == "path":
        first = replace(first, path=second.path)
    elif damage == "frame":
        first = replace(first, frame=second.frame)
    elif damage == "delay":
        first = changed(first, "1800000000 60\n", "1800000000 600\n")
    elif damage == "log":
        log = Signer.generate(LOG.name).verifier
    else:
        log = Signer.generate("another.example/log").verifier
    with pytest.raises((NoteError, ProofError)):
        first.check([log])


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"contrared.org/log-receipt@v1\n\n",
        b"contrared.org/log-receipt@v1\nentry AA==\nframe AA==\nindex 01\n\nx\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"contrared.org/log-receipt@v1\nframe AA==\nentry AA==\nindex 1\n\nx\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"\xff\n\nx",
    ],
)
def test_what_is_no_receipt_is_not_read(text: bytes) -> None:
    with pytest.raises(NoteError):
        Receipt.parse(text)


def test_whoever_is_answered_holds_the_receipt_at_once_and_it_becomes_a_proof(desk: Desk) -> None:
    group = GroupRecord(desk)
    futures = [group.append("screen", {"n": number}) for number in range(20)]
    receipts = [future.result(timeout=30) for future in futures]
    group.close()
    assert kept(desk.node, receipts[3]).proof is None
    assert not kept(desk.node, receipts[3]).broken
    keep_up(desk.node)
    for receipt in receipts:
        found = kept(desk.node, receipt)
        assert found.proof is not None
        assert not found.broken
        found.proof.check(receipt.entry, signer_of(desk.node).verifier)


@pytest.mark.parametrize("act", ["removed", "altered", "never taken in"])
def test_a_promise_that_was_not_kept_is_evidence(desk: Desk, act: str) -> None:
    receipt = receipts_of(desk.node, [desk.record("screen", {"n": 1})])[0]
    with desk.node.ledger.begin() as connection:
        one = access_log.c.leaf == receipt.entry
        if act == "removed":
            connection.execute(delete(access_log).where(one))
        elif act == "altered":
            other = record.line(user="u", purpose="p", case="", action="read", what={})
            connection.execute(update(access_log).where(one).values(**other))
    if act != "never taken in":
        keep_up(desk.node)
    later = time.time() + 86_401
    assert kept(desk.node, receipt).broken is False
    assert kept(desk.node, receipt, at=later).broken is True


def test_a_receipt_of_another_node_is_refused(desk: Desk) -> None:
    other = promise(LOG, rows(1), at=int(time.time()))[0]
    with pytest.raises(InputError, match="another log"):
        kept(desk.node, other)


def alone(*arguments: object) -> str:
    command = [sys.executable, "-I", "-S", standalone.__file__, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_a_stranger_checks_a_receipt_with_the_key_alone(desk: Desk, tmp_path: Path) -> None:
    receipt, key = receipts_of(desk.node, [desk.record("screen", {"n": 1})])[0], signer_of(desk.node).verifier
    path = tmp_path / "one.receipt"
    path.write_text(receipt.text())
    assert "promised" in alone("--receipt", path, "--key", key)
    keep_up(desk.node)
    log = tree_of(desk.node).folder
    assert alone(log, "--receipt", path, "--key", key).startswith("holds: the entry stands at place")
    forged = tmp_path / "forged.receipt"
    forged.write_text(receipt.text().replace("index 0", "index 1"))
    assert alone("--receipt", forged, "--key", key).startswith("WRONG")
    missing = tmp_path / "missing.receipt"
    row = record.line(user="u", purpose="p", case="", action="read", what={})
    missing.write_text(promise(signer_of(desk.node), [row], at=int(time.time()) - 100, within=60)[0].text())
    assert "does not hold it" in alone(log, "--receipt", missing, "--key", key)
    awaited = tmp_path / "awaited.receipt"
    awaited.write_text(promise(signer_of(desk.node), [row], at=int(time.time()), within=60)[0].text())
    assert alone(log, "--receipt", awaited, "--key", key).startswith("holds: the entry is awaited")
