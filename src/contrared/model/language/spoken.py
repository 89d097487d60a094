"""Which language is spoken, and saying a text in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from contrared.model.errors import InputError

ENGLISH = "en"
#: Languages by the code of ISO 639-1, with their own names. Portuguese is that of Brazil.
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "español", "pt": "português"}

_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken() -> str:
    """Code of the language that is spoken now."""
    return _SPOKEN.get()


def speak(language: str) -> None:
    """Speak a language from now on.

    Raises:
        InputError: it is none of ours.
    """
    _SPOKEN.set(known(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within the block.

    Raises:
        InputError: it is none of ours.
    """
    before = _SPOKEN.set(known(language))
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def known(language: str) -> str:
    """Code of a language by its code or locale, ``es`` for ``es_CO.UTF-8``.

    Raises:
        InputError: it is none of ours.
    """
    if (code := code_of(language)) not in LANGUAGES:
        raise InputError(f"{language!r} is no language of Contrared", do=f"use {', '.join(LANGUAGES)}")
    return code


def code_of(locale: str) -> str:
    """Language of a locale, in lower case.

    >>> code_of("pt_BR.UTF-8"), code_of("C")
    ('pt', 'c')
    """
    return locale.replace("-", "_").split("_")[0].split(".")[0].strip().lower()


def chosen(asked: str = "", node: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """The language to speak: what was asked for, ``CONTRARED_LANG``, the node's, that of the system, or English.

    Args:
        asked: What ``--lang`` says; empty if nothing.
        node: What ``[node] language`` of ``node.toml`` says; empty if nothing.
        environment: Variables of the environment.

    Raises:
        InputError: what was asked for, by option or ``CONTRARED_LANG``, is no language of ours. A locale of the system
            that is none of ours is passed over.
    """
    if wanted := asked or environment.get("CONTRARED_LANG", ""):
        return known(wanted)
    if node:
        return known(node)
    system = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return code if (code := code_of(system)) in LANGUAGES else ENGLISH


def said(text: str, language: str | None = None) -> str:
    """A text in the language that is spoken, or another; what no catalogue has stays as it is.

    Args:
        text: English text: a phrase, a text of the code, or one of its templates filled in.
        language: Code of the language; the one spoken unless given.
    """
    language = _SPOKEN.get() if language is None else language
    if language == ENGLISH:
        return str(text)
    from contrared.model.language.catalogue import catalogue

    return catalogue(language).said(text)


def word(text: str, language: str | None = None) -> str:
    """A word of a closed vocabulary (a state, a kind, a feature) in the language that is spoken, or another.

    Args:
        text: The English word, as it is kept; several may stand there, parted by commas.
        language: Code of the language; the one spoken unless given.
    """
    language = _SPOKEN.get() if language is None else language
    if language == ENGLISH:
        return text
    from contrared.model.language.catalogue import catalogue

    return catalogue(language).word(text)
