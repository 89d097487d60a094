"""What is known of a party as one text and one hash, whatever the order of its properties and values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any


def canonical(queries: Sequence[Mapping[str, Any]]) -> str:
    """Queries as one text; the same facts give the same text.

    Args:
        queries: Mappings with ``schema`` and ``properties``.
    """
    told = sorted(
        json.dumps([q["schema"], {k: sorted(v) for k, v in q["properties"].items() if v}], sort_keys=True)
        for q in queries
    )
    return json.dumps(told)


def fingerprint(queries: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of the canonical text, hex."""
    return hashlib.sha256(canonical(queries).encode()).hexdigest()
