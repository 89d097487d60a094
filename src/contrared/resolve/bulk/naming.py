"""Names of a register taken apart: which words are given names and which family names, as the register itself tells."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from contrared.match.nicknames import nickname_groups
from contrared.match.tokens import PARTICLES, TITLES, fold, skeleton

#: A name is taken for one whose given and family name changed places where that is so many times likelier (log).
TURNED = 3.0
_APOSTROPHES = re.compile(r"['’`ʻʼʿʾ‘´\"]")
_WORDS = re.compile(r"[^\W_]+")
_folded = lru_cache(maxsize=1 << 18)(fold)


@dataclass(frozen=True, slots=True)
class Parts:
    """A person's name in parts, folded.

    Attributes:
        given: First given name; empty where there is none.
        further: Further given names.
        family: Family names, in order.
    """

    given: str
    further: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name."""
        return tuple(word for word in (self.given, *self.further, *self.family) if word)


def words(text: str) -> list[str]:
    """Words of a name, folded, without titles and particles.

    >>> words("Dr. María de la O'Hara")
    ['maria', 'ohara']
    """
    # Word by word, as words recur in a register where whole names do not.
    found = [word for part in _WORDS.findall(_APOSTROPHES.sub("", text)) for word in _folded(part).split()]
    while len(found) > 2 and found[0] in TITLES:
        del found[0]
    return [word for word in found if word not in PARTICLES] or found


class Usage:
    """How often a word stands first among given names, and last among family names, in one register.

    Args:
        names: ``(given words, family words)`` of each entry; a name that is written whole has its first word on the
            left and its last on the right.
    """

    def __init__(self, names: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        self._given: Counter[str] = Counter()
        self._family: Counter[str] = Counter()
        for given, family in names:
            if given and family:
                self._given[given[0]] += 1
                self._family[family[-1]] += 1

    def leaning(self, word: str) -> float:
        """Log-odds that a word is a given name rather than a family name; 0 where the register does not know it."""
        return math.log((self._given[word] + 0.5) / (self._family[word] + 0.5))

    def parts(self, given: Sequence[str], family: Sequence[str], whole: Sequence[str]) -> Parts:
        """A name in parts.

        Where it is written whole, its first word is taken for a given name and its last for a family name, and each
        between them for what it mostly is in this register. Where everything says that given and family name changed
        places, they are put back.

        Args:
            given: Words of the columns for given names.
            family: Words of the columns for family names.
            whole: Words of the name as written whole.
        """
        if not given and not family:
            given, family = self._split(whole)
        if given and family and self._turned(given, family):
            given, family = family, given
        return Parts(given[0] if given else "", tuple(given[1:]), tuple(family))

    def _split(self, whole: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        if len(whole) < 2:
            return ((), whole) if whole and self.leaning(whole[0]) <= 0 else (whole, ())
        end = 1
        while end < len(whole) - 1 and self.leaning(whole[end]) > 0:
            end += 1
        backward = self._backward(whole) if self.leaning(whole[0]) < 0 < self.leaning(whole[-1]) else None
        return backward or (whole[:end], whole[end:])

    def _backward(self, whole: Sequence[str]) -> tuple[Sequence[str], Sequence[str]] | None:
        """The family names written first."""
        if self.leaning(whole[-1]) - self.leaning(whole[0]) <= TURNED:
            return None
        start = len(whole) - 1
        while start > 1 and self.leaning(whole[start - 1]) > 0:
            start -= 1
        return whole[start:], whole[:start]

    def _turned(self, given: Sequence[str], family: Sequence[str]) -> bool:
        return self.leaning(family[-1]) - self.leaning(given[0]) > TURNED and self.leaning(family[0]) > 0


def codes(names: Sequence[str]) -> list[str]:
    """Spelling-tolerant codes of words, each once, in order."""
    return list(dict.fromkeys(skeleton(name) for name in names))


def pet_groups(name: str) -> list[int]:
    """Numbers of the groups of pet forms that a given name belongs to."""
    return sorted(nickname_groups(name))
