"""The second factor: vectors of RFC 6238, clocks that are off, no code twice."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from contrared.govern.accounts import totp

RFC = b"12345678901234567890"
#: RFC 6238, appendix B, SHA-1; the last six of the eight digits there.
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_vectors(seconds: int, code: str) -> None:
    assert totp.code_at(RFC, seconds // 30) == code
    assert totp.step_of(RFC, f" {code[:3]} {code[3:]}", seconds) == seconds // 30


@pytest.mark.parametrize(("off", "taken"), [(-61, False), (-30, True), (-1, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_off_by_one_step(off: int, taken: bool) -> None:
    seconds = 1111111110
    assert (totp.step_of(RFC, totp.code_at(RFC, (seconds + off) // 30), seconds) is not None) is taken


def test_a_code_is_taken_once_and_none_before_it() -> None:
    seconds = 1111111111
    step = seconds // 30
    assert totp.step_of(RFC, "050471", seconds, after=step - 1) == step
    assert totp.step_of(RFC, "050471", seconds, after=step) is None
    assert totp.step_of(RFC, totp.code_at(RFC, step - 1), seconds, after=step) is None
    assert totp.step_of(RFC, totp.code_at(RFC, step + 1), seconds, after=step) == step + 1


@pytest.mark.parametrize("code", ["", "5047", "0504711", "05047a", "０５０４７１", "-50471"])
def test_what_is_no_code(code: str) -> None:
    assert totp.step_of(RFC, code, 1111111111) is None


def test_the_address_an_authenticator_reads() -> None:
    told = urlsplit(totp.address(RFC, "ana.rojas", "Fiscalía & Co"))
    asked = parse_qs(told.query)
    assert (told.scheme, told.netloc) == ("otpauth", "totp")
    assert unquote(told.path) == "/Contrared Fiscalía & Co:ana.rojas"
    assert asked["issuer"] == ["Contrared Fiscalía & Co"]
    secret = asked["secret"][0]
    assert base64.b32decode(secret + "=" * (-len(secret) % 8)) == RFC
    assert len(totp.new_secret()) == 20
