"""Where a partner is reached: the operator sets it, a name is looked up once, and what it leads to is looked at."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from contrared.model import InputError

Ip = IPv4Address | IPv6Address
#: Gives the addresses of a name and port, as :func:`socket.getaddrinfo` does.
Lookup = Callable[[str, int], list[str]]

_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
#: IPv6 prefixes that carry an IPv4 address in their last 32 bits (RFC 6052, RFC 8215).
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
#: Reserved for documentation and benchmarks; never a partner, though some libraries call parts of them global.
_NOBODY = (IPv4Network("0.0.0.0/8"), IPv4Network("192.0.0.0/24"), IPv4Network("198.18.0.0/15"))


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port, as the operator wrote them."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read ``host:port`` or ``[v6]:port``.

        Raises:
            InputError: it has a scheme, user, path or query, no port, or a host that is none.
        """
        written = text.strip().lower()
        match = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9.\-]+)):([0-9]{1,5})", written)
        if match is None or not 0 < int(match[3]) < 65536:
            raise InputError(f"{text!r} is no address of a partner", do="write HOST:PORT, without https:// or a path")
        host = match[1] or match[2]
        if not _is_ip(host) and not _NAME.fullmatch(host):
            raise InputError(f"{host!r} is no name of a machine, nor an address of one", do="write HOST:PORT")
        return cls(str(ip_address(host)) if _is_ip(host) else host, int(match[3]))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def check(self, *, private: bool) -> None:
        """Refuse a literal address that may not be reached; a name is looked at when it is resolved.

        Raises:
            InputError: it is private and that was not allowed, or no address of a machine.
        """
        if _is_ip(self.host):
            allowed(ip_address(self.host), private=private)

    def resolve(self, *, private: bool, lookup: Lookup | None = None) -> list[Ip]:
        """The addresses to connect to; looked up here and nowhere later, so that they cannot change in between.

        Args:
            private: Whether the operator allowed private, loopback and link-local addresses for this partner.
            lookup: Gives the addresses of a name; the system's resolver unless given.

        Raises:
            InputError: the name leads nowhere, or to an address that may not be reached.
        """
        if _is_ip(self.host):
            found = [ip_address(self.host)]
        else:
            found = [ip_address(text.partition("%")[0]) for text in (lookup or _system)(self.host, self.port)]
        if not found:
            raise InputError("no machine of that name is known", where=self.host, do="correct it, or try again later")
        for each in found:
            allowed(each, private=private)
        return list(dict.fromkeys(found))


def allowed(ip: Ip, *, private: bool) -> None:
    """Let an address be connected to, or not.

    Raises:
        InputError: it is private, loopback or link-local (also inside IPv6) and that was not allowed; or it is
            multicast, reserved or unspecified, which is never allowed.
    """
    inner = _inner(ip)
    if (
        inner.is_multicast
        or inner.is_unspecified
        or (inner.is_reserved and not inner.is_loopback)
        or any(inner in net for net in _NOBODY)
    ):
        raise InputError("that is no address of a machine", where=str(ip), do="correct the partner's address")
    if not inner.is_global and not private:
        raise InputError(
            "a private, loopback or link-local address is not connected to",
            where=str(ip),
            do="correct the partner's address, or allow it for this partner with --allow-private",
        )


def _inner(ip: Ip) -> Ip:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if any(ip in net for net in _NAT64):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.teredo is not None:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _system(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [str(each[4][0]) for each in found]
