"""Names as sets of codes: order-free, tolerant of spelling, the same on every machine.

A name is spelt in Latin letters by a frozen table, cut into words, freed of particles and titles, and each word is
coded at the level of Soundex (R. C. Russell, US patents 1,261,167 of 1918 and 1,435,663 of 1922): its first letter,
then the classes of the consonants that follow. Three things differ: a vowel always parts two consonants, so that a name
written without vowels, as in Arabic, has the code of the same name with them; first letters that transliterations
confuse are one; and a code has at most five places.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from contrared.share.keys.tables import table

_REPEATED = re.compile(r"(.)\1+")
#: Articles and "servant of" written together with the word they belong to.
_SERVANT = re.compile(r"abd[aeiou]?(?:l|(?=[rszn]))(.{4,})")
_ARTICLE = re.compile(r"[ae]l(?=[b-df-hj-np-tv-z])(.{4,})")


@cache
def _spelling() -> dict[int, str]:
    letters = table("letters")
    spelling = {ord(letter): latin for letter, latin in letters["letters"].items()}
    spelling |= {ord(digit): latin for digit, latin in letters["digits"].items()}
    for name, stands_for in (("dropped", ""), ("apart", " ")):
        for first, last in letters[name]:
            spelling |= {code: spelling.get(code, stands_for) for code in range(first, last + 1)}
    return spelling


@cache
def _sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    rules = table("rules")
    return (
        frozenset(rules["particles"]) | frozenset(rules["titles"]),
        frozenset(rules["servant"]),
        frozenset(rules["servant_of"]),
    )


def spelt(text: str) -> list[str] | None:
    """The words of a text in letters a to z and digits, or None where a letter is in no table.

    >>> spelt("Абу-Бакр O'Neill")
    ['abu', 'bakr', 'oneill']
    >>> spelt("王伟") is None
    True
    """
    for pair, letter in table("letters")["pairs"].items():
        text = text.replace(pair, letter)
    spelling = _spelling()
    parts = [spelling.get(ord(letter)) for letter in text]
    return None if None in parts else "".join(part or "" for part in parts).split()


@lru_cache(maxsize=1 << 17)
def code(word: str) -> str:
    """The code of one word.

    >>> code("mohammed"), code("muhammad"), code("mhmd")
    ('m53', 'm53', 'm53')
    """
    rules = table("rules")
    word = _REPEATED.sub(r"\1", word)
    for pattern in (_SERVANT, _ARTICLE):
        if found := pattern.fullmatch(word):
            word = found[1]
    for digraph, letter in rules["digraphs"]:
        word = word.replace(digraph, letter)
    classes = rules["classes"]
    before = classes.get(word[0])
    coded = _first(word)
    for letter in word[1:]:
        group = classes.get(letter)
        if group is not None and group != before:
            coded += group
        before = group
    return coded[: rules["code_length"]]


def _first(word: str) -> str:
    rules = table("rules")
    if word[0] != "c":
        return str(rules["first"].get(word[0], word[0]))
    after = word[1:2]
    return "c" if after == "h" else "s" if after and after in rules["first_soft_c"] else "k"


def codes(name: str) -> tuple[str, ...] | None:
    """The distinct codes of the parts of a name, sorted; None where a letter is in no table.

    >>> codes("Usama bin Muhammad bin Awad BIN LADIN")
    ('a25', 'a3', 'l35', 'm53')
    """
    words = spelt(name)
    if words is None:
        return None
    dropped, servant, servant_of = _sets()
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in servant and word in servant_of:
            joined[-1] = "abdulah"
        elif word.isalpha():
            joined.append(word)
    whole = [word for word in joined if len(word) > 1]
    kept = [word for word in whole if word not in dropped] or whole
    found = dict.fromkeys(code(word) for word in kept)
    return tuple(sorted(list(found)[: table("rules")["most_codes"]]))
