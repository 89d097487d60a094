"""How two tokens of names are alike: which kind of likeness, and how close it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from contrared.match.nicknames import nickname_groups
from contrared.match.tokens import skeleton

#: Tokens shorter than this are not excused a slip, unless another letter of the same sound stands there.
SHORTEST_SLIP = 4
#: Tokens shorter than this are not excused two.
SHORTEST_TWO_SLIPS = 7
#: Letters that a truncated token keeps at least.
SHORTEST_START = 3
ARTICLES = ("al", "el", "ul", "as", "ad", "ar", "an", "at", "az", "ash")


class Likeness(NamedTuple):
    """A kind of likeness of two tokens.

    Attributes:
        kind: ``same``, ``spelling`` (one sound spelt two ways), ``nickname``, ``scan`` (letters a scanner or an eye
            confuses), ``slip`` (one edit), ``slips`` (two), ``far`` (only the consonants agree, or two edits in a
            short token), ``script`` (alike where one side is written without vowels), ``start`` (one is the beginning
            of the other), ``short`` (an abbreviation) or ``initial``.
        closeness: 0…1, how much of the token's weight the likeness keeps.
    """

    kind: str
    closeness: float


SAME = Likeness("same", 1.0)
SPELLING = Likeness("spelling", 0.95)
NICKNAME = Likeness("nickname", 0.85)
SCAN = Likeness("scan", 0.93)
SLIP = Likeness("slip", 0.88)
SHORT_SLIP = Likeness("slip", 0.7)
SLIPS = Likeness("slips", 0.72)
FAR = Likeness("far", 0.5)
SCRIPT = Likeness("script", 0.8)
START = Likeness("start", 0.65)
SHORT = Likeness("short", 0.75)
INITIAL = Likeness("initial", 0.45)

#: What an optical reader or a tired eye takes for another: to one form of each group.
_SCANNED = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "6": "b", "2": "z", "q": "g", "9": "g"})
_SCANNED_GROUPS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"), ("nn", "m"))
_ROOT_STEPS = (("kh", "h"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("gh", "k"), ("ph", "f"), ("x", "ks"))
_ROOT_LETTERS = str.maketrans({"q": "k", "g": "k", "c": "k", "z": "s", "v": "f", "p": "b"})
_UNWRITTEN = re.compile(r"[aeiouwy]|h$")
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def root(token: str) -> str:
    """The consonants that a script without vowels writes: ``mohammed`` and ``mhmd`` both give ``mhmd``.

    >>> root("hussein"), root("hsyn"), root("khalid"), root("khald")
    ('hsn', 'hsn', 'hld', 'hld')
    """
    code = token
    for digraph, letter in _ROOT_STEPS:
        code = code.replace(digraph, letter)
    return _REPEATED.sub(r"\1", _UNWRITTEN.sub("", code.translate(_ROOT_LETTERS)))


@lru_cache(maxsize=1 << 16)
def scanned(token: str) -> str:
    """A form that letters confused in reading share.

    >>> scanned("8arakat") == scanned("barakat"), scanned("carneiro") == scanned("cameiro")
    (True, True)
    """
    code = token
    for group, letter in _SCANNED_GROUPS:
        code = code.replace(group, letter)
    return code.translate(_SCANNED)


@lru_cache(maxsize=1 << 17)
def likeness(left: str, right: str, *, person: bool, vowelless: bool = False) -> Likeness | None:
    """How two tokens are alike, None where they are not; symmetric.

    Args:
        left: A token, folded.
        right: Another.
        person: Whether they are parts of a person's name.
        vowelless: Whether one of them was written in a script without vowels (Arabic, Hebrew).

    >>> likeness("mohammed", "muhammad", person=True).kind
    'spelling'
    >>> likeness("3", "4", person=False) is None
    True
    """
    if left == right:
        return SAME
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) == 1:
        return INITIAL if long[0] == short and short.isalpha() and long.isalpha() else None
    if not (left.isalpha() and right.isalpha()):
        return _with_digits(left, right)
    left_code = skeleton(left)
    if left_code == skeleton(right) and len(left_code) > 1:
        return SPELLING
    if person and not nickname_groups(left).isdisjoint(nickname_groups(right)):
        return NICKNAME
    if len(short) >= SHORTEST_SLIP and scanned(left) == scanned(right):
        return SCAN
    if vowelless and _same_root(left, right):
        return SCRIPT
    if len(long) - len(short) in (2, 3) and long[: len(long) - len(short)] in ARTICLES and long.endswith(short):
        return SPELLING
    return _edited(short, long) or _shortened(short, long, person=person) or _far(short, long)


def _with_digits(left: str, right: str) -> Likeness | None:
    """Numbers are equal or they are not; letters among which a digit strayed are a reader's slip."""
    if left.isdigit() or right.isdigit() or min(len(left), len(right)) < SHORTEST_SLIP:
        return None
    if sum(map(str.isdigit, left)) > 2 or sum(map(str.isdigit, right)) > 2:
        return None
    return SCAN if scanned(left) == scanned(right) else None


def _edited(short: str, long: str) -> Likeness | None:
    size, difference = len(short), len(long) - len(short)
    if difference > 2 or size < 3:
        return None
    distance = OSA.distance(short, long, score_cutoff=2)
    same_start = short[0] == long[0]
    if distance == 1:
        if size < SHORTEST_SLIP:
            return SHORT_SLIP if difference else None
        if same_start or difference or size >= 6:
            return SLIP
        return None  # Kamal is not Jamal
    if distance == 2 and size >= SHORTEST_TWO_SLIPS - 1 and (same_start or size >= SHORTEST_TWO_SLIPS + 1):
        return SLIPS
    return None


def _same_root(left: str, right: str) -> bool:
    mine, theirs = root(_without_article(left)), root(_without_article(right))
    return mine == theirs and (len(mine) > 1 or (len(mine) == 1 and len(left) <= 4 and len(right) <= 4))


def _far(short: str, long: str) -> Likeness | None:
    if short[0] != long[0] or len(short) < SHORTEST_SLIP:
        return None
    if len(long) - len(short) <= 2 and OSA.distance(short, long, score_cutoff=2) <= 2:
        return FAR
    code = root(short)
    return FAR if len(code) >= 2 and code == root(long) else None


def _shortened(short: str, long: str, *, person: bool) -> Likeness | None:
    if len(short) >= SHORTEST_START and long.startswith(short) and len(long) - len(short) >= 2:
        return START
    if not person and len(short) >= 2 and short[0] == long[0] and len(long) >= 5:
        letters = iter(long)
        if all(letter in letters for letter in short) and len(_REPEATED.sub(r"\1", short)) >= 2:
            return SHORT
    return None


def _without_article(token: str) -> str:
    return token[2:] if len(token) > 4 and token[:2] in ("al", "el") else token
