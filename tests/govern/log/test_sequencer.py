"""The sequencer: lines in their order, blocks filled, one at a time, and nothing lost when it is killed anywhere."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import delete, select, text, update

from contrared.govern import enter, record
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.entry import filler_leaf, frame_leaf
from contrared.govern.log.escrow import Escrow
from contrared.govern.log.merkle import leaf_hash, root_of
from contrared.govern.log.note import Note, Signer, verified
from contrared.govern.log.sequencer import BLOCK, Sequencer
from contrared.govern.log.tree import Tree
from contrared.model import NodeError
from contrared.store import Node
from contrared.store.tables import access_log, log_filler

from . import driven

BODY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = BODY.public_key().public_bytes_raw()
KILLS = int(os.environ.get("CONTRARED_KILLS", "20"))


@pytest.fixture
def signer() -> Signer:
    return Signer.generate("node.example/log")


def sequencer(node: Node, signer: Signer) -> Sequencer:
    return Sequencer(node.ledger, Tree(node.root / "log"), signer)


def whole(node: Node, signer: Signer) -> int:
    """Recompute everything from the ledger; the size of the log."""
    tree = Tree(node.root / "log")
    note, found = tree.note, tree.checkpoint
    assert note is not None
    assert found is not None
    assert verified(note, [signer.verifier]) == {signer.name: None}
    with node.ledger.reading() as connection:
        lines = connection.execute(select(access_log).where(access_log.c.place < found.size)).all()
        filler = connection.execute(select(log_filler).where(log_filler.c.place < found.size)).all()
    leaves = {row.place: frame_leaf(dict(row._mapping)) for row in lines}
    leaves |= {row.place: filler_leaf(row.place, row.salt) for row in filler}
    assert sorted(leaves) == list(range(found.size))
    assert root_of(leaf_hash(leaves[place]) for place in range(found.size)) == found.root
    return found.size


def test_lines_are_taken_in_their_order_and_filled_to_a_block(node: Node, signer: Signer) -> None:
    desk = enter(node)
    for number in range(20):
        desk.record("read", {"number": number})
    with sequencer(node, signer).alone() as log:
        done = log.turn()
        assert (done.lines, done.size % BLOCK) == (21, 0)
        assert log.turn().lines == 0
        assert whole(node, signer) == done.size
        assert log.turn(idle=True).filler == BLOCK
    with node.ledger.reading() as connection:
        places = connection.execute(select(access_log.c.place).order_by(access_log.c.seq)).scalars().all()
    assert places == list(range(21))
    whole(node, signer)


def test_a_second_sequencer_is_refused(node: Node, signer: Signer) -> None:
    with (
        sequencer(node, signer).alone(),
        pytest.raises(NodeError, match="another sequencer"),
        sequencer(node, signer).alone(),
    ):
        pass


def test_the_last_lines_are_taken_before_it_ends(node: Node, signer: Signer) -> None:
    stop = threading.Event()
    stop.set()
    enter(node)
    with sequencer(node, signer).alone() as log:
        log.run(stop)
    assert whole(node, signer) == BLOCK


@pytest.mark.parametrize("damage", ["checkpoint", "tile", "key", "line", "rolled back"])
def test_it_does_not_go_on_with_a_damaged_log(node: Node, signer: Signer, damage: str) -> None:
    enter(node)
    with sequencer(node, signer).alone() as log:
        log.turn()
        first = (node.root / "log/checkpoint").read_bytes()
        enter(node)
        log.turn()
    if damage == "checkpoint":
        forged = Checkpoint(signer.name, 2 * BLOCK, bytes(32))
        signed = forged.note.signed(signer.sign(forged.text))
        (node.root / "log/checkpoint").write_bytes(signed.to_bytes())
    elif damage == "tile":
        path = node.root / "log/tile/0/000.p" / str(2 * BLOCK)
        path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    elif damage == "key":
        signer = Signer.generate(signer.name)
    elif damage == "line":
        with node.ledger.begin() as connection:
            connection.execute(delete(access_log).where(access_log.c.place == 0))
    else:
        (node.root / "log/checkpoint").write_bytes(Note.parse(first).to_bytes())
        with node.ledger.begin() as connection:
            connection.execute(update(access_log).where(access_log.c.place >= BLOCK).values(place=None))
            connection.execute(delete(log_filler).where(log_filler.c.place >= 3))
    with pytest.raises(NodeError), sequencer(node, signer).alone():
        pass


def received(end: Connection) -> int:
    """How many things a process told before it was killed that were not taken yet."""
    count = 0
    try:
        while True:
            end.recv()
            count += 1
    except EOFError:
        return count


@pytest.mark.slow
def test_killed_at_random_moments_it_loses_nothing_acknowledged(
    node: Node, signer: Signer, kind_of_ledger: str
) -> None:
    """The writer is killed with the sequencer; whatever it was told was durable must be in the log in the end."""
    # Each is forked from a process that has imported what it needs: killed are they, not their imports.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([driven.__name__])
    secret = signer.private.private_bytes_raw()
    acknowledged = 0
    kills = KILLS if kind_of_ledger == "sqlite" else KILLS // 5
    for kill in range(kills):
        taken, takes = processes.Pipe(duplex=False)
        written, writes = processes.Pipe(duplex=False)
        log = processes.Process(target=driven.sequence, args=(node.root, takes, secret, PUBLIC))
        writer = processes.Process(target=driven.write, args=(node.root, writes))
        for process, end in ((log, takes), (writer, writes)):
            process.start()
            end.close()
        assert taken.recv() == "ready"
        for _ in range(1 + kill % 7):
            taken.recv()
        for process in (log, writer):
            process.kill()
            process.join()
        acknowledged += received(written)
        taken.close()
        written.close()
    escrow = Escrow(node.root / "log" / "escrow", signer.name)
    with Sequencer(node.ledger, Tree(node.root / "log"), signer, escrow, PUBLIC).alone() as last:
        while last.turn().lines:
            pass
    size = whole(node, signer)
    leaves, opened = Tree(node.root / "log").entries(0, size), list(escrow.open(BODY, range(size)))
    assert [place for place, _ in opened] == list(range(size))
    with node.ledger.reading() as connection:
        rows = connection.execute(select(access_log)).mappings().all()
    lines = {row["place"]: row["frame_salt"] for row in rows}
    assert all(
        salts.frame == lines[place] if place in lines else filler_leaf(place, salts.frame) == leaves[place]
        for place, salts in opened
    )
    with node.ledger.reading() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM access_log WHERE action = 'read' AND place IS NOT NULL")
        ).scalar_one()
    assert acknowledged > kills
    assert found >= acknowledged


def test_a_line_written_by_any_hand_is_sealed(node: Node) -> None:
    desk = enter(node)
    desk.write().post("topic", {})
    with node.ledger.reading() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(access_log))]
    assert len(rows) == 2
    assert all(row["leaf"] == frame_leaf(row) for row in rows)
    assert [entry.action for entry in record.entries(node.ledger)] == ["enter", "post"]


def test_the_fixture_is_a_fresh_node(node: Node) -> None:
    assert not (Path(node.root) / "log").exists()
