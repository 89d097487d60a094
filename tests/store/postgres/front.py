"""What stands before the server of the tests on the network and speaks TLS for it, whose build has none.

It answers as PostgreSQL does (18, 54.2.11): to a request for TLS with one letter, then the handshake. What comes after
goes to the socket of the real server, byte by byte.
"""

from __future__ import annotations

import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


@dataclass
class Front:
    """Where it listens, and what it was told: versions of TLS, and bytes that came in clear."""

    port: int = 0
    spoken: list[str] = field(default_factory=list)
    clear: bytes = b""


@contextmanager
def front(behind: Path, context: ssl.SSLContext | None) -> Iterator[Front]:
    """Listen on the loopback interface; without a context, as a server that has no TLS.

    Args:
        behind: Socket of the real server.
        context: How TLS is spoken.
    """
    told = Front()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            client: socket.socket = self.request
            first = client.recv(8)
            if context is not None and first == REQUEST:
                client.sendall(b"S")
                try:
                    client = context.wrap_socket(client, server_side=True)
                except OSError:
                    return
                told.spoken.append(str(client.version()))
                first = b""
            elif first != REQUEST:
                told.clear += first
            with client, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
                server.connect(str(behind))
                server.sendall(first)
                _carry(client, server, told)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads, listening.block_on_close = True, False
        told.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield told
        listening.shutdown()
        thread.join()


def _carry(client: socket.socket, server: socket.socket, told: Front) -> None:
    try:
        while True:
            held = isinstance(client, ssl.SSLSocket) and client.pending()
            ready = [client] if held else select.select([client, server], [], [])[0]
            for one in ready:
                data = one.recv(65536)
                if not data:
                    return
                if one is client and not isinstance(client, ssl.SSLSocket):
                    told.clear += data
                (server if one is client else client).sendall(data)
    except OSError:
        return


@dataclass(frozen=True)
class Authority:
    """Who signs certificates of servers, and its own in a file."""

    folder: Path
    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def new(cls, folder: Path, name: str) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _signed(name, key, name, key, x509.BasicConstraints(ca=True, path_length=0), 1)
        found = cls(folder, name, key, certificate)
        found.file.write_bytes(certificate.public_bytes(Encoding.PEM))
        return found

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.pem"

    def server(self, host: str, days: int = 1) -> ssl.SSLContext:
        """How a server with a certificate for this host speaks; one whose days are over by a negative number."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _signed(host, key, self.name, self.key, x509.BasicConstraints(ca=False, path_length=None), days)
        path = self.folder / f"{self.name}-{host}-{days}.server"
        own = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(own + made.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _signed(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    by: str,
    signing: ec.EllipticCurvePrivateKey,
    limits: x509.BasicConstraints,
    days: int,
) -> x509.Certificate:
    now = datetime.now(UTC)
    try:
        host: x509.GeneralName = x509.IPAddress(ip_address(name))
    except ValueError:
        host = x509.DNSName(name)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(limits, critical=True)
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .sign(signing, hashes.SHA256())
    )
