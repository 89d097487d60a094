"""Plain folding of names for bookkeeping: which names count as the same name here. No matcher takes part."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from normality import ascii_text

_WORD = re.compile(r"[^\W_]+")
#: Words that join the parts of a name and say nothing alone.
JOINING = frozenset(
    "al el ul ad as ash an ar at bin ben ibn bint de del la las los da do dos das y e van von der".split()
)


@lru_cache(maxsize=1 << 18)
def words(name: str) -> tuple[str, ...]:
    """Lower-case ASCII words of a name.

    >>> words("José AL-ṬAYYIB")
    ('jose', 'al', 'tayyib')
    """
    return tuple(_WORD.findall((ascii_text(name) or "").casefold().replace("'", "").replace("`", "")))


@lru_cache(maxsize=1 << 18)
def key(name: str) -> str:
    """Words in alphabetical order without joining words: equal keys count as the same name.

    >>> key("BARAKAT, Assad Ahmad al-") == key("Assad Ahmad Barakat")
    True
    """
    telling = [word for word in words(name) if word not in JOINING]
    return " ".join(sorted(telling or words(name)))


@lru_cache(maxsize=1 << 18)
def script(name: str) -> str:
    """Script of most letters of a name: ``latin``, ``cyrillic``, ``arabic``, ``han``, …; empty without letters.

    >>> script("Иван"), script("محمد"), script("金"), script("7-28")
    ('cyrillic', 'arabic', 'han', '')
    """
    found: dict[str, int] = {}
    for character in name:
        if character.isalpha():
            first = unicodedata.name(character, "unknown").split()[0].casefold()
            found[first] = found.get(first, 0) + 1
    most = max(sorted(found), key=lambda name: found[name], default="")
    return {"cjk": "han", "hiragana": "japanese", "katakana": "japanese"}.get(most, most)
