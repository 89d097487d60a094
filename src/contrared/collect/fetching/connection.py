"""A connection that goes where it may: TLS, public addresses, no surprise on the way."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from contrared.model import InputError

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What is allowed beside https to public addresses.

    Attributes:
        loopback: Plain http to this machine itself, for a mirror or a test.
    """

    loopback: bool = False


def checked(url: str, rules: Rules) -> SplitResult:
    """An address that may be called.

    Raises:
        InputError: it is not https, has a user or password in it, or no host.
    """
    found = urlsplit(url)
    if found.scheme == "http" and rules.loopback:
        return found
    if found.scheme != "https" or not found.hostname or found.username is not None:
        raise InputError(
            "only https addresses without a user are fetched", where=_shown(url), do="correct it in the catalogue"
        )
    return found


def connect(url: SplitResult, rules: Rules) -> HTTPConnection:
    """Connect to the very address that was checked, so that a name cannot turn to another in between.

    Raises:
        InputError: the name is not known, leads to an address that is not public, or nobody answers there.
    """
    host = url.hostname or ""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as exc:
        raise InputError(f"the name is not known ({exc})", where=host, do="check the network") from exc
    addresses = [str(item[4][0]) for item in found]
    for address in addresses:
        inner = ip_address(address.partition("%")[0])
        if not inner.is_global and not (rules.loopback and inner.is_loopback):
            raise InputError(
                f"leads to {address}, which is no public address", where=host, do="refuse it, or correct the catalogue"
            )
        if url.scheme == "http" and not inner.is_loopback:
            raise InputError("plain http leads off this machine", where=host, do="use https")
    try:
        plain = socket.create_connection((addresses[0], port), timeout=SECONDS)
        if url.scheme == "http":
            made = HTTPConnection(host, port, timeout=SECONDS)
            made.sock = plain
            return made
        secured = HTTPSConnection(host, port, timeout=SECONDS)
        secured.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except ssl.SSLError as exc:
        raise InputError(
            f"TLS fails ({exc.reason})", where=host, do="do not go on: somebody may stand between"
        ) from exc
    except OSError as exc:
        raise InputError(f"nobody answers ({exc})", where=host, do="try again later") from exc
    return secured


def _shown(url: str) -> str:
    return url.partition("?")[0]
