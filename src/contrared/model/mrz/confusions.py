"""Characters of OCR-B that readers and typists take for one another."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from contrared.model.mrz.checkdigit import ALPHABET, FIGURES
from contrared.model.mrz.formats import Allowed

#: Taken for one another every day: a letter for a figure of the same outline, ``K`` for the filler.
_USUAL = "0O 0D 0Q 1I 1L 2Z 5S 6G 8B UV OQ OD K<"
#: Taken for one another on worn or badly lit pages.
_RARER = "4A 1T 7T 7Y 7Z 9G 17 38 35 56 68 08 06 89 0U 0C CG EF MN PR VY XK HN C< L< E< S<"

USUAL, RARER, ANY = 1, 2, 3

_FIGURES = frozenset(FIGURES)
_ALLOWED: Mapping[Allowed, frozenset[str]] = MappingProxyType(
    {
        Allowed.DIGITS: _FIGURES,
        Allowed.CHECK: _FIGURES,
        Allowed.LETTERS: frozenset(ALPHABET) - _FIGURES,
        Allowed.MIXED: frozenset(ALPHABET),
    }
)


def _table() -> Mapping[str, tuple[tuple[str, int], ...]]:
    table: dict[str, list[tuple[str, int]]] = {character: [] for character in ALPHABET}
    for pairs, cost in ((_USUAL, USUAL), (_RARER, RARER)):
        for pair in pairs.split():
            one, other = pair[0], pair[1]
            table[one].append((other, cost))
            table[other].append((one, cost))
    return MappingProxyType({character: tuple(others) for character, others in table.items()})


_TABLE = _table()


def belongs(character: str, allowed: Allowed) -> bool:
    """Whether a character may stand at a place of this kind; the filler may wherever there is no check digit."""
    return character in _ALLOWED[allowed] or (character == "<" and allowed is Allowed.DIGITS)


def lookalikes(character: str, allowed: Allowed) -> tuple[tuple[str, int], ...]:
    """What may have been printed where this character was read, likeliest first, with how unlikely each is (1–3).

    A sign no zone has may have been anything.

    >>> lookalikes("S", Allowed.DIGITS)
    (('5', 1),)
    """
    allowed_here = _ALLOWED[allowed]
    if character not in _TABLE:
        return tuple((other, ANY) for other in ALPHABET if other in allowed_here)
    return tuple((other, cost) for other, cost in _TABLE[character] if other in allowed_here)
