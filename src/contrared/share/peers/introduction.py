"""Introductions: what a node says of itself to a partner, as a signed note (C2SP signed-note) that people can read.

Three keys sign it: the node's own key, of which its id is made, the key that will sign its messages and, after a change
of keys, the one that signed them before. None of that says who stands behind a node; the fingerprint read aloud does.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contrared.govern.log.note import ED25519, Note, NoteError, Signer, Verifier, unbase64, verified
from contrared.model import InputError

FORMAT = "contrared-introduction-1"
#: Bytes an introduction may have.
MOST_BYTES = 8192
_ASK = "ask the partner for a new one"
_WHO = re.compile(r"[^\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,120}")


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a node says of itself.

    Attributes:
        id: Its id: ``node-`` and the first 16 hex digits of the SHA-256 of ``root``.
        name: Name it goes by among people.
        agency: Agency that runs it.
        country: ISO 3166-1 alpha-2, lower case.
        address: Host and port where it can be reached; empty where it takes bundles only.
        root: The node's own key, 32 bytes.
        key: Signs its messages, 32 bytes.
        seal_key: HPKE: X25519 public key, 32 bytes.
        certificate: TLS certificate, DER.
        log: Key of its log, as ``name+id+key``.
        normaliser: Version of its normaliser.
        normaliser_hash: SHA-256 of the normaliser's tables, hexadecimal.
        made: When it was made, UTC.
        expires: Until when it may be believed, UTC.
        replaces: SHA-256 of the introduction it replaces, hexadecimal; empty in a first one.
    """

    id: str
    name: str
    agency: str
    country: str
    address: str
    root: bytes
    key: bytes
    seal_key: bytes
    certificate: bytes
    log: str
    normaliser: str
    normaliser_hash: str
    made: str
    expires: str
    replaces: str = ""

    @property
    def text(self) -> str:
        """The lines that are signed."""
        lines = [FORMAT]
        for field in fields(self):
            value = getattr(self, field.name)
            shown = base64.b64encode(value).decode() if isinstance(value, bytes) else value
            lines.append(f"{field.name} {shown}")
        return "\n".join(lines) + "\n"

    def signed(self, root: Ed25519PrivateKey, key: Ed25519PrivateKey, before: Ed25519PrivateKey | None = None) -> bytes:
        """The introduction with its signatures.

        Args:
            root: The node's own key.
            key: The key that will sign its messages.
            before: The key that signed them until now.

        Raises:
            InputError: something in it cannot be said; or keys are not those it names.
        """
        if root.public_key().public_bytes_raw() != self.root or key.public_key().public_bytes_raw() != self.key:
            raise InputError("the keys are not those of the introduction", where=self.id, do="make it anew")
        signers = [("root", root), ("key", key)] + ([("before", before)] if before is not None else [])
        made = [Signer(_signer(self.id, role), ED25519, private).sign(self.text) for role, private in signers]
        data = Note(self.text, tuple(made)).to_bytes()
        read(data)
        return data


def fingerprint(data: bytes) -> str:
    """What is read aloud of an introduction: eight groups of five digits, from the SHA-256 of its bytes.

    Each side reads its own and types what it hears. Whoever puts an introduction of their own in place of one that
    exists must find another of the same 40 digits (2^132 trials); in a string over both introductions two could be
    sought at once, and 2^66 would do.
    """
    number = int.from_bytes(hashlib.sha256(data).digest(), "big") % 10**40
    digits = f"{number:040d}"
    return " ".join(digits[at : at + 5] for at in range(0, 40, 5))


def heard(typed: str, data: bytes) -> None:
    """Hold what was typed against an introduction.

    Raises:
        InputError: it is not its fingerprint.
    """
    digits = re.sub(r"[\s.\-]", "", typed)
    if not re.fullmatch(r"[0-9]{40}", digits):
        raise InputError(
            f"a fingerprint has 40 digits, not {len(digits)} characters",
            where="--fingerprint",
            do="call the partner on a number you know and let them read theirs aloud",
        )
    if digits != fingerprint(data).replace(" ", ""):
        raise InputError(
            "that is not the fingerprint of this introduction",
            where="--fingerprint",
            do="listen once more; if it still differs, the file may have been changed: accept nothing, and tell them",
        )


def read(data: bytes) -> Introduction:
    """Read an introduction and check that it hangs together; whose it is only its fingerprint says.

    Raises:
        InputError: it is malformed, or a key it names did not sign it.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"an introduction has at most {MOST_BYTES:,} bytes", do=_ASK)
    try:
        note = Note.parse(data)
        found = _parsed(note.text)
        _check(found)
        keys = {_signer(found.id, "root"): found.root, _signer(found.id, "key"): found.key}
        for name, key in keys.items():
            verified(note, [Verifier(name, ED25519, key)])
    except (NoteError, ValueError, InvalidSignature) as exc:
        raise InputError(f"this is no introduction: {exc}", do=_ASK) from exc
    if note.to_bytes() != data:
        raise InputError("this is no introduction: it is not written as one", do=_ASK)
    return found


def follows(new: bytes, old: bytes) -> Introduction:
    """Read an introduction that changes keys: it names the one it replaces, and the old key signed it too.

    Raises:
        InputError: it is malformed, of another node, or does not follow the old one.
    """
    found, before = read(new), read(old)
    if (found.id, found.root) != (before.id, before.root):
        raise InputError("this introduction is of another node", where=found.id, do=_ASK)
    if found.replaces != hashlib.sha256(old).hexdigest():
        raise InputError("this introduction does not replace the one that is pinned", where=found.id, do=_ASK)
    if found.key == before.key:
        return found
    try:
        verified(Note.parse(new), [Verifier(_signer(found.id, "before"), ED25519, before.key)])
    except NoteError as exc:
        raise InputError(
            "the key that is pinned did not sign this change of keys",
            where=found.id,
            do="ask the partner on a number you know; without the old key, revoke them and start anew",
        ) from exc
    return found


def _signer(node_id: str, role: str) -> str:
    return f"{node_id}.contrared/{role}"


def _parsed(text: str) -> Introduction:
    head, *lines = text.removesuffix("\n").split("\n")
    if head != FORMAT:
        raise ValueError(f"it begins with {head[:40]!r}, not {FORMAT!r}")
    names = [field.name for field in fields(Introduction)]
    if len(lines) != len(names):
        raise ValueError(f"it has {len(lines)} lines, not {len(names)}")
    values: dict[str, str | bytes] = {}
    for name, line in zip(names, lines, strict=True):
        said, space, value = line.partition(" ")
        if said != name or not space:
            raise ValueError(f"line {line[:40]!r} does not say {name!r}")
        values[name] = unbase64(value) if name in _BYTES else value
    return Introduction(**values)  # type: ignore[arg-type]


_BYTES = frozenset({"root", "key", "seal_key", "certificate"})


def _check(said: Introduction) -> None:
    """Raise ValueError for the first thing that is wrong."""
    if said.id != "node-" + hashlib.sha256(said.root).hexdigest()[:16]:
        raise ValueError("its id is not that of its key")
    for name in ("root", "key", "seal_key"):
        if len(getattr(said, name)) != 32:
            raise ValueError(f"{name} has {len(getattr(said, name))} bytes, not 32")
    for name, fits in _FORMS.items():
        if not fits(getattr(said, name)):
            raise ValueError(f"{name} {getattr(said, name)[:60]!r} cannot be that")
    if datetime.fromisoformat(said.made) >= datetime.fromisoformat(said.expires):
        raise ValueError("it ends before it begins")
    Ed25519PublicKey.from_public_bytes(said.key)
    log = Verifier.parse(said.log)
    if log.kind != ED25519:
        raise ValueError("the key of its log is none of a log")
    try:
        key = x509.load_der_x509_certificate(said.certificate).public_key()
    except (x509.InvalidVersion, UnsupportedAlgorithm) as exc:
        # The library has errors of its own for these two, which are no ValueError.
        raise ValueError(f"its certificate cannot be read: {exc}") from exc
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("its certificate is not of an Ed25519 key")


def _is_time(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", value) is not None


_FORMS: dict[str, Callable[[str], bool]] = {
    "name": lambda value: _WHO.fullmatch(value) is not None,
    "agency": lambda value: _WHO.fullmatch(value) is not None,
    "country": lambda value: re.fullmatch("[a-z]{2}", value) is not None,
    "address": lambda value: (
        re.fullmatch(r"|[a-z0-9.\-]{1,253}:[0-9]{1,5}|\[[0-9a-f:.]{2,45}\]:[0-9]{1,5}", value) is not None
    ),
    "normaliser": lambda value: re.fullmatch("[a-z0-9.-]{1,64}", value) is not None,
    "normaliser_hash": lambda value: re.fullmatch("[0-9a-f]{64}", value) is not None,
    "made": _is_time,
    "expires": _is_time,
    "replaces": lambda value: re.fullmatch("|[0-9a-f]{64}", value) is not None,
}
