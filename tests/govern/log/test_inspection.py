"""The log held against the ledger: each kind of tampering is named, and honest erasure is not one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from contrared.govern import enter, record
from contrared.govern.log.inspection import Inspection, inspect
from contrared.govern.log.keeping import keep_up, signer_of, tree_of, witness_keys
from contrared.govern.log.note import COSIGNATURE, Signer
from contrared.govern.log.witness import Witness, witness
from contrared.model import InputError, NodeError
from contrared.store import Node
from contrared.store.tables import access_log, log_filler

SEEN = Signer.generate("oversight.example/w1", COSIGNATURE)


@pytest.fixture
def kept(node: Node) -> Node:
    desk = enter(node)
    for number in range(40):
        desk.record("read", {"person": f"P{number}"})
    assert keep_up(node) == 48
    return node


def look(node: Node, quorum: int = 0) -> Inspection:
    return inspect(node.ledger, tree_of(node), signer_of(node).verifier, [SEEN.verifier], quorum=quorum)


def test_an_honest_log_holds(kept: Node) -> None:
    found = look(kept)
    assert (found.size, found.lines, found.waiting, found.filler, found.problems) == (48, 41, 0, 7, ())
    assert [name for name, _ in found.signed] == [signer_of(kept).name]
    enter(kept)
    assert look(kept).waiting == 1
    keep_up(kept)
    assert look(kept).problems == ()


def test_the_oversight_body_in_the_quorum(kept: Node, tmp_path: Path) -> None:
    assert look(kept, quorum=1).problems == ("no checkpoint was witnessed",)
    watcher = Witness(tmp_path / "w", SEEN, [signer_of(kept).verifier])
    witness(tree_of(kept), [watcher])
    enter(kept)
    keep_up(kept)
    found = look(kept, quorum=1)
    assert found.problems == ()
    assert SEEN.name in dict(found.signed)


def change(**values: object) -> Callable[[Node], None]:
    def do(node: Node) -> None:
        with node.ledger.begin() as connection:
            connection.execute(update(access_log).where(access_log.c.seq == 5).values(**values))

    return do


def remove(node: Node) -> None:
    with node.ledger.begin() as connection:
        connection.execute(delete(access_log).where(access_log.c.seq == 5))


def hide_as_filler(node: Node) -> None:
    with node.ledger.begin() as connection:
        connection.execute(delete(access_log).where(access_log.c.seq == 5))
        connection.execute(log_filler.insert().values(place=4, salt=bytes(32)))


def drop_checkpoint(node: Node) -> None:
    (node.root / "log/checkpoint").unlink()


def flip_entry(node: Node) -> None:
    path = node.root / "log/tile/entries/000.p/48"
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (change(user_id="somebody-else"), "line 5 of the record is not what was sealed"),
        (change(at="2020-01-01T00:00:00+00:00"), "line 5 of the record is not what was sealed"),
        (change(what={"person": "nobody"}), "the content of line 5 is not what was sealed"),
        (change(what={}, content_salt=None), "the salt of line 5 is gone and no act of erasure names it"),
        (change(frame_salt=bytes(32)), "line 5 of the record is not what was sealed"),
        (remove, "entry 4 of the log is in no line of the record (1 such)"),
        (hide_as_filler, "entry 4 of the log is not the line that the record has there"),
        (drop_checkpoint, "the checkpoint is gone"),
        (flip_entry, "entry 1 of the log is not the line that the record has there"),
    ],
)
def test_tampering_is_named(kept: Node, tamper: Callable[[Node], None], said: str) -> None:
    tamper(kept)
    assert said in look(kept).problems


def test_erasing_on_a_legal_basis_is_no_tampering_and_cannot_be_undone(kept: Node) -> None:
    record.erase(kept.ledger, [5, 6], user="owner", purpose="p", case="", legal_basis="Law 29733, art. 20")
    keep_up(kept)
    found = look(kept)
    assert (found.problems, found.erased) == ((), 2)
    lines = list(record.entries(kept.ledger))
    assert [lines[4].what, lines[4].action, lines[4].user] == [{}, "read", "owner"]
    assert (lines[-1].action, lines[-1].what) == ("erase", {"lines": [5, 6]})
    with pytest.raises(InputError, match="an act of erasure"):
        record.erase(kept.ledger, [lines[-1].seq], user="owner", purpose="p", case="", legal_basis="x")
    with pytest.raises(InputError, match="no line 999"):
        record.erase(kept.ledger, [999], user="owner", purpose="p", case="", legal_basis="x")
    with pytest.raises(InputError, match="legal basis"):
        record.erase(kept.ledger, [7], user="owner", purpose="p", case="", legal_basis=" ")


def test_keys_of_witnesses_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "witnesses"
    path.write_text(f"# oversight\n{SEEN.verifier}\n", encoding="utf-8")
    assert witness_keys(path) == [SEEN.verifier]
    path.write_text("# oversight\nnonsense\n", encoding="utf-8")
    with pytest.raises(NodeError, match="line 2"):
        witness_keys(path)
