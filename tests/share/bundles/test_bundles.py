"""A stick carries messages and replies in any order, shows nothing to others, and names its damaged files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from contrared.model import InputError
from contrared.share.bundles import pack, unpack
from contrared.share.bundles.parcel import MAGIC, Parcel, opened
from contrared.share.bundles.stick import FOLDER
from contrared.share.envelope import Header, Kind, peek, seal
from contrared.share.peers import Peer, fingerprint

from ..conftest import Member, Members


@dataclass(frozen=True)
class Message:
    peer: str
    id: str
    data: bytes


@dataclass
class Side:
    """A node that writes down what it gets and answers with an envelope of its own."""

    who: Member
    partner: Peer

    def __post_init__(self) -> None:
        self.got: list[str] = []
        self.replies: dict[str, bytes] = {}

    def envelope(self, number: int, kind: Kind = Kind.ASK, purpose: str = "Ana Lopez is looked for") -> bytes:
        header = Header(
            kind,
            self.who.id,
            self.partner.id,
            f"{number:032x}",
            number,
            "",
            "",
            "2026-03-01T12:00:00Z",
            "2026-03-08T12:00:00Z",
            purpose,
            "Art. 1",
            "",
            "",
        )
        return seal(header, b"{}", self.who.book.own().key, b"")

    def messages(self, *numbers: int) -> list[Message]:
        return [Message(self.partner.id, f"{number:032x}", self.envelope(number)) for number in numbers]

    def receive(self, messages: Sequence[bytes]) -> list[bytes]:
        return [self.take(data) for data in messages]

    def take(self, data: bytes) -> bytes:
        header = peek(data).header
        if header.sender != self.partner.id:
            return b""
        self.got.append(header.id)
        return self.envelope(header.seq, Kind.ANSWER)

    def delivered(self, message: str, reply: bytes) -> None:
        if int(message, 16) > 90:
            raise InputError("no such message was sent")
        self.replies[message] = reply

    def unpack(self, stick: Path):  # type: ignore[no-untyped-def]
        own = self.who.book.own()
        return unpack(stick, (own.seal_key, *own.former), self.who.book.get, self.receive, self.delivered)


@dataclass(frozen=True)
class Two:
    ours: Side
    theirs: Side
    stick: Path

    def files(self) -> list[Path]:
        return sorted(path for path in self.stick.rglob("*") if path.is_file())


@pytest.fixture
def two(member: Members, tmp_path: Path) -> Two:
    ours, theirs = member("ours"), member("theirs")
    (tmp_path / "stick").mkdir()

    def meet(who: Member, to: Member) -> Peer:
        data = who.book.invite(who.said("co"))
        return to.book.accept(data, fingerprint(data))

    return Two(Side(ours, meet(theirs, ours)), Side(theirs, meet(ours, theirs)), tmp_path / "stick")


def test_messages_go_and_replies_come_back(two: Two) -> None:
    assert pack(two.stick, two.ours.partner, two.ours.messages(1, 2, 3)).written == 3
    taken = two.theirs.unpack(two.stick)
    assert (taken.messages, taken.answered, taken.problems) == (3, 3, ())
    assert two.theirs.got == [f"{number:032x}" for number in (1, 2, 3)]
    back = two.ours.unpack(two.stick)
    assert (back.messages, back.replies, back.problems) == (0, 3, ())
    assert set(two.ours.replies) == {f"{number:032x}" for number in (1, 2, 3)}
    assert {peek(data).header.type for data in two.ours.replies.values()} == {Kind.ANSWER}


def test_the_order_on_the_stick_does_not_matter(two: Two) -> None:
    for number in (3, 1, 2):
        pack(two.stick, two.ours.partner, two.ours.messages(number))
    two.theirs.unpack(two.stick)
    assert two.theirs.got == [f"{number:032x}" for number in (1, 2, 3)]


def test_packing_again_goes_on_where_it_was_broken_off(two: Two) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1, 2))
    cut = two.files()[0]
    cut.write_bytes(cut.read_bytes()[:100])
    done = pack(two.stick, two.ours.partner, two.ours.messages(1, 2, 3))
    assert (done.written, done.there) == (2, 1)
    assert two.theirs.unpack(two.stick).problems == ()


def test_unpacking_twice_is_as_unpacking_once(two: Two) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1))
    two.theirs.unpack(two.stick)
    before = two.files()
    again = two.theirs.unpack(two.stick)
    assert (again.messages, again.answered) == (1, 0)
    assert two.files() == before


def test_whoever_finds_the_stick_reads_nothing(two: Two) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1, 2))
    two.theirs.unpack(two.stick)
    everything = b"".join(path.read_bytes() + str(path.relative_to(two.stick)).encode() for path in two.files())
    for secret in (b"Ana Lopez", b"Art. 1", two.ours.who.id.encode(), two.theirs.who.id.encode(), b"ask", b"answer"):
        assert secret not in everything
    assert len({path.stat().st_size for path in two.files()}) == 1, "message and reply are of one size"


def test_another_node_finds_nothing_for_itself(two: Two, member: Members) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1))
    stranger = Side(member("stranger"), two.ours.partner)
    with pytest.raises(InputError, match="nothing for this node"):
        stranger.unpack(two.stick)
    assert stranger.got == []


def test_keys_of_before_still_open(two: Two) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1))
    two.theirs.who.book.renew("routine")
    assert two.theirs.unpack(two.stick).messages == 1


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def grow(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.truncate(1 << 31)


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        flip,
        grow,
        link,
        folder,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(MAGIC),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b"\0" * 5000),
    ],
    ids=["flip", "grow", "link", "folder", "empty", "magic only", "truncated", "zeros"],
)
def test_a_damaged_file_is_named_and_the_others_are_taken(two: Two, damage: Callable[[Path], object]) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1, 2))
    hurt = two.files()[0]
    damage(hurt)
    taken = two.theirs.unpack(two.stick)
    ((name, why),) = taken.problems
    assert name == hurt.name
    assert "→" in why, "it says what to do"
    assert taken.messages == 1


def test_a_message_of_a_stranger_is_named(two: Two, member: Members) -> None:
    stranger = Side(member("stranger"), two.ours.partner)
    pack(two.stick, two.ours.partner, stranger.messages(1))
    taken = two.theirs.unpack(two.stick)
    assert (taken.answered, len(taken.problems)) == (0, 1)
    assert two.theirs.got == []


def test_a_reply_to_what_was_never_sent_is_named(two: Two) -> None:
    public = two.ours.partner.seal_key
    path = next(iter(_shelf(two, public)))
    path.write_bytes(Parcel(f"{99:032x}", two.ours.envelope(1)).sealed(public))
    taken = two.theirs.unpack(two.stick)
    assert (taken.replies, len(taken.problems)) == (0, 1)


def _shelf(two: Two, public: bytes) -> list[Path]:
    pack(two.stick, two.ours.partner, two.ours.messages(1))
    return two.files()


def test_an_empty_or_missing_stick_says_so(two: Two) -> None:
    with pytest.raises(InputError, match="nothing for this node"):
        two.theirs.unpack(two.stick)
    with pytest.raises(InputError, match="no such folder"):
        pack(two.stick / "missing", two.ours.partner, two.ours.messages(1))


def test_a_revoked_partner_gets_no_replies(two: Two) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1))
    two.theirs.who.book.revoke(two.ours.who.id, "no longer an ally")
    assert two.theirs.unpack(two.stick).answered == 0


def test_a_parcel_opens_to_what_was_sealed(two: Two) -> None:
    own = two.theirs.who.book.own()
    parcel = Parcel(f"{7:032x}", two.ours.envelope(7))
    assert opened(parcel.sealed(two.ours.partner.seal_key), [own.seal_key]) == parcel
    with pytest.raises(InputError, match="does not have"):
        opened(parcel.sealed(two.theirs.partner.seal_key), [own.seal_key])


def test_files_lie_in_one_folder(two: Two) -> None:
    pack(two.stick, two.ours.partner, two.ours.messages(1))
    assert {path.relative_to(two.stick).parts[0] for path in two.files()} == {FOLDER}
