"""Passwords: which are taken (NIST SP 800-63B), and what is kept of one (Argon2id, RFC 9106)."""

from __future__ import annotations

import base64
import hmac
import os
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from contrared.govern.accounts.vault import derived
from contrared.model import InputError, NodeError

#: Characters of a password, after normalisation: NIST SP 800-63B asks for 8 beside a second factor, 15 without one.
SHORTEST = 12
#: Characters beyond which nobody types one.
LONGEST = 1024
SALT = 16
_KEPT = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess costs: memory in KiB, passes, lanes. The second recommended option of RFC 9106, section 4."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Stretched:
    """A password after Argon2id: proves it was known, and opens what was sealed under it."""

    raw: bytes

    @property
    def verifier(self) -> bytes:
        """What is kept to compare with; opens nothing."""
        return derived(self.raw, "verifier")

    def key(self, use: str) -> bytes:
        """The key of one use; never kept."""
        return derived(self.raw, use)


def checked(password: str, user: str) -> str:
    """A new password, normalised (NFKC), if it is none that is guessed first. There are no rules on its composition.

    Raises:
        InputError: too short, too long, on the list of refused ones, one thing repeated, or made of the user's id.
    """
    found = unicodedata.normalize("NFKC", password)
    if len(found) < SHORTEST:
        raise InputError(
            f"the password has {len(found)} characters, fewer than {SHORTEST}", do="take a few words of your own"
        )
    if len(found) > LONGEST:
        raise InputError(f"the password has more than {LONGEST:,} characters", do="take a shorter one")
    plain = found.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    if plain in _refused() or core in _refused() or not core or _repeats(plain):
        raise InputError("this password is one of those guessed first", do="take a few words of your own")
    if user.casefold() in plain and len(core.replace(user.casefold(), "")) < SHORTEST // 2:
        raise InputError("the password is little more than the user's id", do="take a few words of your own")
    return found


def stretch(password: str, salt: bytes, cost: Cost) -> Stretched:
    """Argon2id of a password, 32 bytes."""
    normal = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    made = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return Stretched(made.derive(normal))


def new(password: str, cost: Cost) -> tuple[str, Stretched]:
    """What is kept of a new password (in the PHC string format, the tag being the verifier), and its keys."""
    salt = os.urandom(SALT)
    stretched = stretch(password, salt, cost)
    said = f"$argon2id$v=19$m={cost.memory},t={cost.passes},p={cost.lanes}"
    return f"{said}${_b64(salt)}${_b64(stretched.verifier)}", stretched


def proved(password: str, kept: str) -> Stretched | None:
    """The keys of a password if it is the one that was kept; None if it is another. Takes as long either way.

    Raises:
        NodeError: what was kept is malformed.
    """
    parts = _KEPT.fullmatch(kept)
    if parts is None:
        raise NodeError("what is kept of a password is malformed", do="let an administrator invite this user anew")
    memory, passes, lanes = (int(number) for number in parts.group(1, 2, 3))
    salt, verifier = (base64.b64decode(text + "=" * (-len(text) % 4)) for text in parts.group(4, 5))
    stretched = stretch(password, salt, Cost(memory, passes, lanes))
    return stretched if hmac.compare_digest(stretched.verifier, verifier) else None


def cheaper(kept: str, cost: Cost) -> bool:
    """Whether a guess at a kept password costs less than it would today."""
    parts = _KEPT.fullmatch(kept)
    return parts is not None and int(parts.group(1)) * int(parts.group(2)) < cost.memory * cost.passes


def decoy(cost: Cost) -> str:
    """What is compared with where a user has no password, so that this takes as long; no password fits it."""
    said = f"$argon2id$v=19$m={cost.memory},t={cost.passes},p={cost.lanes}"
    return f"{said}${_b64(os.urandom(SALT))}${_b64(os.urandom(32))}"


@cache
def _refused() -> frozenset[str]:
    lines = (files(__package__) / "refused.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _repeats(text: str) -> bool:
    """Whether text is one piece of up to four characters over and over, or one run of neighbouring characters."""
    if any((text[:size] * len(text))[: len(text)] == text for size in range(1, 5)):
        return True
    steps = {ord(right) - ord(left) for left, right in pairwise(text)}
    return steps in ({1}, {-1})


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
