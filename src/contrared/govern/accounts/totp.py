"""A second factor: codes of six digits, new every 30 seconds (TOTP, RFC 6238, with HMAC-SHA-1 as apps have it)."""

from __future__ import annotations

import base64
import hmac
import os
import re
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

#: Seconds a code is shown.
STEP = 30
DIGITS = 6
#: Steps a clock may be off, either way.
SKEW = 1
#: Bytes of a secret: the length RFC 4226 recommends.
SIZE = 20


def new_secret() -> bytes:
    """A secret for an authenticator."""
    return os.urandom(SIZE)


def code_at(secret: bytes, step: int) -> str:
    """The code of a step (seconds since 1970 divided by 30, rounded down)."""
    return TOTP(secret, DIGITS, SHA1(), STEP, enforce_key_length=False).generate(step * STEP).decode()


def step_of(secret: bytes, code: str, seconds: float, after: int = -1) -> int | None:
    """The step a code belongs to, if that is the present one or its neighbour; None otherwise.

    Args:
        secret: The secret.
        code: What was typed; blanks in it do not count.
        seconds: Seconds since 1970.
        after: Step of the last code that was accepted: that one and those before are accepted no more.
    """
    typed = re.sub(r"\s", "", code)
    if not re.fullmatch("[0-9]{6}", typed):
        return None
    present, found = int(seconds) // STEP, None
    for step in range(max(present - SKEW, 0), present + SKEW + 1):
        if hmac.compare_digest(code_at(secret, step), typed) and step > after and found is None:
            found = step
    return found


def address(secret: bytes, user: str, node: str) -> str:
    """The ``otpauth:`` address an authenticator reads, most often as a QR code."""
    issuer = quote(f"Contrared {node}")
    told = base64.b32encode(secret).decode().rstrip("=")
    return (
        f"otpauth://totp/{issuer}:{quote(user)}?secret={told}&issuer={issuer}"
        f"&algorithm=SHA1&digits={DIGITS}&period={STEP}"
    )
