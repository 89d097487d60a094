"""Names as comparable tokens: folded, particles and legal forms set apart, with a spelling-tolerant skeleton."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from normality import ascii_text
from rigour.names import remove_org_types

#: Words between names that carry no identity by themselves.
PARTICLES = frozenset(
    "al el ul ad as ar an az ash at ed es le la los las les de del della di da das do dos du den der des van von "
    "bin ibn ben bint ould wuld oglu ogly zade y e i and the of for mr mrs ms dr haji hajj mullah maulavi maulawi "
    "mawlawi qari sheikh shaykh general colonel".split()
)
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
    """

    text: str
    tokens: tuple[str, ...]
    skeletons: tuple[str, ...]
    key: str


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Latin letters without accents, lower case; other scripts are transliterated (ICU)."""
    if not text.isascii():
        text = ascii_text(text)
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
    folded = fold(text if person else _BRACKETED.sub("", text) or text)
    folded = _ABBREVIATED.sub(lambda match: match[0].replace(".", ""), folded)
    folded = _APOSTROPHES.sub("", folded)
    if not person:
        bare = remove_org_types(folded) or folded
        # What rigour takes for a legal form may be a Roman numeral, which tells sister companies apart.
        numerals = [word for word in _ROMAN.findall(folded) if word not in _ROMAN.findall(bare)]
        folded = " ".join((bare, *numerals))
    words = [word for word in _SEPARATORS.split(folded) if word]
    dropped = PARTICLES if person else COMMON_WORDS
    kept = [word for word in words if word not in dropped] or words
    tokens: list[str] = []
    for word in kept:
        servant = _SERVANT.match(word) if person and len(word) > 6 else None
        whole = "abd" if person and word in _SERVANT_WORDS else word
        tokens.extend(("abd", word[servant.end() :]) if servant else (whole,))
    return NameForm(text, tuple(tokens), tuple(skeleton(token) for token in tokens), " ".join(sorted(tokens)))
