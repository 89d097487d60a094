"""Mutual TLS 1.3 in which each side knows the other by one certificate, and by nothing else.

Certificates are self-signed and pinned: there is no authority whose word counts, no name is looked at, and no session
is taken up again, so that whoever is revoked does not come back on an old one.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable

#: Words of OpenSSL for the suites of TLS 1.3 are left as they are; earlier versions are not spoken.
VERSION = ssl.TLSVersion.TLSv1_3


def server_context(own: bytes, known: Iterable[bytes]) -> ssl.SSLContext:
    """What a server listens with.

    Args:
        own: The own certificate and its key, PEM.
        known: Certificates of partners, DER; nobody else ends a handshake.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.num_tickets = 0
    return _strict(context, own, known)


def client_context(own: bytes, partner: bytes) -> ssl.SSLContext:
    """What one partner is called with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return _strict(context, own, [partner])


def know(context: ssl.SSLContext, known: Iterable[bytes]) -> None:
    """Let holders of further certificates end a handshake."""
    together = b"".join(known)
    if together:
        context.load_verify_locations(cadata=together)


def _strict(context: ssl.SSLContext, own: bytes, known: Iterable[bytes]) -> ssl.SSLContext:
    context.minimum_version = context.maximum_version = VERSION
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    # The library reads files only, and the key may be kept sealed: it is shown one that lies in memory.
    held = os.memfd_create("contrared", os.MFD_CLOEXEC)
    try:
        os.write(held, own)
        context.load_cert_chain(f"/proc/self/fd/{held}")
    finally:
        os.close(held)
    know(context, known)
    return context
