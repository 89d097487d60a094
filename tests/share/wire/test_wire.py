"""Two real nodes on loopback: who is pinned is answered, nobody else gets past the handshake."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cached_property

import pytest

from contrared.model import InputError, NodeError
from contrared.share.peers import Peer, fingerprint
from contrared.share.wire import ExchangeServer, Limits, Line, LineError, Patience, listening
from contrared.share.wire.frame import frame
from contrared.share.wire.tls import client_context, server_context

from ..conftest import Member, Members, members

QUICK = Limits(handshake_seconds=0.3, head_seconds=0.3, idle_seconds=2.0, beat=0.001)


class Pair:
    """Two nodes that were introduced; theirs listens and writes down what it got."""

    def __init__(self, member: Members, limits: Limits = QUICK) -> None:
        self.member = member
        self.ours, self.theirs = member("ours"), member("theirs")
        self.got: list[tuple[str, bytes]] = []
        self.fails: Exception | None = None
        self.server = ExchangeServer(
            self.receive, self.theirs.book.everybody, self.theirs.book.keys().tls, limits=limits
        )
        self.introduce(self.ours, self.theirs)
        self.peer = self.introduce(self.theirs, self.ours, f"127.0.0.1:{self.server.port}")

    @cached_property
    def stranger(self) -> Member:
        """A node that knows theirs and is not known there."""
        found = self.member("stranger")
        self.introduce(self.theirs, found, f"127.0.0.1:{self.server.port}")
        return found

    def introduce(self, who: Member, to: Member, address: str = "") -> Peer:
        data = who.book.invite(who.said("co", address))
        return to.book.accept(data, fingerprint(data), private=bool(address))

    def receive(self, sender: str, data: bytes) -> bytes:
        self.got.append((sender, data))
        if self.fails is not None:
            raise self.fails
        return b"reply to " + data

    def line(self, who: Member | None = None, **changed: object) -> Line:
        who = who or self.ours
        peer = who.book.get(self.theirs.id)
        assert peer is not None
        patience = Patience(connect_seconds=2, reply_seconds=2)
        return Line(replace(peer, **changed), who.book.keys().tls, patience=patience)  # type: ignore[arg-type]

    def open(self) -> ssl.SSLSocket:
        context = client_context(self.ours.book.keys().tls, self.peer.certificate)
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.server.port), timeout=5))

    def raw(self, data: bytes) -> bytes:
        """Send bytes as the partner and give all that comes back."""
        with self.open() as line:
            line.sendall(data)
            found = b""
            while part := line.recv(65536):
                found += part
            return found


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A pair for tests that change nothing."""
    with members(tmp_path_factory.mktemp("still")) as make:
        found = Pair(make)
        with listening(found.server):
            yield found


@pytest.fixture
def pair(member: Members) -> Iterator[Pair]:
    found = Pair(member)
    with listening(found.server):
        yield found


def test_partners_talk(pair: Pair) -> None:
    with closing(pair.line()) as line:
        assert line.post(b"one") == b"reply to one"
        assert line.post(b"x" * 70_000) == b"reply to " + b"x" * 70_000
    assert [sender for sender, _ in pair.got] == [pair.ours.id] * 2


def test_a_line_that_was_closed_in_between_is_opened_again(pair: Pair) -> None:
    with closing(pair.line()) as line:
        line.post(b"one")
        assert line._line is not None
        line._line.shutdown(socket.SHUT_RDWR)
        assert line.post(b"two") == b"reply to two"


def test_who_was_not_introduced_gets_no_answer(pair: Pair) -> None:
    with closing(pair.line(pair.stranger)) as line, pytest.raises(LineError):
        line.post(b"let me in")
    assert pair.got == []


def test_without_a_certificate_nobody_gets_in(still: Pair) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", still.server.port), timeout=5)
    with context.wrap_socket(plain) as line, pytest.raises(OSError, match=r"(?i)certificate.required|reset"):
        line.recv(1)


def test_a_handshake_does_not_tell_who_the_other_partners_are(still: Pair) -> None:
    context = client_context(still.ours.book.keys().tls, still.peer.certificate)
    said: dict[int, bytes] = {}
    context._msg_callback = lambda _c, _d, _v, kind, message, data: said.setdefault(int(message), data)  # type: ignore[attr-defined]
    with context.wrap_socket(socket.create_connection(("127.0.0.1", still.server.port), timeout=5)):
        pass
    assert len(said[13]) < 100, "the request for a certificate names none that are known"


def test_earlier_versions_of_tls_are_not_spoken(still: Pair) -> None:
    context = client_context(still.ours.book.keys().tls, still.peer.certificate)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    plain = socket.create_connection(("127.0.0.1", still.server.port), timeout=5)
    with pytest.raises(ssl.SSLError), context.wrap_socket(plain):
        pass


def test_another_certificate_than_the_pinned_one_is_not_talked_to(pair: Pair) -> None:
    line = pair.line(certificate=pair.stranger.book.keys().certificate)
    with closing(line), pytest.raises(LineError, match="certificate"):
        line.post(b"x")
    assert pair.got == []


def test_a_revoked_partner_is_cut_off_in_mid_conversation(pair: Pair) -> None:
    with closing(pair.line()) as line:
        line.post(b"one")
        pair.theirs.book.revoke(pair.ours.id, "their key was stolen")
        with pytest.raises(LineError, match="403"):
            line.post(b"two")
    assert [data for _, data in pair.got] == [b"one"]


def test_a_partner_accepted_while_the_port_is_open_gets_in(pair: Pair) -> None:
    pair.introduce(pair.stranger, pair.theirs)
    with closing(pair.line(pair.stranger)) as line:
        assert line.post(b"now") == b"reply to now"
    assert pair.got == [(pair.stranger.id, b"now")]


def test_a_private_address_is_not_called_unless_that_was_allowed(still: Pair) -> None:
    with closing(still.line(private_address=False)) as line, pytest.raises(InputError, match="--allow-private"):
        line.post(b"x")
    with closing(still.line(address="")) as line, pytest.raises(InputError, match="no address"):
        line.post(b"x")


BODY = frame(b"x")
HEAD = b"POST /exchange HTTP/1.1\r\nhost: p\r\n"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /exchange HTTP/1.1\r\nhost: p\r\n\r\n", b"404"),
        (b"POST /exchange?x HTTP/1.1\r\nhost: p\r\ncontent-length: 0\r\n\r\n", b"404"),
        (b"POST /metrics HTTP/1.1\r\nhost: p\r\ncontent-length: 0\r\n\r\n", b"404"),
        (HEAD + b"\r\n", b"411"),
        (HEAD + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (HEAD + b"content-encoding: gzip\r\ncontent-length: 4096\r\n\r\n" + BODY, b"411"),
        (HEAD + b"content-length: 999999999999\r\n\r\n", b"413"),
        (HEAD + b"content-length: 5\r\n\r\nabcde", b"400"),
        (HEAD + b"content-length: 4096\r\n\r\n" + b"\xff" * 4096, b"400"),
        (HEAD + b"x: " + b"y" * 20_000, b""),
        (b"\0\1\2 nothing like HTTP\r\n\r\n", b""),
        (HEAD + b"content-length: 4096\r\n\r\nshort", b""),
        (HEAD + b"content-length: 4096\r\ncontent-length: 5\r\n\r\n", b""),
    ],
)
def test_what_is_no_message_gets_a_status_and_no_more(still: Pair, data: bytes, status: bytes) -> None:
    answer = still.raw(data)
    assert answer.split(b" ")[1:2] == ([status] if status else [])
    assert answer.partition(b"\r\n\r\n")[2] == b""
    assert still.got == []


@pytest.mark.parametrize(
    ("failure", "status"),
    [(NodeError("disk full"), "503"), (InputError("no"), "400"), (ZeroDivisionError("Ana Lopez"), "500")],
)
def test_a_failure_is_a_status_and_the_line_goes_on_afterwards(
    pair: Pair, failure: Exception, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    pair.fails = failure
    with closing(pair.line()) as line:
        with pytest.raises(LineError, match=status):
            line.post(b"x")
        pair.fails = None
        assert line.post(b"x") == b"reply to x"
    assert "Ana Lopez" not in caplog.text


def test_one_source_has_so_many_connections_and_no_more(member: Members) -> None:
    pair = Pair(member, replace(QUICK, of_one_source=2, idle_seconds=30.0, handshake_seconds=30.0))
    with listening(pair.server), pair.open(), pair.open(), closing(pair.line()) as line, pytest.raises(LineError):
        line.post(b"third")
    assert pair.got == []


def test_two_questions_at_once_are_both_answered(pair: Pair) -> None:
    answers: dict[int, bytes] = {}

    def ask(number: int) -> None:
        with closing(pair.line()) as line:
            answers[number] = line.post(b"%d" % number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == {number: b"reply to %d" % number for number in range(6)}


@contextmanager
def answering(still: Pair, data: bytes) -> Iterator[int]:
    """A partner with the right certificate that answers anything with given bytes."""
    context = server_context(still.theirs.book.keys().tls, [still.ours.book.keys().certificate])
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _ in range(2):
                try:
                    plain, _address = listener.accept()
                    with context.wrap_socket(plain, server_side=True) as line:
                        line.recv(65536)
                        line.sendall(data)
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", "302"),
        (b"HTTP/1.1 307 Go\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n", "307"),
        (OK + b"content-length: 999999999999\r\n\r\n", "too long"),
        (OK + b"transfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", "does not say"),
        (OK + b"content-length: 3\r\n\r\nabc", "frame"),
        (OK + b"content-length: 4096\r\n\r\n" + BODY[:100], "cut short"),
        (b"", "cut short"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "no HTTP"),
    ],
)
def test_an_answer_that_is_none_is_an_error_and_leads_nowhere(still: Pair, data: bytes, why: str) -> None:
    with answering(still, data) as port:
        line = still.line(address=f"127.0.0.1:{port}")
        with closing(line), pytest.raises(LineError, match=why):
            line.post(b"x")


def test_a_port_that_is_taken_says_so(still: Pair) -> None:
    with pytest.raises(NodeError, match="cannot listen"):
        ExchangeServer(still.receive, list, still.theirs.book.keys().tls, port=still.server.port)
