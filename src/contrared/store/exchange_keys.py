"""The keys a node has for its partners: one that signs, one that things are sealed to, a certificate for the wire.

They are not the node's own key, so that they can be changed: each set is a folder of its own, made whole before it gets
its name, and the set with the highest number is in use.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from contrared.model import NodeError
from contrared.store.durable import disk_errors, sync_folder, write_bytes
from contrared.store.keyring import Keyring
from contrared.store.keys import keep, pem, private

SIGNING, SEAL, TLS_KEY, TLS_CERTIFICATE, INTRODUCTION = "signing.key", "seal.key", "tls.key", "tls.pem", "introduction"
#: Years a certificate holds; it is pinned, so nothing but its partners' word ends it earlier.
YEARS = 10
_SET = "exchange-"


@dataclass(frozen=True, slots=True)
class ExchangeKeys:
    """One set of keys.

    Attributes:
        folder: Where it lies.
        signing: Signs envelopes and introductions.
        seal: Opens what was sealed to the node.
        certificate: Its TLS certificate, DER.
    """

    folder: Path
    signing: Ed25519PrivateKey = field(repr=False)
    seal: X25519PrivateKey = field(repr=False)
    certificate: bytes = field(repr=False)

    @property
    def introduction(self) -> bytes | None:
        """The introduction last made of these keys, if one was."""
        path = self.folder / INTRODUCTION
        return path.read_bytes() if path.exists() else None


def current(folder: Path) -> ExchangeKeys:
    """The set in use; made the first time it is asked for.

    Raises:
        NodeError: it cannot be read, or the disk is full.
    """
    numbers = _numbers(folder)
    if not numbers:
        return renew(folder, lambda _: None)
    return _read(folder / f"{_SET}{numbers[-1]}")


def renew(folder: Path, introduced: Callable[[ExchangeKeys], bytes | None]) -> ExchangeKeys:
    """Make a new set and put it in use; what signed before is destroyed, what opens sealed things stays.

    Args:
        folder: Folder of the node's keys.
        introduced: Makes the introduction of the new set while the old one can still sign it.

    Raises:
        NodeError: the disk is full.
    """
    numbers = _numbers(folder)
    number = numbers[-1] + 1 if numbers else 1
    made = folder / f".{_SET}{number}.{os.getpid()}.tmp"
    with disk_errors(folder):
        try:
            made.mkdir(mode=0o700)
            keep(made / SIGNING, pem(Ed25519PrivateKey.generate()))
            keep(made / SEAL, pem(X25519PrivateKey.generate()))
            own = Ed25519PrivateKey.generate()
            keep(made / TLS_KEY, pem(own))
            write_bytes(made / TLS_CERTIFICATE, certificate(own).public_bytes(Encoding.PEM))
            found = introduced(_read(made))
            if found is not None:
                write_bytes(made / INTRODUCTION, found)
            made.rename(folder / f"{_SET}{number}")
        finally:
            shutil.rmtree(made, ignore_errors=True)
        sync_folder(folder)
        for before in numbers:
            for name in (SIGNING, TLS_KEY):
                (folder / f"{_SET}{before}" / name).unlink(missing_ok=True)
    return _read(folder / f"{_SET}{number}")


def keep_introduction(keys: ExchangeKeys, data: bytes) -> None:
    """Keep the introduction that was made of a set.

    Raises:
        NodeError: the disk is full.
    """
    write_bytes(keys.folder / INTRODUCTION, data)


def tls(keys: ExchangeKeys) -> bytes:
    """The certificate of a set and its key, PEM.

    Raises:
        NodeError: the key cannot be opened.
    """
    path = keys.folder / TLS_KEY
    return (keys.folder / TLS_CERTIFICATE).read_bytes() + Keyring.around(path).read(path)


def former(folder: Path) -> tuple[X25519PrivateKey, ...]:
    """What opens things sealed to earlier sets, newest first.

    Raises:
        NodeError: one cannot be read.
    """
    return tuple(_seal(folder / f"{_SET}{number}") for number in reversed(_numbers(folder)[:-1]))


def _numbers(folder: Path) -> list[int]:
    names = (path.name.removeprefix(_SET) for path in folder.glob(f"{_SET}*") if path.is_dir())
    return sorted(int(name) for name in names if name.isdigit())


def _read(folder: Path) -> ExchangeKeys:
    signing = private(folder / SIGNING)
    path = folder / TLS_CERTIFICATE
    try:
        der = x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)
    except (OSError, ValueError) as exc:
        raise NodeError("the certificate cannot be read", where=str(path), do="restore it from a backup") from exc
    if not isinstance(signing, Ed25519PrivateKey):
        raise NodeError("no Ed25519 key", where=str(folder / SIGNING), do="restore it from a backup")
    return ExchangeKeys(folder, signing, _seal(folder), der)


def _seal(folder: Path) -> X25519PrivateKey:
    found = private(folder / SEAL)
    if not isinstance(found, X25519PrivateKey):
        raise NodeError("no X25519 key", where=str(folder / SEAL), do="restore it from a backup")
    return found


def certificate(key: Ed25519PrivateKey) -> x509.Certificate:
    """A certificate that says nothing but its key: whoever looks at a connection learns no name from it."""
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # TLS libraries look certificates up by this name: those of two partners must not share it.
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, own.digest.hex())])
    start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(uses, critical=False)
        .add_extension(own, critical=False)
        .sign(key, None)
    )
