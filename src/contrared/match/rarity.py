"""How telling a name or a number is: the rarer, the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from contrared.match.profile import Profile
from contrared.match.tokens import NameForm

#: Bits of a token that a corpus has never seen, and of every token where there is no corpus.
DEFAULT_BITS = 11.0
#: A rare spelling of a common name is at most that much rarer than the name.
SPELLING_BITS = 3.0

#: A corpus of fewer parties says little of how common a name is in the world; it counts as one of that many.
SMALL = 4096
#: A part that about one party in three hundred bears, or fewer, is rare.
RARE_BITS = 8.2

Identifier = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rarity:
    """Bits of information of name tokens, ``log2(parties / parties that bear the token)``, and what tells nobody apart.

    Attributes:
        parties: Number of parties counted.
        counts: Number of parties that bear each token's skeleton.
        spellings: Number of parties that bear each token as spelt.
        ambiguous: Full names that two parties of one dataset bear: such a name tells nobody apart, in any dataset.
        shared: Identifiers that two parties of one dataset bear, likewise.
    """

    parties: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    shared: frozenset[Identifier] = frozenset()
    _weights: dict[tuple[str, ...], tuple[float, ...]] = field(default_factory=dict, repr=False, compare=False)
    _totals: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def bits(self, skeleton: str) -> float:
        """Bits of one skeleton."""
        return self._bits(self.counts.get(skeleton))

    def weights(self, form: NameForm) -> tuple[float, ...]:
        """Bits of each token of a name, as spelt, but little above those of its skeleton."""
        known = self._weights.get(form.tokens)
        if known is None:
            known = tuple(
                min(self._bits(self.spellings.get(token)), self._bits(self.counts.get(code)) + SPELLING_BITS)
                for token, code in zip(form.tokens, form.skeletons, strict=True)
            )
            self._weights[form.tokens] = known
        return known

    def total(self, form: NameForm) -> float:
        """Bits of a whole name, whatever the order of its tokens."""
        known = self._totals.get(form.key)
        if known is None:
            known = self._totals[form.key] = math.fsum(self.weights(form))
        return known

    def sole_bearer(self, form: NameForm) -> bool:
        """Whether no dataset has two bearers of a full name that has a rare part; false without a corpus.

        A name of common words alone (National Liberation Army) may be borne by someone whom no list has yet.
        """
        return self.parties > 0 and form.key not in self.ambiguous and max(self.weights(form)) >= RARE_BITS

    def _bits(self, count: int | None) -> float:
        if count is None or self.parties == 0:
            return DEFAULT_BITS
        return _bits(max(self.parties, SMALL), count)


@lru_cache(maxsize=1 << 14)
def _bits(parties: int, count: int) -> float:
    return max(1.0, math.log2(parties / count))


def rarity_of(profiles: Iterable[Profile]) -> Rarity:
    """Count the tokens, names and identifiers of a corpus, each once a party."""
    codes: Counter[str] = Counter()
    spellings: Counter[str] = Counter()
    bearers: Counter[tuple[str, str]] = Counter()
    holders: Counter[tuple[str, Identifier]] = Counter()
    parties = 0
    for profile in profiles:
        parties += 1
        forms = (*profile.names, *profile.weak)
        codes.update({code for form in forms for code in form.skeletons})
        spellings.update({token for form in forms for token in form.tokens})
        bearers.update({(profile.dataset, form.key) for form in forms})
        holders.update((profile.dataset, identifier) for identifier in profile.identifiers)
    return Rarity(
        parties,
        dict(codes),
        dict(spellings),
        frozenset(key for (_, key), count in bearers.items() if count > 1),
        frozenset(identifier for (_, identifier), count in holders.items() if count > 1),
    )
