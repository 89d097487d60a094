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


class Named(NamedTuple):
    """What a name means.

    Attributes:
        role: A property of FollowTheMoney, or a part of an address, an id, a date.
        whole: Whether the whole name is known, not only words of it.
    """

    role: str
    whole: bool


def role_of(column: str) -> Named | None:
    """The role of a column by its name in English, Spanish or Portuguese; None where the name tells nothing.

    >>> role_of("Fecha de Nacimiento").role, role_of("customerEmail").role, role_of("xyz")
    ('birthDate', 'email', None)
    """
    words = _plain(column)
    known = _known()
    if words in known:
        return Named(known[words], True)
    if (bare := words.rstrip(" 0123456789")) in known:
        return Named(known[bare], True)
    padded = f" {words} "
    found = [phrase for phrase in known if len(phrase) > 2 and f" {phrase} " in padded]
    # The longest phrase says most: "date of birth of owner" is about a birth.
    return Named(known[max(found, key=len)], False) if found else None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text.rpartition(" / ")[2]))
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(_APART.sub(" ", letters).casefold().split())


@cache
def _known() -> dict[str, str]:
    data = tomllib.loads(files(__package__).joinpath("headings.toml").read_text(encoding="utf-8"))
    return {phrase: role for role, phrases in data.items() for phrase in phrases}
