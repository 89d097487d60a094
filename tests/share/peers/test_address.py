"""Where a partner may be, and where nobody is connected to."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from contrared.model import InputError
from contrared.share.peers.address import Address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("node.example:8700", "node.example", 8700),
        (" NODE.Example:1 ", "node.example", 1),
        ("203.0.113.9:443", "203.0.113.9", 443),
        ("[2001:DB8::1]:8700", "2001:db8::1", 8700),
    ],
)
def test_an_address_is_host_and_port(text: str, host: str, port: int) -> None:
    assert Address.parse(text) == Address(host, port)
    assert Address.parse(str(Address.parse(text))) == Address(host, port)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "node.example",
        "node.example:0",
        "node.example:65536",
        "https://node.example:8700",
        "user@node.example:8700",
        "node.example:8700/exchange",
        "node.example:8700?x",
        "2130706433:80",
        "0x7f.1:80",
        "127.1:80",
        "0177.0.0.1:80",
        "node..example:80",
        "-node.example:80",
        "[::1:80",
        "[127.0.0.1]x:80",
        "nøde.example:80",
        "node.example:8700\r\nHost: other",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Address.parse(text)


PRIVATE = [
    "127.0.0.1",
    "127.8.9.1",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "::1",
    "fe80::1",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
]


@pytest.mark.parametrize("ip", PRIVATE)
def test_private_addresses_are_for_those_who_are_allowed(ip: str) -> None:
    for address, lookup in [(Address("node.example", 1), lambda _host, _port: [ip]), (Address(ip, 1), None)]:
        with pytest.raises(InputError, match="--allow-private"):
            address.resolve(private=False, lookup=lookup)
        assert address.resolve(private=True, lookup=lookup) == [ip_address(ip)]


@pytest.mark.parametrize("ip", ["0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1", "::ffff:0.0.0.0"])
def test_what_is_no_machine_is_never_connected_to(ip: str) -> None:
    for private in (False, True):
        with pytest.raises(InputError, match="no address of a machine"):
            Address("node.example", 1).resolve(private=private, lookup=lambda _host, _port: [ip])


def test_one_private_answer_among_public_ones_refuses_all() -> None:
    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        Address("node.example", 1).resolve(private=False, lookup=lambda _host, _port: ["8.8.8.8", "10.0.0.1"])


def test_a_name_nobody_has_says_so() -> None:
    with pytest.raises(InputError, match="no machine"):
        Address("node.example", 1).resolve(private=False, lookup=lambda _host, _port: [])
