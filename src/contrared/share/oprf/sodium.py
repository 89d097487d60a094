"""The few functions of libsodium we stand on, and which libsodium it is.

The system's library is taken where there is one of version 1.0.18 or later, so that the system's updates reach it; else
the one inside the ``rbcl`` package, from memory where the system can (``rbcl`` itself writes it to a temporary file
at every import and leaves it there, which a ``noexec`` directory for temporary files forbids).

All arithmetic with elements and with secret scalars is libsodium's: it takes the same time whatever the values are.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.metadata
import os
import re
from collections.abc import Callable
from functools import cache

from contrared.model import NodeError

#: Bytes of an element and of a scalar of ristretto255 (RFC 9496).
SIZE = 32
#: Bytes of a hash that is mapped to an element, or reduced to a scalar.
WIDE = 64
IDENTITY = bytes(SIZE)

_Raw = Callable[..., int]
_FUNCTIONS = {
    "crypto_core_ristretto255_is_valid_point": 1,
    "crypto_core_ristretto255_from_hash": 2,
    "crypto_core_ristretto255_add": 3,
    "crypto_scalarmult_ristretto255": 3,
    "crypto_scalarmult_ristretto255_base": 2,
    "crypto_core_ristretto255_scalar_reduce": 2,
    "crypto_core_ristretto255_scalar_invert": 2,
    "crypto_core_ristretto255_scalar_mul": 3,
    "crypto_core_ristretto255_scalar_add": 3,
    "crypto_core_ristretto255_scalar_sub": 3,
}
_EMBEDDED = re.compile(rb"fromhex\('([0-9a-f]+)'\)")


@cache
def library() -> ctypes.CDLL:
    """The library, initialised.

    Raises:
        NodeError: No libsodium with ristretto255 is there.
    """
    for load in (_of_system, _of_package):
        found = load()
        if found is not None and all(hasattr(found, name) for name in _FUNCTIONS) and found.sodium_init() >= 0:
            return found
    raise NodeError(
        "no libsodium with ristretto255 is installed",
        do="install the system's libsodium (1.0.18 or later), or the Python package rbcl",
    )


def _of_system() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("sodium")
    return ctypes.CDLL(name) if name else None


def _of_package() -> ctypes.CDLL | None:
    try:
        files = importlib.metadata.files("rbcl") or []
    except importlib.metadata.PackageNotFoundError:
        return None
    source = next((file for file in files if file.name == "_sodium.py"), None)
    found = _EMBEDDED.search(source.read_binary()) if source else None
    if found is None:
        return None
    if not hasattr(os, "memfd_create"):
        from rbcl import _sodium

        loaded = _sodium._sodium
        return loaded if isinstance(loaded, ctypes.CDLL) else None
    handle = os.memfd_create("libsodium")
    with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(bytes.fromhex(found[1].decode("ascii")))
        file.flush()
        return ctypes.CDLL(f"/proc/self/fd/{handle}")


@cache
def raw(name: str) -> _Raw:
    """A function of the library as it is, for our own calls and for measuring against."""
    function = library()[name]
    function.argtypes = [ctypes.c_char_p] * _FUNCTIONS[name]
    function.restype = ctypes.c_int
    return function
