"""Contents that only the recipient opens: HPKE (RFC 9180), base mode, bound to the header of their message.

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. Base mode says nothing of who sealed; the signature of the
envelope does.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from contrared.share.envelope.error import EnvelopeError, Fault

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"contrared.org/exchange/sealed/v1\n"
#: Sealed contents are padded to a multiple of this, so that their length tells little.
STEP = 512


def seal_to(content: bytes, public: bytes, bound: bytes) -> bytes:
    """Seal a content to a key.

    Args:
        content: What is sealed.
        public: X25519 key of the recipient, 32 bytes.
        bound: What it is bound to, ``Header.bound`` of its message.

    Returns:
        Encapsulated key and ciphertext.
    """
    padded = len(content).to_bytes(4, "big") + content
    padded += bytes(-len(padded) % STEP)
    return _SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(public), _INFO + bound)


def open_sealed(sealed: bytes, private: X25519PrivateKey, bound: bytes) -> bytes:
    """Open a content that was sealed to us within this message.

    Raises:
        EnvelopeError: it was sealed to another key, for another message, or changed.
    """
    try:
        padded = _SUITE.decrypt(sealed, private, _INFO + bound)
    except (InvalidTag, ValueError) as exc:
        raise EnvelopeError(
            Fault.SEALED, "a sealed content does not open: for another key or message, or changed"
        ) from exc
    size = int.from_bytes(padded[:4], "big")
    if len(padded) % STEP or not 4 + size <= len(padded) < 4 + size + STEP or any(padded[4 + size :]):
        raise EnvelopeError(Fault.SEALED, "a sealed content is not padded as it must be")
    return padded[4 : 4 + size]
