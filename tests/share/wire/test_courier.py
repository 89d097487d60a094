"""What waits is delivered once it can be, with the same bytes each time, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from contrared.model import NodeError
from contrared.share.peers import Peer, fingerprint
from contrared.share.wire import ExchangeServer, Limits, Patience
from contrared.share.wire.courier import FIRST, LAST, Courier

from ..conftest import Member, Members


@dataclass(frozen=True)
class Message:
    peer: str
    id: str
    data: bytes


class Post:
    """Two nodes; ours has messages for theirs, theirs writes down what arrives."""

    def __init__(self, member: Members) -> None:
        self.ours, self.theirs = member("ours"), member("theirs")
        self.box: list[Message] = []
        self.got: list[bytes] = []
        self.replies: dict[str, bytes] = {}
        self.lose: set[bytes] = set()
        self.time = 0.0
        self.server = self.open()
        self.introduce(self.ours, self.theirs, "")
        self.introduce(self.theirs, self.ours, f"127.0.0.1:{self.server.port}")
        self.courier = Courier(
            lambda: list(self.box),
            self.delivered,
            self.ours.book.get,
            self.ours.book.keys().tls,
            patience=Patience(connect_seconds=2, reply_seconds=2),
            clock=lambda: self.time,
            jitter=lambda: 1.0,
        )

    def open(self, port: int = 0) -> ExchangeServer:
        limits = Limits(idle_seconds=5, beat=0.001)
        return ExchangeServer(
            self.receive, self.theirs.book.everybody, self.theirs.book.keys().tls, port=port, limits=limits
        )

    @staticmethod
    def introduce(who: Member, to: Member, address: str) -> Peer:
        data = who.book.invite(who.said("co", address))
        return to.book.accept(data, fingerprint(data), private=bool(address))

    def put(self, *texts: bytes) -> None:
        for text in texts:
            self.box.append(Message(self.theirs.id, text.decode(), text))

    def receive(self, _sender: str, data: bytes) -> bytes:
        self.got.append(data)
        if data in self.lose:
            raise NodeError("disk full")
        return b"ok " + data

    def delivered(self, _peer: str, message: str, reply: bytes) -> None:
        self.replies[message] = reply
        self.box = [each for each in self.box if each.id != message]


@pytest.fixture
def post(member: Members) -> Iterator[Post]:
    found = Post(member)
    yield found
    found.courier.close()
    found.server.close()


def test_what_waits_is_delivered_in_its_order(post: Post) -> None:
    post.put(b"a", b"b", b"c")
    assert post.courier.turn() == []
    assert post.got == [b"a", b"b", b"c"]
    assert post.replies == {"a": b"ok a", "b": b"ok b", "c": b"ok c"}
    assert post.courier.turn() == []
    assert len(post.got) == 3


def test_what_failed_is_sent_again_with_the_same_bytes_and_nothing_overtakes_it(post: Post) -> None:
    post.put(b"a", b"b")
    post.lose.add(b"a")
    (failure,) = post.courier.turn()
    assert (failure.peer, failure.wait) == (post.theirs.id, FIRST)
    assert "503" in failure.why
    assert post.courier.turn() == [], "not before its time"
    assert post.got == [b"a"]
    post.lose.clear()
    post.time += FIRST
    assert post.courier.turn() == []
    assert post.got == [b"a", b"a", b"b"]


def test_who_does_not_answer_is_asked_less_and_less_often(post: Post) -> None:
    post.put(b"a")
    port = post.server.port
    post.server.close()
    waits = []
    for _ in range(12):
        (failure,) = post.courier.turn()
        waits.append(failure.wait)
        post.time += failure.wait
    assert waits[:4] == [0.5, 1.0, 2.0, 4.0]
    assert waits[-1] == LAST
    post.server = post.open(port)
    assert post.courier.turn() == []
    assert post.replies == {"a": b"ok a"}
    post.server.close()
    post.put(b"b")
    (failure,) = post.courier.turn()
    assert failure.wait == FIRST, "a success begins anew"


def test_a_revoked_partner_gets_nothing_more(post: Post) -> None:
    post.put(b"a")
    post.ours.book.revoke(post.theirs.id, "no longer an ally")
    assert post.courier.turn() == []
    assert post.got == []


def test_a_new_address_is_used_at_once(post: Post) -> None:
    post.put(b"a")
    post.courier.turn()
    moved = post.open()
    post.server.close()
    post.server = moved
    data = post.theirs.book.keys().introduction
    assert data is not None
    post.ours.book.accept(data, fingerprint(data), address=f"127.0.0.1:{moved.port}", private=True)
    post.put(b"b")
    assert post.courier.turn() == []
    assert post.got == [b"a", b"b"]


def test_a_partner_without_an_address_is_left_to_bundles(post: Post) -> None:
    silent = replace(post.ours.book.named("theirs"), address="")
    post.put(b"a")
    courier = Courier(lambda: list(post.box), post.delivered, lambda _peer: silent, post.ours.book.keys().tls)
    assert courier.turn() == []
    assert post.got == []
