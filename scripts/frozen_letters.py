"""Write ``share/keys/tables/letters.json``: which letters of the normaliser stand for which.

``python scripts/frozen_letters.py`` was run once, with Unicode 14 (Python 3.11). The table it wrote is part of
``contrared-keys-1`` and does not change with the Unicode of a machine; a new table is a new version of the normaliser.
"""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import groupby
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "contrared" / "share" / "keys" / "tables" / "letters.json"
#: Blocks of Latin, Greek, Cyrillic, Hebrew, Arabic, and forms for compatibility.
BLOCKS = (
    (0x0041, 0x024F), (0x0250, 0x02AF), (0x0370, 0x052F), (0x0590, 0x06FF), (0x0750, 0x077F), (0x1D00, 0x1DBF),
    (0x1E00, 0x1FFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xFB00, 0xFDFF), (0xFE70, 0xFEFF), (0xFF21, 0xFF5A),
)  # fmt: skip
LATIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ŋ": "ng",
    "ĸ": "k",
    "ə": "a",
    "ɛ": "e",
    "ɔ": "o",
}
GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f kh ps o".split(), strict=True)
)
CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    **dict(zip("жхцчшщъьюяіїєґў", "zh kh ts ch sh shch - - yu ya i yi ye g w".split(), strict=True)),
    **dict(zip("ђјљњћџѓѕќәғқңөұүһҳҷёӣӯ", "dj j lj nj c dz g dz k a gh q ng o u u h h j yo i u".split(), strict=True)),
}
ARABIC = {
    **dict(zip("ابتثجحخدذرزسشصضطظعغ", "a b t th j h kh d dh r z s sh s d t z a gh".split(), strict=True)),
    **dict(zip("فقكلمنهويىةءٱ", "f q k l m n h w y a a - a".split(), strict=True)),
    **dict(zip("پچژگکیھہەےڑٹڈںۃۆۇۋڤ", "p ch zh g k y h h a y r t d n a o u v v".split(), strict=True)),
}
HEBREW = dict(
    zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "a b g d h w z h t y k k l m m n n s a p p ts ts q r sh t".split(), strict=True)
)
LETTERS = {
    letter: "" if latin == "-" else latin
    for t in (LATIN, GREEK, CYRILLIC, ARABIC, HEBREW)
    for letter, latin in t.items()
}
#: Written within a word and left out of it: O'Neill is ONeill, the Arabic lengthening stroke is nothing.
WITHIN = "'`´ʹʻʼʽʾʿˈ‘’‛′＇ـ"
_NAMED = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]{1,2})(?: WITH .*)?")


def latin_of(letter: str) -> str | None:
    """What a letter stands for, or None where the table has nothing to say."""
    small = letter.lower()
    if small in LETTERS:
        return LETTERS[small]
    if len(small) == 1 and "a" <= small <= "z":
        return small
    plain = "".join(c for c in unicodedata.normalize("NFKD", small) if unicodedata.category(c)[0] != "M")
    if plain and plain != small:
        parts = [latin_of(c) if unicodedata.category(c)[0] == "L" else "" for c in plain]
        return None if None in parts else "".join(part or "" for part in parts)
    named = _NAMED.fullmatch(unicodedata.name(letter, ""))
    return named[1].lower() if named else None


def ranges(codes: list[int]) -> list[list[int]]:
    """Codes as first and last of each run."""
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda at: at[1] - at[0])]
    return [[run[0], run[-1]] for run in runs]


def main() -> None:
    """Write the table."""
    letters: dict[str, str] = {}
    for first, last in BLOCKS:
        for letter in map(chr, range(first, last + 1)):
            if unicodedata.category(letter)[0] == "L" and (latin := latin_of(letter)) is not None:
                letters[letter] = latin
    basic = [code for code in range(0x10000) if not 0xD800 <= code <= 0xDFFF]
    kind = {code: unicodedata.category(chr(code)) for code in basic}
    dropped = [c for c in basic if (kind[c][0] == "M" or kind[c] == "Cf" or chr(c) in WITHIN) and chr(c) not in letters]
    apart = [c for c in basic if kind[c][0] in "PSZN" or kind[c] in {"Cc", "Lm"}]
    apart = [c for c in apart if c not in set(dropped) and chr(c) not in letters]
    digits = {chr(c): str(unicodedata.digit(chr(c))) for c in basic if kind[c] == "Nd"}
    pairs = {unicodedata.normalize("NFD", letter): letter for letter in LETTERS if unicodedata.decomposition(letter)}
    table = {"pairs": pairs, "letters": letters, "digits": digits, "dropped": ranges(dropped), "apart": ranges(apart)}
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(json.dumps(table, indent=0, sort_keys=True) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
