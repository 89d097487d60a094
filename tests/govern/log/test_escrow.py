"""Salts in escrow: the body alone opens them, filler looks like lines, what was erased opens for nobody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern import enter, record
from contrared.govern.log.entry import CONTENT_DOMAIN, canonical, commitment, filler_leaf
from contrared.govern.log.escrow import Escrow, Salts
from contrared.govern.log.keeping import escrow_of, keep_up, tree_of
from contrared.govern.log.sealed import seal_all
from contrared.model import InputError, NodeError
from contrared.store import Node, config

BODY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = BODY.public_key().public_bytes_raw()


def drawn(count: int) -> list[Salts]:
    return [Salts(os.urandom(32), os.urandom(32)) for _ in range(count)]


@pytest.fixture
def escrow(tmp_path: Path) -> Escrow:
    return Escrow(tmp_path / "escrow", "node.example/log")


@given(st.lists(st.integers(1, 300), min_size=1, max_size=4))
def test_what_is_sealed_opens_at_its_place(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    escrow, salts = Escrow(tmp_path_factory.mktemp("escrow"), "log"), drawn(sum(sizes))
    at = 0
    for size in sizes:
        escrow.add(PUBLIC, at, salts[at : at + size])
        at += size
    assert list(escrow.open(BODY, range(at))) == list(enumerate(salts))
    assert escrow.missing(PUBLIC, at) == []
    assert escrow.missing(PUBLIC, at + 3) == [(at, at + 3)]


def test_another_key_opens_nothing_and_another_log_is_told(escrow: Escrow, tmp_path: Path) -> None:
    escrow.add(PUBLIC, 0, drawn(5))
    assert list(escrow.open(X25519PrivateKey.generate(), range(5))) == []
    with pytest.raises(InputError, match="do not open"):
        list(Escrow(tmp_path / "escrow", "other.example/log").open(BODY, range(5)))


def test_one_row_is_destroyed_and_no_key_brings_it_back(escrow: Escrow, tmp_path: Path) -> None:
    salts = drawn(300)
    escrow.add(PUBLIC, 0, salts)
    escrow.forget([7, 290])
    opened = dict(escrow.open(BODY, range(300)))
    assert {place for place in range(300) if opened[place] != salts[place]} == {7, 290}
    assert opened[7].frame == salts[7].frame
    for path in (tmp_path / "escrow").rglob("*.sealed"):
        assert path.stat().st_mode & 0o077 == 0


def test_what_a_killed_turn_left_is_dropped(escrow: Escrow) -> None:
    first, lost = drawn(250), drawn(300)
    escrow.add(PUBLIC, 0, first)
    escrow.add(PUBLIC, 250, lost)
    escrow.cut(250)
    again = drawn(16)
    escrow.add(PUBLIC, 250, again)
    assert [salts for _, salts in escrow.open(BODY, range(600))] == first + again


@pytest.mark.parametrize("cut", [1, 60, 97, 200])
def test_a_damaged_file_is_told(escrow: Escrow, tmp_path: Path, cut: int) -> None:
    escrow.add(PUBLIC, 0, drawn(5))
    path = tmp_path / "escrow" / "000.sealed"
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(NodeError, match="damaged"):
        list(escrow.open(BODY, [0]))


def test_a_changed_seal_does_not_open(escrow: Escrow, tmp_path: Path) -> None:
    escrow.add(PUBLIC, 0, drawn(5))
    path = tmp_path / "escrow" / "000.sealed"
    data = bytearray(path.read_bytes())
    data[30] ^= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="do not open"):
        list(escrow.open(BODY, [0]))


def escrowed(node: Node) -> Node:
    config.put(node.root / "node.toml", "log", "escrow", f"court {PUBLIC.hex()}")
    node.close()
    return Node.open(node.root)


def test_every_checkpoint_is_preceded_by_its_salts(node: Node) -> None:
    node = escrowed(node)
    desk = enter(node)
    for number in range(300):
        desk.record("read", {"person": f"P{number}"})
    size = keep_up(node)
    assert size is not None
    opened = dict(escrow_of(node).open(BODY, range(size)))
    assert sorted(opened) == list(range(size))
    leaves = tree_of(node).entries(0, size)
    with node.ledger.reading() as connection:
        rows = {row["place"]: dict(row) for row in connection.exec_driver_sql("SELECT * FROM access_log").mappings()}
    for place, salts in opened.items():
        if place in rows:
            entry = record.promised(node.ledger, rows[place]["seq"])
            told = commitment(CONTENT_DOMAIN, salts.content or b"", canonical(entry["what"]))
            assert (told, salts.frame) == (entry["content_hash"], entry["frame_salt"])
        else:
            assert filler_leaf(place, salts.frame) == leaves[place]


def test_erasing_reaches_the_escrow_before_the_next_checkpoint(node: Node) -> None:
    node = escrowed(node)
    desk = enter(node)
    desk.record("read", {"person": "P"})
    keep_up(node)
    before = dict(escrow_of(node).open(BODY, [1]))[1]
    desk.erase([2], "Law 29733, art. 20")
    keep_up(node)
    after = dict(escrow_of(node).open(BODY, [1]))[1]
    assert (after.frame, after.content == before.content) == (before.frame, False)


def test_a_body_that_is_named_later_gets_what_was_there_and_what_was_erased_stays_so(node: Node) -> None:
    desk = enter(node)
    for number in range(40):
        desk.record("read", {"person": f"P{number}"})
    desk.erase([5], "Law 29733, art. 20")
    size = keep_up(node)
    assert seal_all(node, PUBLIC) == size == 48
    assert seal_all(node, PUBLIC) == 0
    assert escrow_of(node).missing(PUBLIC, size) == []
    node = escrowed(node)
    enter(node)
    assert keep_up(node) == 64
    assert escrow_of(node).missing(PUBLIC, 64) == []


def test_taking_copies_what_is_new_and_keeps_what_was_destroyed_here(escrow: Escrow, tmp_path: Path) -> None:
    salts, copy = drawn(20), Escrow(tmp_path / "copy", "node.example/log")
    escrow.add(PUBLIC, 0, salts[:10])
    assert copy.take(escrow) == 10
    copy.forget([3])
    escrow.add(PUBLIC, 10, salts[10:])
    assert copy.take(escrow) == 10
    opened = dict(copy.open(BODY, range(20)))
    assert {place for place in range(20) if opened[place] != salts[place]} == {3}


def test_a_setting_is_put_and_every_other_line_stays(tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    path.write_text('# ours\n[node]\nname = "n"\nid = "i"\n[log]\npromise_hours = 3 # few\n[desk]\nuser = "x"\n')
    config.put(path, "log", "escrow", f"court {PUBLIC.hex()}")
    config.put(path, "log", "escrow", f"judge {PUBLIC.hex()}")
    config.put(path, "policy", "profile", "separate-fiu")
    told = config.read(path)
    assert (told.log.escrow[:5], told.log.promise_hours, told.desk.user) == ("judge", 3, "x")
    assert told.policy.profile == "separate-fiu"
    assert path.read_text().startswith("# ours\n")
    with pytest.raises(InputError, match="cannot be set"):
        config.put(path, "log", "escrow", "not a key")
    assert config.read(path).log.escrow.startswith("judge")
