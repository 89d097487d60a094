"""From names as people write them to the letters A–Z of a machine-readable zone.

Source: ICAO Doc 9303-3, section 6, tables A (Latin) and B (Cyrillic, without the exceptions for single languages), and
section 4.6 for punctuation. Where the standard leaves a choice, the first is taken (Ä is AE, Ü is UE), and N for Ñ.
"""

from __future__ import annotations

import re
import unicodedata

from contrared.model.errors import InputError
from contrared.model.messages import text as message
from contrared.model.mrz.checkdigit import LETTERS

_LATIN = {
    "Ä": "AE",
    "Å": "AA",
    "Æ": "AE",
    "Ð": "D",
    "Ö": "OE",
    "Ø": "OE",
    "Ü": "UE",
    "Þ": "TH",
    "Đ": "D",
    "Ħ": "H",
    "ı": "I",
    "Ĳ": "IJ",
    "Ŀ": "L",
    "Ł": "L",
    "Ŋ": "N",
    "Œ": "OE",
    "Ŧ": "T",
    "ẞ": "SS",
}
_CYRILLIC = dict(
    pair.split(":")
    for pair in (
        "Ё:E Ђ:D Є:IE Ѕ:DZ І:I Ї:I Ј:J Љ:LJ Њ:NJ Ќ:K Ў:U Џ:DZ А:A Б:B В:V Г:G Д:D Е:E Ж:ZH З:Z И:I Й:I К:K Л:L М:M Н:N "
        "О:O П:P Р:R С:S Т:T У:U Ф:F Х:KH Ц:TS Ч:CH Ш:SH Щ:SHCH Ъ:IE Ы:Y Ь: Э:E Ю:IU Я:IA Ґ:G"
    ).split()
)
_TABLE = {**{letter: letter for letter in LETTERS}, **_LATIN, **_CYRILLIC}
#: White space, the hyphens and the comma part names; every other sign is left out.
_BETWEEN = re.compile(r"[\s\-‐‑‒–—,]+")


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name in the letters of a zone.

    Raises:
        InputError: a letter is neither Latin nor Cyrillic, or a figure is in the name.

    >>> name_parts("Müller-O’Connor")
    ('MUELLER', 'OCONNOR')
    """
    parts = (letters(part, name) for part in _BETWEEN.split(name))
    return tuple(part for part in parts if part)


def letters(part: str, name: str = "") -> str:
    """One part of a name in the letters A–Z.

    Args:
        part: The part, in Latin or Cyrillic letters.
        name: The whole name, for the error.

    Raises:
        InputError: a character has no transliteration here.
    """
    found = []
    for character in unicodedata.normalize("NFC", part):
        capital = "ẞ" if character == "ß" else character if character == "ı" else character.upper()
        for letter in capital:
            found.append(_letter(letter, name or part))
    return "".join(found)


def _letter(letter: str, name: str) -> str:
    if letter in _TABLE:
        return _TABLE[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _TABLE:
        return _TABLE[base]
    if unicodedata.category(letter)[0] in "PSM":
        return ""
    raise InputError(message("mrz.encode.letter.what", letter=letter, name=name), do=message("mrz.encode.letter.do"))
