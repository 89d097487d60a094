"""The tables of the normaliser, frozen with its version, and their hash."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

from contrared.share.keys.key import KINDS, NORMALISER

#: ``letters``: what each letter stands for; ``rules``: everything else a name or number goes through; ``common``: how
#: common codes are.
FILES = ("letters.json", "rules.json", "common.json")


def _bytes(name: str) -> bytes:
    return resources.files(__name__).joinpath(name).read_bytes()


@cache
def table(name: str) -> dict[str, Any]:
    """A table by the name of its file without ending."""
    loaded: dict[str, Any] = json.loads(_bytes(f"{name}.json"))
    return loaded


@cache
def normaliser_hash() -> bytes:
    """SHA-256 over version, kinds and tables: two nodes with the same one derive the same keys."""
    digest = hashlib.sha256(NORMALISER.encode("ascii"))
    digest.update(json.dumps(KINDS, sort_keys=True).encode("ascii"))
    for name in FILES:
        content = _bytes(name)
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.digest()
