"""The way to a ledger in PostgreSQL: encrypted, to a server that proves who it is, or ``node.toml`` says why not.

The words are those of libpq (PostgreSQL 18, 34.19), so that a URL that administrators know serves here. Two things are
stricter: a server on another host is asked for its certificate unless the URL says otherwise, and what is tried and
given up in silence (``allow``, ``prefer``) is not to be had.
"""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import URL

from contrared.model import InputError, NodeError

MODE, ROOTS, SOCKET = "sslmode", "sslrootcert", "unix_sock"
#: Value of ``sslrootcert`` for the authorities that the system trusts, which are those without it, too.
SYSTEM = "system"
#: What may follow the question mark; anything else would go to the driver, which takes host and password from there.
_KNOWN = (MODE, ROOTS, SOCKET, "application_name")
_MODES = ("verify-full", "verify-ca", "require", "disable")
_PROVED = ("verify-full", "verify-ca")
_WHERE = "[ledger] url"


def understood(url: URL, where: str = _WHERE) -> None:
    """Check what follows the question mark in the URL of a PostgreSQL database.

    Args:
        url: The URL.
        where: Where it stands.

    Raises:
        InputError: a word that is not known or said twice, a mode that is none, or authorities that nobody would ask.
    """
    for name, value in url.query.items():
        if name not in _KNOWN:
            raise InputError(
                f"{name} is not known here", where=where, do=f"leave it out; known are {', '.join(_KNOWN)}"
            )
        if not isinstance(value, str):
            raise InputError(f"{name} is said more than once", where=where, do="say it once")
    said = url.query.get(MODE, "")
    if said and said not in _MODES:
        raise InputError(f"{said} is no {MODE} to be had here", where=where, do=f"say one of {', '.join(_MODES)}")
    named = str(url.query.get(ROOTS, ""))
    if named and said in ("require", "disable"):
        raise InputError(f"with {said} no certificate is looked at", where=where, do="say verify-full")
    if said == "verify-ca" and named in ("", SYSTEM):
        raise InputError(
            "verify-ca lets in any server whose certificate the system trusts",
            where=where,
            do=f"say verify-full, or name the agency's own authority: {ROOTS}=FILE",
        )


def placed(url: URL, root: Path) -> URL:
    """The URL with the file of authorities named from the root of the disk; a relative one is inside the node."""
    named = str(url.query.get(ROOTS, ""))
    if named in ("", SYSTEM) or Path(named).is_absolute():
        return url
    return url.update_query_dict({ROOTS: str((root / named).resolve())})


def bare(url: URL) -> URL:
    """The URL as the driver takes it."""
    return url.difference_update_query([MODE, ROOTS])


def protected(url: URL) -> bool:
    """Whether nobody between can read, or pretend to be the server; on one host there is nobody between."""
    return url.get_backend_name() == "sqlite" or _local(url) or _mode(url) in _PROVED


def needed(url: URL, reason: str) -> str:
    """The reason as a node keeps it: one line, and none where the way is protected.

    A reason that is not needed must not be kept: it would let another URL in later.

    Raises:
        InputError: the reason is not one line of text.
        NodeError: the way is not protected and no reason is given.
    """
    if not reason.isprintable():
        raise InputError("the reason is not one line of text", where="--ledger-unprotected", do="write it on one line")
    checked(url, reason)
    return "" if protected(url) else reason.strip()


def checked(url: URL, reason: str) -> None:
    """Refuse a way on which others could read or pretend, unless the settings say why it may be.

    Args:
        url: Of the ledger.
        reason: Why it may; empty where nobody said.

    Raises:
        NodeError: it is not protected and no reason is given.
    """
    if protected(url) or reason.strip():
        return
    raise NodeError(
        f"with {MODE}={_mode(url)} whoever is between this node and {url.host} can read the ledger",
        where=_WHERE,
        do=f"say {MODE}=verify-full, or say why not: --ledger-unprotected REASON for a new node, "
        "[ledger] unprotected in node.toml for one there is",
    )


def context(url: URL) -> ssl.SSLContext | bool | None:
    """How the driver is to speak TLS: as this says, not at all (False), or if the server on this host likes to (None).

    Raises:
        NodeError: the file of authorities cannot be read, or holds none.
    """
    mode = _mode(url)
    if url.query.get(SOCKET) or mode == "disable":
        return False
    if not mode:
        return None
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    found.minimum_version = ssl.TLSVersion.TLSv1_2
    found.check_hostname = mode == "verify-full"
    if mode not in _PROVED:
        found.verify_mode = ssl.CERT_NONE
        return found
    named = str(url.query.get(ROOTS, SYSTEM))
    if named == SYSTEM:
        found.load_default_certs(ssl.Purpose.SERVER_AUTH)
        return found
    try:
        found.load_verify_locations(named)
    except ssl.SSLError as exc:
        raise NodeError("no certificate is in it", where=named, do="put the authority's there, as PEM") from exc
    except OSError as exc:
        raise NodeError(
            f"the certificate of the authority cannot be read ({exc.strerror})",
            where=named,
            do=f"correct {ROOTS}, or who may read the file",
        ) from exc
    return found


def refused(exc: OSError, host: str) -> NodeError:
    """The error of a connection that came to no TLS, for the person who must act."""
    if isinstance(exc, ssl.SSLCertVerificationError):
        return NodeError(
            f"the database server does not prove that it is {host} ({exc.verify_message})",
            where=host,
            do=f"check its certificate and {ROOTS}; nothing was sent to it, no password either",
        )
    if isinstance(exc, ssl.SSLError):
        return NodeError(
            f"no TLS comes about with the database server ({exc.reason or exc})",
            where=host,
            do="let it speak TLS 1.2 or newer",
        )
    return NodeError(
        f"the database server hangs up ({exc.strerror or exc})",
        where=host,
        do="check that it runs, its host and its port",
    )


def _mode(url: URL) -> str:
    """What is asked of the server, empty where it may choose."""
    return str(url.query.get(MODE, "")) or ("" if _local(url) else "verify-full")


def _local(url: URL) -> bool:
    """Whether the server is on this host; a name that only happens to lead here is not believed."""
    if url.query.get(SOCKET) or not url.host or url.host == "localhost":
        return True
    try:
        return ip_address(url.host).is_loopback
    except ValueError:
        return False
