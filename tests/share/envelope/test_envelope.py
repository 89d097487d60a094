"""Envelopes: what was signed comes out, and nothing else is taken."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from contrared.share.envelope import (
    EnvelopeError,
    Fault,
    Fields,
    Header,
    Kind,
    canonical,
    open_envelope,
    open_sealed,
    peek,
    read_object,
    seal,
    seal_to,
    to_text,
    to_time,
    unread_text,
)
from contrared.share.envelope.frame import DOMAIN, MAGIC
from contrared.share.envelope.kinds import MOST_BODY, MOST_CHECKPOINT

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
BODY = canonical({"ask": "a-1", "elements": ["AA"]})


def header(**changed: object) -> Header:
    made = Header(
        type=Kind.ASK,
        sender="node-br",
        recipient="node-pa",
        id="0" * 32,
        seq=1,
        prev="",
        manifest="a" * 64,
        created=to_time(NOW),
        expires=to_time(NOW + timedelta(hours=1)),
        purpose="counter-terrorism",
        legal_basis="treaty, art. 5",
        case_commitment="",
        body_hash="",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def key_of(sender: str) -> Ed25519PublicKey:
    if sender != "node-br":
        raise EnvelopeError(Fault.UNKNOWN_SENDER, sender)
    return KEY.public_key()


SEALED = seal(header(), BODY, KEY, b"a note")


def framed(told: bytes, body: bytes = BODY, key: Ed25519PrivateKey = KEY) -> bytes:
    """An envelope around any bytes at all, rightly signed."""
    parts = MAGIC, len(told).to_bytes(4, "big"), told, key.sign(DOMAIN + told), bytes(4), len(body).to_bytes(8, "big")
    return b"".join(parts) + body


def test_what_was_sealed_comes_out() -> None:
    opened = open_envelope(SEALED, key_of)
    assert (opened.body, opened.checkpoint) == (BODY, b"a note")
    assert replace(opened.header, body_hash="") == header()
    assert seal(header(), BODY, KEY, b"a note") == SEALED


@given(st.integers(0, 8 * len(SEALED) - 1))
def test_any_bit_turned_is_found(bit: int) -> None:
    turned = bytearray(SEALED)
    turned[bit // 8] ^= 1 << bit % 8
    try:
        opened = open_envelope(bytes(turned), key_of)
    except EnvelopeError:
        return
    # Only the note that rides along is outside the signature; it has one of its own.
    assert opened.checkpoint != b"a note"
    assert replace(opened, checkpoint=b"a note") == open_envelope(SEALED, key_of)


@given(st.integers(0, len(SEALED) - 1))
def test_cut_off_anywhere_it_is_refused(size: int) -> None:
    with pytest.raises(EnvelopeError) as caught:
        peek(SEALED[:size])
    assert caught.value.fault is Fault.MALFORMED


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_and_nothing_else_is_raised(data: bytes) -> None:
    for wrapped in (data, MAGIC + data, MAGIC + len(data).to_bytes(4, "big") + data, framed(data)):
        with pytest.raises(EnvelopeError):
            open_envelope(wrapped, key_of)


def _told(**changed: object) -> dict[str, object]:
    data = json.loads(open_envelope(SEALED, key_of).header.to_bytes())
    return {key: value for key, value in (data | changed).items() if value is not None}


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (_told(extra=1), Fault.MALFORMED),
        (_told(purpose=None), Fault.MALFORMED),
        (_told(version=2), Fault.VERSION),
        (_told(version=True), Fault.MALFORMED),
        (_told(type="gossip"), Fault.MALFORMED),
        (_told(seq=0), Fault.MALFORMED),
        (_told(seq="1"), Fault.MALFORMED),
        (_told(seq=2**53), Fault.MALFORMED),
        (_told(id="0" * 31), Fault.MALFORMED),
        (_told(id="A" * 32), Fault.MALFORMED),
        (_told(prev="00"), Fault.MALFORMED),
        (_told(to="../etc"), Fault.MALFORMED),
        (_told(purpose="a\nb"), Fault.MALFORMED),
        (_told(purpose="a\u202eb"), Fault.MALFORMED),
        (_told(purpose="x" * 201), Fault.MALFORMED),
        (_told(created="2026-11-26T12:00:00+00:00"), Fault.MALFORMED),
        (_told(created="2026-11-31T12:00:00Z"), Fault.MALFORMED),
        (_told(expires="2026-11-26T11:59:59Z"), Fault.MALFORMED),
        (_told(expires="2027-11-26T12:00:00Z"), Fault.MALFORMED),
        (_told(**{"from": "node-xx"}), Fault.UNKNOWN_SENDER),
        (_told(body_hash="0" * 64), Fault.SIGNATURE),
    ],
)
def test_a_header_that_is_signed_and_wrong_is_refused(told: dict[str, object], fault: Fault) -> None:
    with pytest.raises(EnvelopeError) as caught:
        open_envelope(framed(canonical(told)), key_of)
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.replace(b'"seq":1', b'"seq":1,"seq":1'),
        lambda told: told.replace(b'"seq":1', b'"seq":1.0'),
        lambda told: told.replace(b'"seq":1', b'"seq":1e0'),
        lambda told: told.replace(b'"seq":1', b'"seq":NaN'),
        lambda told: told.replace(b'"seq":1', b'"seq":' + b"9" * 5000),
        lambda told: told.replace(b":", b": ", 1),
        lambda told: told.replace(b"counter", b"\\u0063ounter"),
        lambda told: told.replace(b"counter", b"\\ud800"),
        lambda told: told.replace(b"counter", b"\xff"),
        lambda told: told + b" ",
        lambda told: b"[" + told + b"]",
        lambda told: b"[" * 7000 + b"]" * 7000,
        lambda told: b'{"a":' * 1500,
        lambda told: gzip.compress(told),
        lambda told: zlib.compress(told),
    ],
    ids=range(15),
)
def test_another_form_of_the_same_is_refused(change: object) -> None:
    told = change(canonical(_told()))  # type: ignore[operator]
    with pytest.raises(EnvelopeError) as caught:
        open_envelope(framed(told), key_of)
    assert caught.value.fault in (Fault.MALFORMED, Fault.TOO_LARGE)


def test_a_bomb_is_no_object_however_small_it_is() -> None:
    bomb = gzip.compress(b'{"a":"' + b"x" * 10_000_000 + b'"}')
    with pytest.raises(EnvelopeError, match="no canonical JSON"):
        read_object(bomb, "a body")


def test_signed_by_another_key_it_is_refused() -> None:
    with pytest.raises(EnvelopeError) as caught:
        open_envelope(seal(header(), BODY, OTHER), key_of)
    assert caught.value.fault is Fault.SIGNATURE


def test_a_signature_for_another_domain_is_none() -> None:
    told = replace(header(), body_hash="0" * 64).to_bytes()
    forged = framed(told)[: len(MAGIC) + 4 + len(told)] + KEY.sign(told) + bytes(4) + bytes(8)
    with pytest.raises(EnvelopeError) as caught:
        open_envelope(forged, key_of)
    assert caught.value.fault is Fault.SIGNATURE


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_carries_more_than_its_limit(kind: Kind) -> None:
    told = replace(header(type=kind), body_hash="0" * 64).to_bytes()
    claimed = (MOST_BODY[kind] + 1).to_bytes(8, "big")
    with pytest.raises(EnvelopeError) as caught:
        peek(MAGIC + len(told).to_bytes(4, "big") + told + bytes(64) + bytes(4) + claimed)
    assert caught.value.fault is Fault.TOO_LARGE


def test_what_is_too_large_is_not_made() -> None:
    with pytest.raises(EnvelopeError):
        seal(header(), b"x" * (MOST_BODY[Kind.ASK] + 1), KEY)
    with pytest.raises(EnvelopeError):
        seal(header(), BODY, KEY, b"x" * (MOST_CHECKPOINT + 1))


@pytest.mark.parametrize(
    ("recipient", "after", "fault"),
    [
        ("node-pa", timedelta(), None),
        ("node-pa", timedelta(minutes=-5), None),
        ("node-pa", timedelta(minutes=-5, seconds=-1), Fault.CLOCK),
        ("node-pa", timedelta(hours=1, minutes=5), None),
        ("node-pa", timedelta(hours=1, minutes=5, seconds=1), Fault.EXPIRED),
        ("node-co", timedelta(), Fault.RECIPIENT),
    ],
)
def test_clocks_may_differ_by_five_minutes(recipient: str, after: timedelta, fault: Fault | None) -> None:
    if fault is None:
        header().check(recipient, NOW + after)
        return
    with pytest.raises(EnvelopeError) as caught:
        header().check(recipient, NOW + after)
    assert caught.value.fault is fault


PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()


@given(st.binary(max_size=2000))
def test_a_sealed_content_opens_for_whom_it_is(content: bytes) -> None:
    sealed = seal_to(content, PUBLIC, header().bound)
    assert open_sealed(sealed, PRIVATE, header().bound) == content
    assert (len(sealed) - 48) % 512 == 0


@pytest.mark.parametrize(
    "changed",
    [{"id": "1" * 32}, {"recipient": "node-co"}, {"purpose": "other"}, {"seq": 2}, {"expires": to_time(NOW)}],
    ids=str,
)
def test_a_sealed_content_opens_in_no_other_message(changed: dict[str, object]) -> None:
    sealed = seal_to(b"who", PUBLIC, header().bound)
    with pytest.raises(EnvelopeError) as caught:
        open_sealed(sealed, PRIVATE, header(**changed).bound)
    assert caught.value.fault is Fault.SEALED


@given(st.integers(0, 8 * (48 + 512) - 1))
def test_a_sealed_content_that_was_changed_does_not_open(bit: int) -> None:
    sealed = bytearray(seal_to(b"who", PUBLIC, b""))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EnvelopeError):
        open_sealed(bytes(sealed), PRIVATE, b"")


@pytest.mark.parametrize("size", [0, 10, 47, 48])
def test_a_sealed_content_that_is_too_short_does_not_open(size: int) -> None:
    with pytest.raises(EnvelopeError):
        open_sealed(bytes(size), PRIVATE, b"")


@given(st.binary(max_size=100))
def test_bytes_have_one_text(data: bytes) -> None:
    assert unread_text(to_text(data), "it") == data


@pytest.mark.parametrize("text", ["A", "AB", "A=", "A+", "A/", "AA==", " AA", "AA\n"])
def test_another_text_of_bytes_is_refused(text: str) -> None:
    with pytest.raises(EnvelopeError):
        unread_text(text, "it")


def test_fields_of_another_kind_are_refused() -> None:
    wrong = {"t": 1, "n": "1", "h": "g" * 64, "b": 5, "m": {}, "i": [], "d": 0}
    reads = (
        lambda f: f.text("t"),
        lambda f: f.number("n"),
        lambda f: f.hex("h", 32),
        lambda f: f.bytes("b"),
        lambda f: f.many("m", 3),
        lambda f: f.inner("i"),
        lambda f: f.time("d"),
        lambda f: f.id("none"),
        lambda f: f.done(),
    )
    for read in reads:
        with pytest.raises(EnvelopeError):
            read(Fields(wrong, "it"))
