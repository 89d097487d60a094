"""The court-ordered opening: what the body can open by itself, what nobody can, and what both sides keep of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import delete, update

from contrared.govern import Desk, enter, record
from contrared.govern.log.inspection import inspect
from contrared.govern.log.keeping import escrow_of, keep_up, signer_of, tree_of
from contrared.govern.oversight.opened import ACTION, announce, body_escrow, open_lines, take_in
from contrared.govern.oversight.openings import Openings
from contrared.model import InputError, NodeError
from contrared.store import Node, config
from contrared.store.tables import access_log

BODY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = BODY.public_key().public_bytes_raw()
ORDER = "Juzgado Tercero, 2026/114"


@pytest.fixture
def kept(node: Node) -> Desk:
    config.put(node.root / "node.toml", "log", "escrow", f"court {PUBLIC.hex()}")
    desk = enter(Node.open(node.root), purpose="oversight")
    for number in range(20):
        desk.record("read", {"person": f"P{number}"})
    keep_up(desk.node)
    return desk


def change(desk: Desk, seq: int, **values: object) -> None:
    with desk.node.ledger.begin() as connection:
        connection.execute(update(access_log).where(access_log.c.seq == seq).values(**values))


def test_named_lines_are_opened_and_both_sides_keep_it(kept: Desk, tmp_path: Path) -> None:
    made, lines = open_lines(kept, tmp_path, BODY, [4, 3], ORDER)
    assert [(line.seq, line.content, line.problem) for line in lines] == [
        (3, {"person": "P1"}, ""),
        (4, {"person": "P2"}, ""),
    ]
    assert (lines[0].frame["user_id"], lines[0].frame["action"]) == ("owner", "read")
    assert [one.hash for one in Openings(tmp_path).all()] == [made.hash]
    told = [entry for entry in record.entries(kept.node.ledger) if entry.action == ACTION]
    assert [(entry.what["lines"], entry.legal_basis, entry.what["note"]) for entry in told] == [
        ([3, 4], ORDER, made.text)
    ]
    assert announce(kept, tmp_path) == 0


def test_an_order_that_must_not_be_told_is_told_at_the_next_contact(kept: Desk, tmp_path: Path) -> None:
    open_lines(kept, tmp_path, BODY, [3], ORDER, later=True)
    assert ACTION not in {entry.action for entry in record.entries(kept.node.ledger)}
    assert announce(kept, tmp_path) == 1
    assert ACTION in {entry.action for entry in record.entries(kept.node.ledger)}


def test_a_salt_that_the_node_destroyed_without_an_act_opens_all_the_same(kept: Desk, tmp_path: Path) -> None:
    take_in(kept.node, tmp_path, BODY)
    change(kept, 3, content_salt=None)
    shutil.rmtree(kept.node.root / "log" / "escrow")
    _, (line,) = open_lines(kept, tmp_path, BODY, [3], ORDER)
    assert line.content == {"person": "P1"}
    assert "no act names it" in line.problem


def test_what_was_erased_opens_for_nobody_not_even_from_the_copy_of_the_body(kept: Desk, tmp_path: Path) -> None:
    assert take_in(kept.node, tmp_path, BODY).problems == ()
    before = dict(body_escrow(kept.node, tmp_path).open(BODY, [2]))[2]
    kept.erase([3], "Law 29733, art. 20")
    keep_up(kept.node)
    _, (line,) = open_lines(kept, tmp_path, BODY, [3], ORDER)
    assert line.content is None
    assert "Law 29733, art. 20: nothing opens it" in line.problem
    for held in (body_escrow(kept.node, tmp_path), escrow_of(kept.node)):
        assert dict(held.open(BODY, [2]))[2].content != before.content
    found = take_in(kept.node, tmp_path, BODY)
    assert (found.erased, found.problems) == (1, ())


def test_a_restored_copy_of_the_body_is_brought_up_to_date_first(kept: Desk, tmp_path: Path) -> None:
    take_in(kept.node, tmp_path / "body", BODY)
    shutil.copytree(tmp_path / "body", tmp_path / "backup")
    kept.erase([3], "Law 29733, art. 20")
    keep_up(kept.node)
    _, (line,) = open_lines(kept, tmp_path / "backup", BODY, [3], ORDER)
    assert line.content is None


@pytest.mark.parametrize("act", ["altered", "removed", "reframed", "erasure that is not in the log"])
def test_what_was_tampered_with_is_told_and_not_shown(kept: Desk, tmp_path: Path, act: str) -> None:
    take_in(kept.node, tmp_path, BODY)
    if act == "altered":
        change(kept, 3, what={"person": "another"})
    elif act == "reframed":
        change(kept, 3, user_id="another")
    elif act == "removed":
        with kept.node.ledger.begin() as connection:
            connection.execute(delete(access_log).where(access_log.c.seq == 3))
    else:
        change(kept, 4, action="erase", what={"lines": [3]})
        change(kept, 3, what={}, content_salt=None)
    _, (line,) = open_lines(kept, tmp_path, BODY, [3], ORDER)
    assert line.content is None
    assert "erased" not in line.problem
    assert take_in(kept.node, tmp_path, BODY).problems


def test_an_insider_who_names_another_body_is_seen_by_the_first(kept: Desk, tmp_path: Path) -> None:
    other = X25519PrivateKey.generate().public_key().public_bytes_raw()
    config.put(kept.node.root / "node.toml", "log", "escrow", f"friend {other.hex()}")
    again = enter(Node.open(kept.node.root), purpose="p")
    size = keep_up(again.node)
    assert size is not None
    assert take_in(again.node, tmp_path, BODY).problems == (
        f"entries 32 to {size - 1} are not in escrow with this key",
    )


def test_another_key_opens_nothing(kept: Desk, tmp_path: Path) -> None:
    _, (line,) = open_lines(kept, tmp_path, X25519PrivateKey.generate(), [3], ORDER)
    assert (line.content, line.problem) == (None, "is not in escrow with this key")


@pytest.mark.parametrize(("lines", "order"), [([3], " "), ([], ORDER), ([3], "two\nlines")])
def test_an_opening_needs_order_and_lines(kept: Desk, tmp_path: Path, lines: list[int], order: str) -> None:
    with pytest.raises(InputError):
        open_lines(kept, tmp_path, BODY, lines, order)
    assert Openings(tmp_path).all() == []


@pytest.mark.parametrize("damage", ["changed", "removed"])
def test_nothing_is_opened_where_an_earlier_opening_was_tampered_with(kept: Desk, tmp_path: Path, damage: str) -> None:
    for number in (3, 4):
        open_lines(kept, tmp_path, BODY, [number], ORDER)
    path = tmp_path / "openings" / "000001.note"
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"114", b"115"))
    with pytest.raises(NodeError, match="opening is"):
        open_lines(kept, tmp_path, BODY, [5], ORDER)


def test_the_log_stays_whole(kept: Desk, tmp_path: Path) -> None:
    open_lines(kept, tmp_path, BODY, [3], ORDER)
    keep_up(kept.node)
    assert inspect(kept.node.ledger, tree_of(kept.node), signer_of(kept.node).verifier).problems == ()
