"""To whom the next inquiry about a party of some country goes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _table() -> dict[str, str]:
    content = resources.files(__package__).joinpath("authorities.toml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in tomllib.loads(content)["fiu"].items()}


def financial_intelligence_unit(country: str) -> str | None:
    """The unit of a country (ISO 3166-1 alpha-2, lower case), or None where the table has none."""
    return _table().get(country)
