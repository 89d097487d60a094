"""What an oversight body sees: questions computed again, two views of one log, approvals as the node has them."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.govern import approvals, enter, record
from contrared.govern.exchange import Book
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.keeping import signer_of, tree_of
from contrared.govern.log.note import COSIGNATURE, ED25519, Note, Signer
from contrared.model import InputError, PolicyError
from contrared.share.envelope import Kind
from contrared.share.exchange.approving import FourEyes
from contrared.share.exchange.gossip import heard
from contrared.share.exchange.subjects import told
from contrared.store import Node, config

from .conftest import Pair, draft
from .nodes import OVERSIGHT, STRANGER, TOMAS, carry, side

DICE = bytes(range(16))


def test_what_was_asked_is_computed_again(pair: Pair) -> None:
    asked = [pair.ask(TOMAS), pair.ask(STRANGER), pair.ask()]
    carry(pair.br, pair.pa)
    looked = pair.br.at().look(asked, OVERSIGHT)
    assert [(item.sound, item.why, item.by) for item in looked] == [(True, "", "ana")] * 3
    assert looked[0].subject["names"] == ["Tomas Quiroga Vidal"]
    assert pair.br.at().look(asked[:1], X25519PrivateKey.generate())[0].why == "the seed does not open with this key"
    with pytest.raises(InputError, match="no such question"):
        pair.br.at().look(["ask-none"], OVERSIGHT)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"subject": told(STRANGER)}, "something else was asked"),
        ({"seed_sealed": bytes(80)}, "not the one the partner was told of"),
        ({"elements": "0" * 64}, "not those that were sent"),
    ],
)
def test_a_node_that_says_it_asked_about_another_is_found(pair: Pair, changed: dict[str, object], why: str) -> None:
    asked = pair.ask(TOMAS)
    with side(pair.br).pen.stroke(pair.pa.id) as stroke:
        stroke.change(Book.ASKS, {"id": asked}, **changed)
    (looked,) = pair.br.at().look([asked], OVERSIGHT)
    assert not looked.sound
    assert why in looked.why


def test_questions_are_drawn_by_chance_that_the_oversight_body_brings(pair: Pair) -> None:
    asked = {pair.ask(STRANGER) for _ in range(6)}
    drawn = pair.br.at().draw(DICE, 3)
    assert len(set(drawn)) == 3
    assert set(drawn) <= asked
    assert pair.br.at("ben").draw(DICE, 3) == drawn
    assert pair.br.at().draw(DICE, 100)[:3] == drawn
    others = {tuple(pair.br.at().draw(bytes([at]) * 16, 3)) for at in range(8)}
    assert len(others) > 1
    with pytest.raises(InputError, match="16 bytes"):
        pair.br.at().draw(b"short", 3)
    assert "exchange drawn" in [entry.action for entry in record.entries(pair.br.node.ledger)]


def test_two_views_of_one_log_are_evidence_that_is_kept(pair: Pair) -> None:
    at, partner, signer = side(pair.br), pair.pa.known(), signer_of(pair.pa.node)
    two = []
    for root in (bytes(32), bytes([1]) * 32):
        found = Checkpoint(signer.name, 16_384, root)
        two.append(found.note.signed(signer.sign(found.text)).to_bytes())
    heard(at, partner, two[0])
    heard(at, partner, two[0])
    assert pair.br.at().conflicts() == []
    heard(at, partner, two[1])
    heard(at, partner, two[1])
    (kept,) = pair.br.at().conflicts()
    assert (kept["kind"], {kept["held"], kept["other"]}) == ("split-view", set(two))


@pytest.mark.parametrize("what", ["noise", "other key", "other origin", "unknown log"])
def test_a_checkpoint_of_another_is_passed_over(pair: Pair, what: str) -> None:
    signer, partner = signer_of(pair.pa.node), pair.pa.known()
    if what == "other key":
        signer = Signer.generate(signer.name, ED25519)
    origin = "another/log" if what == "other origin" else signer.name
    found = Checkpoint(origin, 16_384, bytes(32))
    data = found.note.signed(signer.sign(found.text)).to_bytes()
    if what == "noise":
        data = data[:-5]
    heard(side(pair.br), replace(partner, log="") if what == "unknown log" else partner, data)
    with side(pair.br).pen.reading() as read:
        assert read.one(Book.CHECKPOINTS, size=16_384) is None


def test_what_rides_along_is_kept(pair: Pair) -> None:
    pair.publish()
    with side(pair.br).pen.reading() as read:
        assert read.many(Book.CHECKPOINTS, peer=pair.pa.id)


def with_four_eyes(pair: Pair) -> None:
    """The holder, with approvals as the node itself has them."""
    root = pair.pa.node.root
    pair.pa.node.close()
    path = root / "node.toml"
    path.write_text(path.read_text().replace('required = "profile"', 'required = "always"'))
    assert tomllib.loads(path.read_text())["approvals"]["required"] == "always"
    pair.pa.node = Node.open(root)
    pair.pa.approving = FourEyes()


def seat(pair: Pair, user: str) -> approvals.Seat:
    return approvals.Seat.of(enter(pair.pa.node, user, "search for persons"))


def test_a_release_waits_for_the_four_eyes_of_the_node(pair: Pair) -> None:
    with_four_eyes(pair)
    thread = pair.opened()
    holder = pair.pa.at("ana")
    holder.draft(thread, draft())
    with pytest.raises(approvals.Waiting) as caught:
        holder.release(thread)
    with pytest.raises(PolicyError):
        approvals.approve(seat(pair, "ana"), caught.value.request_id)
    approvals.approve(seat(pair, "ben"), caught.value.request_id)
    made = holder.release(thread)
    carry(pair.pa, pair.br)
    assert pair.br.at().received()[0]["id"] == made
    release = [entry for entry in record.entries(pair.pa.node.ledger) if entry.action == "exchange release"][-1]
    assert release.what["approval"] == caught.value.request_id


def test_an_approval_does_not_cover_what_was_drafted_after_it(pair: Pair) -> None:
    with_four_eyes(pair)
    thread = pair.opened()
    holder = pair.pa.at("ana")
    holder.draft(thread, draft())
    with pytest.raises(approvals.Waiting) as first:
        holder.release(thread)
    approvals.approve(seat(pair, "ben"), first.value.request_id)
    holder.draft(thread, draft(kept_back=frozenset({0, 1})))
    with pytest.raises(approvals.Waiting) as second:
        holder.release(thread)
    assert second.value.request_id != first.value.request_id
    assert pair.pa.at().waiting() == []


def test_a_manifest_waits_for_the_witnesses_that_the_node_names(pair: Pair) -> None:
    root, witness = pair.pa.node.root, Signer.generate("witness.example", COSIGNATURE)
    (root / "keys" / "policy.txt").write_text(
        f"log {signer_of(pair.pa.node).verifier}\nwitness court {witness.verifier}\nquorum court\n"
    )
    pair.pa.node.close()
    config.put(root / "node.toml", "log", "policy", "keys/policy.txt")
    pair.pa.node = Node.open(root)
    pair.pa.at().publish(pair.br.id, purpose="search for persons", legal_basis="treaty", whole=True)
    assert pair.pa.at().waiting() == []
    tree = tree_of(pair.pa.node)

    def cosigned(note: Note, by: Signer) -> None:
        (tree.folder / "witnessed").write_bytes(note.signed(by.sign(note.text, seconds=1)).to_bytes())

    assert tree.note is not None
    cosigned(tree.note, Signer.generate("witness.example", COSIGNATURE))
    assert pair.pa.at().waiting() == []
    cosigned(tree.note, witness)
    assert carry(pair.pa, pair.br) == [(Kind.MANIFEST, ""), (Kind.FILTER, "")]
    assert pair.hit()
