"""The one catalogue of texts that people read, by language.

Each language is a folder of TOML files, one a room; ``text("brief.title", ...)`` reads key ``title`` (dotted
keys nest) of ``<language>/brief.toml`` and fills in its ``{placeholders}``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("en",)


@cache
def catalogue(language: str = "en") -> dict[str, str]:
    """All texts of a language, keys flattened with dots and prefixed with the room.

    Raises:
        KeyError: the language has no catalogue.
    """
    if language not in LANGUAGES:
        raise KeyError(f"no message catalogue for language {language!r}")
    texts: dict[str, str] = {}
    for item in sorted(resources.files(__package__).joinpath(language).iterdir(), key=lambda p: p.name):
        if item.name.endswith(".toml"):
            _flatten(item.name.removesuffix(".toml"), tomllib.loads(item.read_text(encoding="utf-8")), texts)
    return texts


def text(key: str, language: str = "en", /, **values: object) -> str:
    """One text, filled in.

    Raises:
        KeyError: the key is not in the catalogue, or a placeholder has no value.
    """
    return catalogue(language)[key].format(**values)


def _flatten(prefix: str, node: object, into: dict[str, str]) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            _flatten(f"{prefix}.{key}", value, into)
    else:
        into[prefix] = str(node)
