"""Names as comparable tokens: folded, particles and legal forms set apart, with a spelling-tolerant skeleton."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from normality import ascii_text
from rigour.names import remove_org_types

from contrared.match.cyrillic import CYRILLIC

#: Words between names that carry no identity by themselves.
PARTICLES = frozenset(
    "al el ul ad as ar an az ash at ed es le la los las les de del della di da das do dos du den der des van von "
    "bin ibn ben bint ould wuld oglu ogly zade y e i and the of for mr mrs ms dr haji hajj mullah maulavi maulawi "
    "mawlawi qari sheikh shaykh general colonel".split()
)
#: Titles before a name, dropped where at least two more words follow.
TITLES = frozenset(
    "mr mrs ms miss dr doctor prof professor eng engr engineer ing ingeniero lic licenciado don dona dom sir sr sra "
    "srta senor senora hon rev father fr brother sister capt captain major maj col colonel coronel gen general lt "
    "lieutenant sgt commander comandante haji hajji hajj hadji alhaj mullah mulla maulana maulavi maulawi mawlawi "
    "mawlana qari hafiz sheikh shaikh shaykh sheik cheikh ustad ustaz sayyid sayed syed seyed prince "
    "princess amir emir monsieur madame mme herr frau gospodin graf president minister".split()
)
#: Words between a child's name and the father's.
FATHER_WORDS = frozenset({"bin", "ibn", "ben", "bint", "binti", "ould", "wuld", "walad"})
#: What stands before the name of a ship and is none of it.
_SHIP = re.compile(
    r"^(?:m\W?v|m\W?t|m\W?s|s\W?s|f\W?v|m\W?y|t\W?b|lpg\W?c|mts|motor (?:vessel|tanker)|vessel|ship)\b\W+(?=\w)"
)
#: Tokens of a name; one with more is no name, and is looked at no further, nor twice at the same token.
MOST_TOKENS = 40
#: Short forms that are written for the whole name.
_WRITTEN_SHORT = {"mohd": "mohammed", "muhd": "muhammad", "mhd": "mohammed", "mohmd": "mohammed"}
#: The same words where vowels are not written: bin, bint, walad.
_VOWELLESS_PARTICLES = frozenset({"bn", "bnt", "wld", "al"})
_VOWELLESS_SERVANT = re.compile(r"^bd(?:al|l)?(?=[a-z]{2})")
_ROMANS = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_NUMBER_WORDS = frozenset({"no", "nr", "num", "number"})
#: Scripts that write consonants only: Hebrew, Arabic and Syriac.
_VOWELLESS = re.compile(r"[\u0590-\u074f\u0750-\u077f\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
#: A syllable of Hangul, which is a part of a name of its own; the surname that is written I and read Yi, Ri or Lee.
_HANGUL = re.compile(r"([\uac00-\ud7a3])")
_YI = re.compile(r"^\s*이(?=\s*[\uac00-\ud7a3])")
_FEMININE = str.maketrans({"\u0629": "\u0647"})
#: Words of organisations that say what, not who.
COMMON_WORDS = frozenset(
    "the of for and de del la las los y e da do dos das et und fi a al el "
    "company corporation co corp inc ltd limited llc organisation organization".split()
)

_SEPARATORS = re.compile(r"[^\w]+|_")
_APOSTROPHES = re.compile(r"['’`ʻʼʿʾ‘´\"]")
_SERVANT = re.compile(r"^abd(?:u|a|e)?(?:l|r|s|n|d|z|t)?(?=[bcdfghjklmnpqrstvwxyz]{1,2}[aeiou])")
#: The servant of, as a word of its own.
_SERVANT_WORDS = frozenset({"abd", "abdal", "abdel", "abdol", "abdul"})
_NO_NAMES = PARTICLES | _SERVANT_WORDS
#: An abbreviation in brackets after a name says the name again.
_BRACKETED = re.compile(r"\s*\([A-Z][A-Za-z&.\- ]{1,9}\)\s*$")
_ROMAN = re.compile(r"\bi{2,3}\b")
_ABBREVIATED = re.compile(r"\b(?:[a-z]\.){2,}")

_SKELETON_STEPS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"tsch|tch|tj", "c"),
        (r"sch|sh|ch|zh", "s"),
        (r"kh", "h"),
        (r"gh|g", "k"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh|dj", "d"),
        (r"ck|q|k|c(?![ei])", "k"),
        (r"c", "s"),
        (r"x", "ks"),
        (r"(?<=[aeo])w(?=[bcdfgklmnpqrstvz])", "u"),
        (r"w", "v"),
        (r"z", "s"),
        (r"^[jy]", "j"),
        (r"(?<=.)[jy]", "i"),
        (r"(?<=.)h(?=[bcdfgklmnpqrstv]|$)", ""),
    )
)
_VOWELS = re.compile(r"[aeiou]")
_REPEATED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class NameForm:
    """One name, ready to compare.

    Attributes:
        text: The name as given.
        tokens: Its tokens in order, folded, without particles and legal forms.
        skeletons: A spelling-tolerant form of each token.
        key: The tokens sorted and joined: equal keys are equal names up to order, case, accents and forms.
        vowelless: Whether it was written in a script without vowels.
        lineage: Pairs of a token and the one that a word such as ``bin`` names as the father's.
    """

    text: str
    tokens: tuple[str, ...]
    skeletons: tuple[str, ...]
    key: str
    vowelless: bool = False
    lineage: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Latin letters without accents, lower case; other scripts are transliterated (Cyrillic by BGN/PCGN, else ICU)."""
    if not text.isascii():
        # A question mark stands for a sign without a Latin letter, such as ayin.
        text = ascii_text(text.translate(CYRILLIC)).replace("?", "")
    return text.lower()


@lru_cache(maxsize=1 << 17)
def skeleton(token: str) -> str:
    """A code that common spellings of one name share: ``mohammed`` and ``muhammad``, ``hussein`` and ``husayn``.

    Digraphs of transliteration are folded, vowels after the first letter dropped, repeats squeezed. A token with a
    digit is its own skeleton.
    """
    if not token.isalpha() or len(token) <= 2:
        return token
    code = token
    for pattern, replacement in _SKELETON_STEPS:
        code = pattern.sub(replacement, code)
    first, rest = code[:1], code[1:]
    first = "a" if first in "aeiou" else first
    return _REPEATED.sub(r"\1", first + _VOWELS.sub("", rest)) or token


@lru_cache(maxsize=1 << 17)
def name_form(text: str, *, person: bool) -> NameForm:
    """Take a name apart.

    >>> name_form("Assad Ahmad al-BARAKAT", person=True).tokens
    ('assad', 'ahmad', 'barakat')
    >>> name_form("Minera del Sur S.A. de C.V.", person=False).tokens
    ('minera', 'sur')
    """
    vowelless = not text.isascii() and _VOWELLESS.search(text) is not None
    given = text.translate(_FEMININE) if vowelless else text
    if person and not text.isascii():
        given = _HANGUL.sub(r"\1 ", _YI.sub("리 ", given))
    folded = fold(given if person else _BRACKETED.sub("", given) or given)
    folded = _ABBREVIATED.sub(lambda match: match[0].replace(".", ""), folded)
    folded = _APOSTROPHES.sub("", folded)
    words = _person_words(folded) if person else _other_words(folded)
    tokens = _person_tokens(words, vowelless=vowelless) if person else words
    if len(tokens) > MOST_TOKENS:
        tokens = list(dict.fromkeys(tokens))[:MOST_TOKENS]
    return NameForm(
        text,
        tuple(tokens),
        tuple(skeleton(token) for token in tokens),
        " ".join(sorted(tokens)),
        vowelless,
        _lineage(folded) if person else (),
    )


def _person_words(folded: str) -> list[str]:
    words = [word for word in _SEPARATORS.split(folded) if word]
    while len(words) > 2 and words[0] in TITLES:
        del words[0]
    return [word for word in words if word not in PARTICLES] or words


def _person_tokens(words: list[str], *, vowelless: bool) -> list[str]:
    if vowelless:
        words = [word for word in words if word not in _VOWELLESS_PARTICLES] or words
    tokens: list[str] = []
    for word in words:
        servant = _SERVANT.match(word) if len(word) > 6 else None
        if servant is None and vowelless and len(word) > 4:
            servant = _VOWELLESS_SERVANT.match(word)
        whole = "abd" if word in _SERVANT_WORDS or (vowelless and word == "bd") else _WRITTEN_SHORT.get(word, word)
        tokens.extend(("abd", word[servant.end() :]) if servant else (whole,))
    return tokens


def _other_words(folded: str) -> list[str]:
    folded = _SHIP.sub("", folded)
    bare = remove_org_types(folded) or folded
    # What rigour takes for a legal form may be a Roman numeral, which tells sister companies apart.
    numerals = [word for word in _ROMAN.findall(folded) if word not in _ROMAN.findall(bare)]
    words = [word for word in _SEPARATORS.split(" ".join((bare, *numerals))) if word]
    if len(words) > 1:
        words = [_number(word) for at, word in enumerate(words) if not _is_number_word(words, at)]
    return [word for word in words if word not in COMMON_WORDS] or words


def _number(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    return _ROMANS.get(word, word)


def _is_number_word(words: list[str], at: int) -> bool:
    return words[at] in _NUMBER_WORDS and at + 1 < len(words) and words[at + 1].isdigit()


def _lineage(folded: str) -> tuple[tuple[str, str], ...]:
    """Who is called whose child: ``salman bin muhammad`` gives ``(("salman", "muhammad"),)``."""
    words = [word for word in _SEPARATORS.split(folded) if word]
    if FATHER_WORDS.isdisjoint(words):
        return ()
    found = []
    for at, word in enumerate(words):
        if word in FATHER_WORDS:
            before = next((w for w in reversed(words[:at]) if w not in _NO_NAMES), "")
            after = next((w for w in words[at + 1 :] if w not in _NO_NAMES), "")
            if before and after:
                found.append((skeleton(before), skeleton(after)))
    return tuple(found)
