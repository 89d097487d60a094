"""Texts by key, in English: ``text("brief.title", ...)`` fills the placeholders of key ``title`` of ``en/brief.toml``.

Dotted keys nest. What comes back is English and remembers its template, so that it can be told in another language
where somebody reads it (:mod:`contrared.model.language`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from contrared.model.language.phrase import Phrase
from contrared.model.language.spoken import ENGLISH, said


@cache
def catalogue() -> dict[str, str]:
    """All texts in English, keys flattened with dots and prefixed with the room."""
    texts: dict[str, str] = {}
    for item in sorted(resources.files(__package__).joinpath(ENGLISH).iterdir(), key=lambda p: p.name):
        if item.name.endswith(".toml"):
            _flatten(item.name.removesuffix(".toml"), tomllib.loads(item.read_text(encoding="utf-8")), texts)
    return texts


def text(key: str, language: str = ENGLISH, /, **values: object) -> str:
    """One text, filled in.

    Args:
        key: Its key.
        language: Code of the language to tell it in; what is kept is English, so that is what it is unless given.
        values: What fills the placeholders; phrases among them are told in the same language.

    Raises:
        KeyError: the key is not in the catalogue, or a placeholder has no value.
    """
    phrase = Phrase(key, catalogue()[key], values)
    return phrase if language == ENGLISH else said(phrase, language)


def _flatten(prefix: str, node: object, into: dict[str, str]) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            _flatten(f"{prefix}.{key}", value, into)
    else:
        into[prefix] = str(node)
