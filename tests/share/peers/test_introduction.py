"""An introduction says what its keys signed, and only its own fingerprint lets it in."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern.log.note import ED25519, Signer
from contrared.model import InputError
from contrared.share.peers.introduction import Introduction, fingerprint, follows, heard, read
from contrared.store.exchange_keys import certificate

ROOT, KEY, NEXT, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3, 4))
SEAL = X25519PrivateKey.from_private_bytes(bytes([5]) * 32)
CERTIFICATE = certificate(Ed25519PrivateKey.from_private_bytes(bytes([6]) * 32)).public_bytes(Encoding.DER)


def public(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


SAID = Introduction(
    id="node-" + hashlib.sha256(public(ROOT)).hexdigest()[:16],
    name="Unidad Central",
    agency="Policía de Frontera",
    country="co",
    address="node.example:8700",
    root=public(ROOT),
    key=public(KEY),
    seal_key=public(SEAL),
    certificate=CERTIFICATE,
    log=str(Signer("log.example", ED25519, STRANGER).verifier),
    normaliser="contrared-keys-1",
    normaliser_hash="ab" * 32,
    made="2026-03-01T12:00:00+00:00",
    expires="2027-03-01T12:00:00+00:00",
)
DATA = SAID.signed(ROOT, KEY)


def test_what_was_said_is_read() -> None:
    assert read(DATA) == SAID
    assert read(DATA).text in DATA.decode()


def test_a_fingerprint_is_eight_groups_of_five_digits() -> None:
    said = fingerprint(DATA)
    assert [len(group) for group in said.split(" ")] == [5] * 8
    assert said.replace(" ", "").isdigit()
    heard(said.replace(" ", "-"), DATA)
    heard(f"  {said}\n", DATA)


@given(st.integers(0, 39), st.integers(1, 9))
def test_a_fingerprint_with_one_digit_wrong_lets_nobody_in(place: int, more: int) -> None:
    digits = fingerprint(DATA).replace(" ", "")
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    with pytest.raises(InputError, match="not the fingerprint"):
        heard(wrong, DATA)


@pytest.mark.parametrize("typed", ["", "12345", "1" * 41, "x" * 40, "١" * 40])
def test_what_is_no_fingerprint_is_told_apart(typed: str) -> None:
    with pytest.raises(InputError, match="40 digits"):
        heard(typed, DATA)


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_no_byte_of_an_introduction_can_be_changed(place: int, change: int) -> None:
    changed = DATA[:place] + bytes([DATA[place] ^ change]) + DATA[place + 1 :]
    with pytest.raises(InputError):
        read(changed)


@pytest.mark.parametrize("length", [0, 1, 100, len(DATA) - 1])
def test_a_truncated_introduction_is_none(length: int) -> None:
    with pytest.raises(InputError, match="no introduction"):
        read(DATA[:length])


def test_an_oversized_introduction_is_not_read() -> None:
    with pytest.raises(InputError, match="at most"):
        read(DATA + b" " * 9000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "node-0000000000000000"},
        {"country": "CO"},
        {"country": "col"},
        {"address": "https://node.example"},
        {"address": "node.example"},
        {"name": ""},
        {"name": "a\u202eb"},
        {"expires": "2026-03-01T12:00:00+00:00"},
        {"expires": "2027-03-01"},
        {"normaliser_hash": "AB" * 32},
        {"seal_key": b"short"},
        {"certificate": b"none"},
        {"log": "log.example+00000000+AAAA"},
        {"replaces": "x"},
        {"name": "line\nbreak"},
    ],
    ids=str,
)
def test_what_cannot_be_said_is_not_signed(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(SAID, **wrong).signed(ROOT, KEY)  # type: ignore[arg-type]


def test_keys_that_are_not_named_sign_nothing() -> None:
    with pytest.raises(InputError, match="not those"):
        SAID.signed(ROOT, STRANGER)


def test_a_strangers_line_under_the_name_of_the_key_is_refused() -> None:
    forged = Signer(f"{SAID.id}.contrared/key", ED25519, STRANGER).sign(SAID.text).line()
    text, _, signatures = DATA.decode().rpartition("\n\n")
    first = signatures.splitlines(keepends=True)[0]
    with pytest.raises(InputError, match="no known key"):
        read((text + "\n\n" + first + forged).encode())


def test_a_change_of_keys_is_signed_by_the_old_one() -> None:
    said = replace(SAID, key=public(NEXT), replaces=hashlib.sha256(DATA).hexdigest())
    assert follows(said.signed(ROOT, NEXT, KEY), DATA) == said
    with pytest.raises(InputError, match="did not sign"):
        follows(said.signed(ROOT, NEXT), DATA)
    with pytest.raises(InputError, match="did not sign"):
        follows(said.signed(ROOT, NEXT, STRANGER), DATA)


def test_a_change_of_keys_names_what_it_replaces() -> None:
    said = replace(SAID, key=public(NEXT), replaces="00" * 32)
    with pytest.raises(InputError, match="does not replace"):
        follows(said.signed(ROOT, NEXT, KEY), DATA)


def test_another_node_does_not_follow() -> None:
    other = replace(SAID, id="node-" + hashlib.sha256(public(STRANGER)).hexdigest()[:16], root=public(STRANGER))
    with pytest.raises(InputError, match="another node"):
        follows(other.signed(STRANGER, KEY), DATA)


def test_other_spellings_of_a_signature_are_refused() -> None:
    text, _, signatures = DATA.decode().rpartition("\n\n")
    line = signatures.splitlines()[0]
    name, _, coded = line.rpartition(" ")
    loose = base64.b64encode(base64.b64decode(coded)).decode() + "="
    with pytest.raises(InputError):
        read(f"{text}\n\n{name} {loose}\n".encode())
