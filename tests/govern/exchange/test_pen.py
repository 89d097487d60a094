"""The pen of the exchange: one transaction or none, a budget nobody overdraws, keys that can be destroyed."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from contrared.govern import record
from contrared.govern.exchange import IN, OUT, Book, BudgetError, Pen, Vault
from contrared.govern.log.entry import FRAME_DOMAIN, canonical, commitment
from contrared.govern.log.keeping import tree_of
from contrared.govern.verify import verify
from contrared.model import InputError, NodeError
from contrared.store import Node
from contrared.store.keyring import Keyring

HANDLE = {"manifest": "m" * 64, "handle": "00" * 8, "record": "l-1"}


@pytest.fixture
def pen(node: Node) -> Pen:
    return Pen(node, "owner", "test", "")


def test_all_of_a_stroke_or_nothing(node: Node, pen: Pen) -> None:
    before = len(list(record.entries(node.ledger)))

    def fails() -> None:
        with pen.stroke("node-pa") as stroke:
            stroke.add(Book.HANDLES, HANDLE)
            stroke.advance("node-pa", IN, 1, "d" * 64)
            stroke.debit("node-pa", "p", "2026-11-26", 40, 100)
            stroke.note("exchange", {"kind": "ask"})
            raise InputError("something after all of that")

    with pytest.raises(InputError):
        fails()
    with pen.reading() as read:
        assert read.many(Book.HANDLES) == []
        assert read.chain("node-pa", IN) == (0, "")
        assert read.spent("node-pa", "p", "2026-11-26") == 0
    assert len(list(record.entries(node.ledger))) == before


def test_rows_come_back_as_they_were_kept(pen: Pen) -> None:
    with pen.stroke("node-pa") as stroke:
        stroke.add(Book.HANDLES, HANDLE, HANDLE | {"handle": "11" * 8, "record": "l-2"})
        stroke.add(Book.HANDLES)
        assert stroke.change(Book.HANDLES, {"handle": "11" * 8}, record="l-3") == 1
        stroke.advance("node-pa", OUT, 4, "e" * 64)
    with pen.reading() as read:
        assert read.one(Book.HANDLES, handle="00" * 8) == HANDLE
        assert read.one(Book.HANDLES, handle="22" * 8) is None
        assert [row["record"] for row in read.many(Book.HANDLES, manifest="m" * 64)] == ["l-1", "l-3"]
        assert [row["record"] for row in read.many(Book.HANDLES, record=("l-3", "l-9"))] == ["l-3"]
        assert (read.chain("node-pa", OUT), read.chain("node-pa", IN)) == ((4, "e" * 64), (0, ""))


def test_a_budget_ends_and_the_next_day_has_another(pen: Pen) -> None:
    with pen.stroke("node-pa") as stroke:
        assert stroke.debit("node-pa", "p", "2026-11-26", 40, 100) == 60
        assert stroke.debit("node-pa", "p", "2026-11-26", 40, 100) == 20
        with pytest.raises(BudgetError, match="40 elements asked for where 20 of 100 are left"):
            stroke.debit("node-pa", "p", "2026-11-26", 40, 100)
        assert stroke.debit("node-pa", "p", "2026-11-26", 20, 100) == 0
        assert stroke.debit("node-pa", "q", "2026-11-26", 40, 100) == 60
        assert stroke.debit("node-pa", "p", "2026-11-27", 40, 100) == 60
        with pytest.raises(BudgetError):
            stroke.debit("node-co", "p", "2026-11-26", 101, 100)


def test_two_connections_do_not_overdraw_a_budget(node: Node) -> None:
    other = Node.open(node.root)
    given: list[int] = []
    start = threading.Barrier(2)

    def ask(at: Node) -> None:
        start.wait()
        for _ in range(10):
            try:
                with Pen(at, "owner", "test", "").stroke("node-pa") as stroke:
                    stroke.debit("node-pa", "p", "2026-11-26", 40, 400)
                given.append(40)
            except BudgetError:
                continue

    both = [threading.Thread(target=ask, args=(at,)) for at in (node, other)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sum(given) == 400
    with Pen(node, "owner", "test", "").reading() as read:
        assert read.spent("node-pa", "p", "2026-11-26") == 400
    other.close()


def test_a_line_settles_when_a_checkpoint_holds_it(node: Node, pen: Pen) -> None:
    assert pen.checkpoint() == b""
    with pen.stroke("node-pa", user="peer:node-pa", purpose="search") as stroke:
        told = stroke.note("exchange", {"kind": "ask"}, "treaty")
    pen.settle(stroke.line)
    opened = record.opened(node.ledger, stroke.line)
    found = tree_of(node).checkpoint
    assert found is not None
    assert opened.place < found.size
    assert (opened.leaf, opened.frame) == (told.leaf, told.frame)
    assert b'"legal_basis":"treaty","purpose":"search","user_id":"peer:node-pa"' in told.frame
    assert pen.checkpoint()
    assert verify(node).ok
    pen.settle(stroke.line)


def test_what_a_partner_is_shown_opens_its_line(pen: Pen) -> None:
    with pen.stroke("node-pa") as stroke:
        told = stroke.note("exchange", {"kind": "ask"})
    shown = json.loads(told.frame)
    assert commitment(FRAME_DOMAIN, bytes.fromhex(shown["salt"]), canonical(shown["frame"])) == told.leaf


def test_a_log_that_does_not_go_on_lets_nothing_out(node: Node, pen: Pen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contrared.govern.exchange.pen.keep_up", lambda _: None)
    monkeypatch.setattr("contrared.govern.exchange.pen.PATIENCE", 0.0)
    with pen.stroke("node-pa") as stroke:
        stroke.note("exchange", {})
    with pytest.raises(NodeError, match="nothing may leave"):
        pen.settle(stroke.line)


def test_files_are_known_by_their_content(node: Node, pen: Pen) -> None:
    name = pen.keep_file(b"a filter")
    assert pen.keep_file(b"a filter") == name
    assert pen.file(name).read_bytes() == b"a filter"
    assert pen.file(name).stat().st_mode & 0o077 == 0
    with pytest.raises(NodeError, match="missing"):
        pen.file("0" * 64)


def test_a_destroyed_key_opens_nothing_not_even_from_a_copy(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "keys")
    one, two = vault.seal("a1", b"secret"), vault.seal("b2", b"secret")
    assert vault.open("a1", one) == b"secret"
    assert (tmp_path / "keys" / "exchange-epochs" / "a1.key").stat().st_mode & 0o077 == 0
    with pytest.raises(NodeError):
        vault.open("b2", one)
    assert vault.names() == ["a1", "b2"]
    assert vault.destroy("a1")
    assert not vault.destroy("a1")
    with pytest.raises(NodeError, match="cannot be opened"):
        vault.open("a1", one)
    assert vault.open("b2", two) == b"secret"
    turned = bytearray(two)
    turned[-1] ^= 1
    with pytest.raises(NodeError):
        vault.open("b2", bytes(turned))


def test_keys_are_sealed_under_the_passphrase_of_the_node(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    vault = Vault(folder)
    before = vault.seal("a1", b"secret")
    ring = Keyring(folder, lambda: b"correct horse")
    assert "exchange-epochs/a1.key" in ring.seal(b"correct horse")
    after = vault.seal("b2", b"another")
    for name in ("a1", "b2"):
        assert (folder / "exchange-epochs" / f"{name}.key").read_bytes().startswith(b"contrared sealed key")
    assert (vault.open("a1", before), vault.open("b2", after)) == (b"secret", b"another")
