"""Cyrillic letters in the Latin spelling that passports and lists use most, after the BGN/PCGN systems.

ICU's own transliteration follows ISO 9 (one letter for one letter): ``Юрий`` becomes ``Urij``, which no list writes.
Sources: BGN/PCGN romanisation systems for Russian (1947), Ukrainian (2019), Serbian and Macedonian.
"""

from __future__ import annotations

_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "і": "i",
    "ї": "yi",
    "є": "ye",
    "ґ": "g",
    "ў": "w",
    "ђ": "dj",
    "ј": "j",
    "љ": "lj",
    "њ": "nj",
    "ћ": "c",
    "џ": "dz",
    "ѓ": "g",
    "ѕ": "dz",
    "ќ": "k",
    "ә": "a",
    "ғ": "gh",
    "қ": "q",
    "ң": "ng",
    "ө": "o",
    "ұ": "u",
    "ү": "u",
    "һ": "h",
    "ҳ": "h",
    "ҷ": "j",
    "ӣ": "i",
    "ӯ": "u",
}

#: For ``str.translate``.
CYRILLIC = {
    ord(letter): latin
    for small, latin_small in _LETTERS.items()
    for letter, latin in ((small, latin_small), (small.upper(), latin_small.capitalize()))
}
