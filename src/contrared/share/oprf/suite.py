"""The cipher suite ristretto255-SHA512 of RFC 9497, section 4.1, in each of its three modes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from contrared.share.oprf.group import OprfError, element_of, multiply_base, reduce
from contrared.share.oprf.sodium import IDENTITY, WIDE

OPRF, VOPRF, POPRF = 0, 1, 2
#: Longest input, in bytes: its length is written in two.
LONGEST = 0xFFFF

_Z_PAD = hashlib.sha512(bytes(128))
_LENGTH = WIDE.to_bytes(2, "big") + b"\0"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A holder's key for one partner, category and epoch.

    Attributes:
        secret: Scalar; never leaves the node, destroyed with the epoch.
        public: Element, stated in the manifest.
    """

    secret: bytes = field(repr=False)
    public: bytes


def lengthened(data: bytes) -> bytes:
    """The bytes after their length in two bytes, big-endian.

    Raises:
        OprfError: More than 65,535 bytes.
    """
    if len(data) > LONGEST:
        raise OprfError(f"an input has at most {LONGEST} bytes, not {len(data)}")
    return len(data).to_bytes(2, "big") + data


def _expanded(message: bytes, tag: bytes) -> bytes:
    """64 uniform bytes: ``expand_message_xmd`` with SHA-512 (RFC 9380, section 5.3.1)."""
    tagged = tag + bytes((len(tag),))
    first = _Z_PAD.copy()
    first.update(message + _LENGTH + tagged)
    return hashlib.sha512(first.digest() + b"\1" + tagged).digest()


@dataclass(frozen=True, slots=True)
class Suite:
    """The hashes of one mode.

    Attributes:
        mode: 0 (OPRF), 1 (VOPRF) or 2 (POPRF).
        context: What sets this mode apart from every other use of the same hashes.
    """

    mode: int
    context: bytes = field(init=False)

    def __post_init__(self) -> None:
        context = b"OPRFV1-" + bytes((self.mode,)) + b"-ristretto255-SHA512"
        object.__setattr__(self, "context", context)

    def hash_to_group(self, data: bytes) -> bytes:
        """The element an input stands for."""
        return element_of(_expanded(data, b"HashToGroup-" + self.context))

    def hash_to_scalar(self, data: bytes, tag: bytes = b"HashToScalar-") -> bytes:
        """The scalar some bytes stand for."""
        return reduce(_expanded(data, tag + self.context))

    def derive_key_pair(self, seed: bytes, info: bytes) -> KeyPair:
        """The key pair of a seed (RFC 9497, section 3.2.1).

        Raises:
            OprfError: 256 scalars in a row were zero, which does not happen by chance.
        """
        for counter in range(256):
            secret = self.hash_to_scalar(seed + lengthened(info) + bytes((counter,)), b"DeriveKeyPair")
            if secret != IDENTITY:
                return KeyPair(secret, multiply_base(secret))
        raise OprfError("no key can be derived from this seed")

    def output(self, data: bytes, element: bytes, info: bytes | None = None) -> bytes:
        """What an input comes to, 64 bytes, from the evaluated element of it."""
        middle = b"" if info is None else lengthened(info)
        return hashlib.sha512(lengthened(data) + middle + lengthened(element) + b"Finalize").digest()
