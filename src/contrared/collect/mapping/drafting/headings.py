"""What a column's name says it holds."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APART = re.compile(r"[\W_]+")
#: Last words of columns that tell something of another column, and hold nothing themselves.
_OF_ANOTHER = frozenset(
    {*("type", "kind", "domain", "role", "status", "source", "label", "format", "category", "usage"),
     *("tipo", "clase", "estatus", "origen", "categoria", "origem")}
)  # fmt: skip
_LINKED = re.compile(r" (?:of|in|de|del|da|do|das|dos|en|em) ")
_ISSUE = frozenset({"country", "state", "city", "date"})
_PAPER = re.compile(
    r" (?:passport|licen[cs]e|id|ssn|tax|visa|card|document|permit|pasaporte|licencia|documento|cedula|passaporte"
    r"|licenca) "
)


class Named(NamedTuple):
    """What a name means.

    Attributes:
        role: A property of FollowTheMoney, or a part of an address, an id, a date; empty where the column tells
            something of another one.
        whole: Whether the whole name is known, not only words of it.
    """

    role: str
    whole: bool


def role_of(column: str) -> Named | None:
    """The role of a column by its name in English, Spanish or Portuguese; None where the name tells nothing.

    >>> role_of("Fecha de Nacimiento").role, role_of("customerEmail").role, role_of("xyz")
    ('birthDate', 'email', None)
    """
    words = plain(column)
    known = _known()
    if words in known:
        return Named(known[words], True)
    if (bare := words.rstrip(" 0123456789")) in known:
        return Named(known[bare], True)
    if (last := words.rpartition(" ")[2]) in _OF_ANOTHER and words != last:
        return Named("", True)
    padded = f" {words} "
    found = [phrase for phrase in known if len(phrase) > 2 and f" {phrase} " in padded]
    if not found:
        return None
    head = max((phrase for phrase in found if words.endswith(phrase)), key=len, default="")
    if head and not _LINKED.search(padded):
        # "Passport country" is no number of a passport, nor where its bearer lives or was born.
        return Named("", True) if known[head] in _ISSUE and _PAPER.search(padded) else Named(known[head], False)
    # The longest phrase says most: "date of birth of owner" is about a birth.
    return Named(known[max(found, key=len)], False)


def plain(text: str) -> str:
    """Words in small letters, without accents, parted by a space."""
    folded = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text.rpartition(" / ")[2]))
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(_APART.sub(" ", letters).casefold().split())


@cache
def _known() -> dict[str, str]:
    data = tomllib.loads(files(__package__).joinpath("headings.toml").read_text(encoding="utf-8"))
    return {phrase: role for role, phrases in data.items() for phrase in phrases}
