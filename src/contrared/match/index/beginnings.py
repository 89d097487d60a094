"""Finding entries by beginnings of the words of their names, as somebody types: a search in the sorted table of tokens.

Tokens of one beginning are neighbours in the table and so are their postings, so that each word typed is one slice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contrared.match.index.parts import Parts
from contrared.match.profile import Profile
from contrared.match.tokens import PARTICLES, NameForm, fold, name_form

#: Words of what was typed that are looked up.
MOST_WORDS = 8
#: Parties looked at closely: those with most words whole, then those with the shortest and commonest names.
POOL = 50
#: More than the bits of any name, so that a whole word goes before them.
WHOLE = 10_000.0
#: Sorts after every letter that a token may go on with.
_LAST_LETTER = "\U0010ffff"
_SEPARATORS = re.compile(r"[^\w]+|_")

Words = tuple[str, ...]


class Begun(NamedTuple):
    """A party one of whose names has words that begin as typed; the least comes first.

    Attributes:
        later: Whether the name begins otherwise than what was typed.
        at: Position of the first word that begins so.
        further: Words of the name that nobody typed.
        name: The name.
        entity_id: Id of the party.
        number: Its number in the index.
    """

    later: bool
    at: int
    further: int
    name: str
    entity_id: str
    number: int


class Beginnings:
    """Looks up beginnings of words in the parts of a segment."""

    def __init__(self, parts: Parts) -> None:
        self._tokens = bytes(parts.blobs["tokens"]).decode("utf-8", "surrogatepass").split("\n")
        self._offsets: NDArray[np.uint64] = parts.arrays["posting_offsets"]
        self._rows: NDArray[np.uint32] = parts.arrays["posting_rows"]
        self._entity: NDArray[np.uint32] = np.asarray(parts.arrays["row_entity"])
        self._bits: NDArray[np.float32] = np.asarray(parts.arrays["row_bits"])

    def find(self, typed: str, limit: int, profile: Callable[[int], Profile]) -> list[Begun]:
        """Parties with a name that has, for each word typed, a word that begins with it; best first.

        Names that begin as typed come before those that only hold such words, short ones before long ones.

        Args:
            typed: What was typed so far.
            limit: At most so many.
            profile: Gives the profile of a party by its number.
        """
        readings = words_of(typed)
        begins = fold(typed).strip()
        found: dict[int, Begun] = {}
        for words in readings:
            for number in self._pool(words, max(POOL, limit)):
                listed = profile(number)
                ranked = [_ranked(words, begins, form, listed, number) for form in (*listed.names, *listed.weak)]
                for begun in ranked:
                    if begun is not None and (number not in found or begun < found[number]):
                        found[number] = begun
        return sorted(found.values())[:limit]

    def _pool(self, words: Words, most: int) -> list[int]:
        """Numbers of the parties worth a closer look, ascending."""
        size = len(self._entity)
        every: NDArray[np.bool_] | None = None
        whole = np.zeros(size, np.float32)
        for word in words:
            first = bisect_left(self._tokens, word)
            last = bisect_left(self._tokens, word + _LAST_LETTER, first)
            if last == first:
                return []
            here = np.zeros(size, bool)
            here[self._slice(first, last)] = True
            every = here if every is None else every & here
            if self._tokens[first] == word:
                whole[self._slice(first, first + 1)] += 1
        if every is None:
            return []
        rows = np.flatnonzero(every)
        worse = self._bits[rows] - WHOLE * whole[rows]
        if len(rows) > most:
            last_taken = np.partition(worse, most - 1)[most - 1]
            rows = np.concatenate((rows[worse < last_taken], rows[worse == last_taken]))[:most]
        return sorted(set(self._entity[rows].tolist()))

    def _slice(self, first: int, last: int) -> NDArray[Any]:
        return self._rows[int(self._offsets[first]) : int(self._offsets[last])]


def words_of(typed: str) -> list[Words]:
    """The ways in which what was typed can be taken apart, as names of persons and of others are; each once.

    A particle is passed over, unless it stands last: then it may be the beginning of another word.

    >>> words_of("Tareck el Aiss")
    [('tareck', 'aiss')]
    >>> words_of("Carlos de")
    [('carlos', 'de'), ('carlos',)]
    """
    plain = [word for word in _SEPARATORS.split(fold(typed)) if word]
    last = plain[-1:]
    ways: list[Sequence[str]] = [[word for word in plain[:-1] if word not in PARTICLES] + last]
    ways += [name_form(typed, person=person).tokens for person in (True, False)]
    cut = (tuple(way)[:MOST_WORDS] for way in ways)
    return list(dict.fromkeys(way for way in cut if way))


def _ranked(words: Words, begins: str, form: NameForm, listed: Profile, number: int) -> Begun | None:
    """How well a name goes on from what was typed; None where a word is missing."""
    at = _places(words, form.tokens)
    if at is None:
        return None
    later = not fold(form.text).startswith(begins)
    return Begun(later, at, max(0, len(form.tokens) - len(words)), form.text, listed.entity_id, number)


def _places(words: Iterable[str], tokens: Sequence[str]) -> int | None:
    """Position of the first token that begins with one of the words, where each word begins one; else None.

    Two neighbours written as one word count too.
    """
    joined = [*tokens, *(first + second for first, second in pairwise(tokens))]
    found = []
    for word in words:
        at = next((at for at, token in enumerate(joined) if token.startswith(word)), None)
        if at is None:
            return None
        found.append(at % max(1, len(tokens)))
    return min(found, default=None)
