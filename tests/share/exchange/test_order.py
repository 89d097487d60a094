"""Once in effect: repeats, other bytes under one id, another order, clocks, strangers, revocation, old backups."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contrared.govern import record
from contrared.model import InputError
from contrared.share.envelope import EnvelopeError, Kind, peek, seal
from contrared.store import Node

from .conftest import Pair
from .nodes import NADIA, STRANGER, carry, fault_of, side


def spent(pair: Pair) -> int:
    with side(pair.pa).pen.reading() as read:
        return read.spent(pair.br.id, "search for persons", "2026-11-26")


def lines(node: Node) -> list[str]:
    return [entry.action for entry in record.entries(node.ledger)]


def test_a_repeat_gets_the_same_bytes_and_has_no_effect(pair: Pair) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    assert pair.br.at().waiting() == [message]
    first = pair.pa.at().receive(message.data)
    cost, written = spent(pair), lines(pair.pa.node).count("exchange ask")
    assert [pair.pa.at().receive(message.data) for _ in range(3)] == [first] * 3
    assert (spent(pair), lines(pair.pa.node).count("exchange ask")) == (cost, written) == (40, 1)
    pair.br.at().delivered(message.id, first)
    pair.br.at().delivered(message.id, first)
    assert len(pair.br.at().openings()) == 1


def test_a_repeat_with_another_checkpoint_is_the_same_message(pair: Pair) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    first = pair.pa.at().receive(message.data)
    opened = peek(message.data)
    again = seal(opened.header, opened.body, pair.br.book.mine.key, side(pair.br).pen.checkpoint())
    assert again != message.data
    assert pair.pa.at().receive(again) == first


def test_other_bytes_under_one_id_are_a_conflict_that_is_kept(pair: Pair) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    pair.pa.at().receive(message.data)
    opened = peek(message.data)
    other = seal(replace(opened.header, purpose="another"), opened.body, pair.br.book.mine.key)
    assert [fault_of(pair.pa.at().receive(other)) for _ in range(2)] == ["conflict"] * 2
    (kept,) = pair.pa.at().conflicts()
    assert kept["kind"] == "conflict"
    assert kept["held"] != kept["other"]
    assert lines(pair.pa.node).count("exchange conflict") == 1
    assert fault_of(pair.pa.at().receive(message.data)) == ""


def test_what_comes_in_another_order_waits_for_what_is_missing(pair: Pair) -> None:
    pair.ask(NADIA)
    pair.ask(STRANGER)
    first, second = pair.br.at().waiting()
    early = pair.pa.at().receive(second.data)
    assert fault_of(early) == "order"
    pair.br.at().delivered(second.id, early)
    assert [message.id for message in pair.br.at().waiting()] == [first.id, second.id]
    assert spent(pair) == 0
    assert carry(pair.br, pair.pa) == [(Kind.ASK, ""), (Kind.ASK, "")]
    assert sorted(row["state"] for row in pair.br.at().asks()) == ["hit", "no_hit"]


def test_many_are_taken_in_at_once_and_answered_as_one_by_one(pair: Pair) -> None:
    for _ in range(4):
        pair.ask(STRANGER)
    messages = pair.br.at().waiting()
    sent = [message.data for message in messages]
    replies = pair.pa.at().receive_all([*sent[1:], *sent])
    assert [fault_of(reply) for reply in replies] == ["order"] * 3 + [""] * 4
    assert pair.pa.at().receive_all(sent) == replies[3:]
    for message, reply in zip(messages, replies[3:], strict=True):
        pair.br.at().delivered(message.id, reply)
    assert {row["state"] for row in pair.br.at().asks()} == {"no_hit"}
    assert pair.pa.at().receive_all([]) == []


def test_the_answer_to_another_question_is_no_answer(pair: Pair) -> None:
    pair.ask(NADIA)
    pair.ask(STRANGER)
    one, two = pair.br.at().waiting()
    for_one = pair.pa.at().receive(one.data)
    pair.pa.at().receive(two.data)
    with pytest.raises(EnvelopeError, match="another message"):
        pair.br.at().delivered(two.id, for_one)
    assert {row["state"] for row in pair.br.at().asks()} == {"sent"}
    assert len(pair.br.at().waiting()) == 2
    with pytest.raises(InputError, match="no such message"):
        pair.br.at().delivered("0" * 32, for_one)


def test_a_clock_that_is_wrong_is_told_and_the_message_may_come_again(pair: Pair) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    pair.clock.later(minutes=-6)
    assert fault_of(pair.pa.at().receive(message.data)) == "clock"
    pair.clock.later(minutes=6)
    assert fault_of(pair.pa.at().receive(message.data)) == ""


def test_a_message_that_comes_too_late_is_taken_as_that_and_the_chain_goes_on(pair: Pair) -> None:
    pair.pa.at().publish(pair.br.id, purpose="p", legal_basis="b", whole=True)
    pair.clock.later(days=15)
    assert carry(pair.pa, pair.br) == [(Kind.MANIFEST, "expired"), (Kind.FILTER, "expired")]
    pair.pa.at().publish(pair.br.id, purpose="p", legal_basis="b")
    assert carry(pair.pa, pair.br) == [(Kind.MANIFEST, ""), (Kind.FILTER, "")]


def test_a_message_for_somebody_else_is_not_taken(pair: Pair) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    opened = peek(message.data)
    other = seal(replace(opened.header, recipient="node-xx"), opened.body, pair.br.book.mine.key)
    assert fault_of(pair.pa.at().receive(other)) == "recipient"


@pytest.mark.parametrize("what", ["stranger", "forged", "noise", "answer"])
def test_whoever_is_no_partner_gets_no_answer(pair: Pair, what: str) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    opened, key = peek(message.data), pair.br.book.mine.key
    sent = {
        "stranger": seal(replace(opened.header, sender="node-xx"), opened.body, key),
        "forged": seal(opened.header, opened.body, Ed25519PrivateKey.generate()),
        "noise": message.data[:-1],
        "answer": seal(replace(opened.header, type=Kind.ACK), opened.body, key),
    }[what]
    assert pair.pa.at().receive(sent) == b""
    assert lines(pair.pa.node).count("exchange dropped") == (what == "forged")
    assert spent(pair) == 0


def test_revoked_in_mid_exchange_nothing_more_is_taken_or_sent(pair: Pair) -> None:
    thread = pair.opened()
    pair.ask(STRANGER)
    (message,) = pair.br.at().waiting()
    known = pair.pa.book.known[pair.br.id]
    pair.pa.book.known[pair.br.id] = replace(known, active=False)
    assert pair.pa.at().receive(message.data) == b""
    assert "exchange dropped" in lines(pair.pa.node)
    from contrared.share.exchange import Refusal

    with pytest.raises(InputError, match="not a partner any more"):
        pair.pa.at().refuse(thread, Refusal.PURPOSE)
    assert pair.pa.at().inbox()[0]["state"] == "pending"
    pair.br.book.known[pair.pa.id] = replace(pair.br.book.known[pair.pa.id], active=False)
    assert pair.br.at().waiting() == []


def test_revoked_while_its_message_is_looked_at_it_has_no_effect(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    known = pair.pa.book.known[pair.br.id]
    holder = pair.pa.at()
    looks = iter([known, known])
    monkeypatch.setattr(pair.pa.book, "get", lambda _: next(looks, replace(known, active=False)))
    assert holder.receive(message.data) == b""
    monkeypatch.undo()
    assert spent(pair) == 0
    assert fault_of(pair.pa.at().receive(message.data)) == ""


def restored(pair: Pair, backup: Path) -> None:
    """Put an older backup of the asker in place of it."""
    root = pair.br.node.root
    pair.br.node.close()
    shutil.rmtree(root)
    shutil.copytree(backup, root)
    pair.br.node = Node.open(root)


def test_an_older_backup_is_found_and_goes_on_when_a_person_says_so(pair: Pair, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    shutil.copytree(pair.br.node.root, backup)
    pair.hit()
    pair.ask(STRANGER)
    carry(pair.br, pair.pa)
    with pytest.raises(InputError, match="did not say"):
        pair.br.at().rejoin(pair.pa.id, "nothing happened")
    restored(pair, backup)
    lost = pair.ask(STRANGER)
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "behind")]
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "behind")]
    (kept,) = pair.pa.at().conflicts()
    assert kept["kind"] == "behind"
    done = pair.br.at().rejoin(pair.pa.id, "the disk broke; backup of this morning")
    assert (done.seq, len(done.given_up)) == (2, 1)
    assert [row["trouble"] for row in pair.br.at().asks() if row["id"] == lost] == ["given up"]
    assert pair.hit()
    pair.publish()
    assert pair.hit()


def test_a_node_that_was_handed_over_goes_on_with_new_keys(pair: Pair) -> None:
    pair.ask(STRANGER)
    (message,) = pair.br.at().waiting()
    reply = pair.pa.at().receive(message.data)
    for post in (pair.br, pair.pa):
        shutil.rmtree(post.node.root / "keys" / "exchange-epochs")
    pair.br.at().delivered(message.id, reply)
    assert "handed over" in pair.br.at().asks()[0]["trouble"]
    pair.ask(STRANGER)
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "manifest")]
    pair.publish()
    assert pair.hit()
    assert "exchange key made" in lines(pair.pa.node)


def test_a_partner_that_forgot_what_it_acknowledged_is_found(pair: Pair, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    shutil.copytree(pair.br.node.root, backup)
    pair.publish()
    restored(pair, backup)
    pair.pa.at().publish(pair.br.id, purpose="p", legal_basis="b")
    assert {fault for _, fault in carry(pair.pa, pair.br)} == {"order"}
    pair.pa.at().rejoin(pair.br.id, "they were restored")
    pair.publish()
    assert pair.hit()
