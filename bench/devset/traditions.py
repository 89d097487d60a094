"""Which naming tradition a person's name follows: for counting errors fairly, never for matching."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from .keys import JOINING, script, words

ORDER = ("arabic", "persianate", "hispanic", "lusophone", "east asian", "slavic", "anglo")
OTHER = "other"
_COUNTRY_PROPS = ("nationality", "birthCountry", "citizenship", "country")
_ARABIC = frozenset("al el abd abdul abu ibn bin ould muhammad mohammed mohamed ahmad ahmed hassan hussein".split())


@cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads((Path(__file__).parent / "traditions.toml").read_text(encoding="utf-8"))
    return {name: {field: frozenset(text.split()) for field, text in row.items()} for name, row in raw.items()}


def of_listed(properties: Mapping[str, Sequence[str]]) -> str:
    """Tradition of a listed person: by nationality, else birth, else any country; where several, the first in order.

    >>> of_listed({"nationality": ["sy"]}), of_listed({"country": ["mx"]}), of_listed({"country": ["gb"]})
    ('arabic', 'hispanic', 'other')
    """
    for prop in _COUNTRY_PROPS:
        codes = set(properties.get(prop, ()))
        for name in ORDER:
            if codes & _table()[name]["countries"]:
                return name
        if codes:
            break
    names = [name for prop in ("name", "alias") for name in properties.get(prop, ())]
    if any(script(name) == "cyrillic" for name in names):
        return "slavic"
    if names and _ARABIC & set(words(names[0])):
        return "arabic"
    return OTHER


def of_name(name: str) -> str:
    """Tradition of a name without a trustworthy country: by script, else by its last word.

    >>> of_name("Benício da Cunha"), of_name("Dean Ingram"), of_name("高 進發"), of_name("Malin Berg")
    ('lusophone', 'anglo', 'east asian', 'other')
    """
    written = script(name)
    for tradition in ORDER:
        if written in _table()[tradition]["scripts"]:
            return tradition
    if written != "latin":
        return OTHER
    said = [word for word in words(name) if word not in JOINING]
    joining = set(words(name)) & {"da", "do", "dos", "das"}
    last = said[-1] if said else ""
    found = [tradition for tradition in ORDER if last in _table()[tradition]["words"]]
    if joining or any(mark in name.casefold() for mark in ("ão", "ões")):
        return "lusophone"
    if found:
        return found[0]
    endings = [word[1:] for word in _table()["slavic"]["words"]]
    return "slavic" if len(last) > 5 and any(last.endswith(end) for end in endings if len(end) > 2) else OTHER
