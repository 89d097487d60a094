"""What every finding of this room carries: how it was reached, so that it can be reached again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum
from functools import cache
from importlib.metadata import version
from typing import Any


@dataclass(frozen=True, slots=True)
class Method:
    """How a finding was reached.

    Attributes:
        name: Name of the method.
        params: Parameters, by name.
        seed: Seed of what draws at random; None where nothing does.
        versions: Libraries whose version can change the result.
        citation: Where the method comes from.
    """

    name: str
    params: tuple[tuple[str, str], ...] = ()
    seed: int | None = None
    versions: tuple[tuple[str, str], ...] = ()
    citation: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        *,
        seed: int | None = None,
        libraries: tuple[str, ...] = (),
        citation: str = "",
        **params: object,
    ) -> Method:
        """Method with its parameters written out and the versions looked up."""
        written = tuple(sorted((key, _written(value)) for key, value in params.items()))
        versions = tuple((library, _version(library)) for library in sorted(libraries))
        return cls(name, written, seed, versions, citation)


def canonical_json(finding: object) -> str:
    """A finding as JSON: keys sorted, no needless space, the same bytes for the same finding.

    Raises:
        TypeError: it is no dataclass, or holds something without a JSON form.
    """
    data: Any = asdict(finding)  # type: ignore[call-overload]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


@cache
def _version(library: str) -> str:
    return version(library)


def _written(value: object) -> str:
    if isinstance(value, (set, frozenset)):
        return ",".join(sorted(map(str, value)))
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no JSON form")
