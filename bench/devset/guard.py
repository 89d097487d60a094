"""Keeps a made-up person from being a listed one by accident.

A made name is refused when the facts it comes with allow it to be a listed party (other than the one it is set
against on purpose, whose exact name it may not bear either) and one of these holds:

- its key (ASCII words in alphabetical order, joining words aside) is that of one of the party's names;
- its words, spellings of one family taken as one (Muhammad, Mohamed), are all in one of the party's names or include
  all words of one, with at least two words shared: as far as names go, that could be the party;
- its key is nearly that of the nearest listed name (at least 90 of 100 by edit distance).

Facts allow it when birth years are unknown on a side or no more than one year apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import combinations

from .groups import may_agree, years
from .keys import key
from .listed import Listed
from .register import NEARLY, Register
from .spellings import first_spelling

FEWEST_SHARED = 2
_MOST_WORDS = 9


class Guard:
    """Bookkeeping of the words of listed names of one kind of party.

    Args:
        register: The listed parties.
        kind: ``person``, ``organisation`` or ``vessel``.
    """

    def __init__(self, register: Register, kind: str) -> None:
        self.register = register
        self.kind = kind
        self._whole: dict[frozenset[str], list[Listed]] = defaultdict(list)
        self._bearing: dict[str, set[frozenset[str]]] = defaultdict(set)
        for entry in register.entries:
            if entry.kind == kind:
                for name in entry.names:
                    said = folded(name)
                    self._whole[said].append(entry)
                    for word in said:
                        self._bearing[word].add(said)

    def refuses(self, name: str, born: Collection[int], *, target: str = "", same_name: bool = False) -> bool:
        """Whether a made name could be a listed party.

        Args:
            name: The name.
            born: Years of birth the query states; empty if none.
            target: Canonical id of the party it is set against, or empty.
            same_name: Whether it bears the target's name on purpose.
        """
        if self.register.taken(name, list(born), besides=target if same_name else ""):
            return True
        if same_name:
            return False
        return any(may_agree(years(entry), born) for entry in self._contained(name))

    def near(self, name: str, born: Collection[int], nearest: Listed, likeness: float, *, target: str = "") -> bool:
        """Whether the nearest listed name is so near that it could be a slip of the pen for it."""
        return likeness >= NEARLY and self.register.canonical[nearest.id] != target and may_agree(years(nearest), born)

    def _contained(self, name: str) -> list[Listed]:
        said = folded(name)
        if len(said) < FEWEST_SHARED:
            return []
        found: set[frozenset[str]] = set()
        known = [self._bearing.get(word, set()) for word in sorted(said)]
        wider = set.intersection(*known) if all(known) else set()
        found.update(whole for whole in wider if self.kind == "person" or whole == said)
        if len(said) <= _MOST_WORDS and self.kind == "person":
            for size in range(FEWEST_SHARED, len(said)):
                found.update(
                    whole for words in combinations(sorted(said), size) if (whole := frozenset(words)) in self._whole
                )
        return [entry for whole in found for entry in self._whole[whole]]


def folded(name: str) -> frozenset[str]:
    """Words of a name's key, each as the first spelling of its family.

    >>> folded("Mohamed AL-HASAN") == folded("Hassan Muhammad")
    True
    """
    return frozenset(first_spelling(word) for word in key(name).split())
