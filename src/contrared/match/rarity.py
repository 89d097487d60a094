"""How telling a token is: the rarer, the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from contrared.match.profile import Profile

#: Bits of a token that a corpus has never seen, and of every token where there is no corpus.
DEFAULT_BITS = 11.0


@dataclass(frozen=True, slots=True)
class Rarity:
    """Bits of information of name tokens: ``log2(parties / parties that bear the token)``.

    Attributes:
        parties: Number of parties counted.
        counts: Number of parties that bear each token's skeleton.
        ambiguous: Full names that two parties of one dataset bear: such a name tells nobody apart, in any dataset.
    """

    parties: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()

    def bits(self, skeleton: str) -> float:
        """Bits of one skeleton."""
        count = self.counts.get(skeleton)
        if count is None or self.parties == 0:
            return DEFAULT_BITS
        return max(1.0, math.log2(self.parties / count))

    def sole_bearer(self, key: str) -> bool:
        """Whether no dataset has two bearers of a full name; false without a corpus."""
        return self.parties > 0 and key not in self.ambiguous


def rarity_of(profiles: Iterable[Profile]) -> Rarity:
    """Count the tokens of a corpus, each once a party."""
    counts: Counter[str] = Counter()
    bearers: Counter[tuple[str, str]] = Counter()
    parties = 0
    for profile in profiles:
        parties += 1
        counts.update({code for form in (*profile.names, *profile.weak) for code in form.skeletons})
        bearers.update({(profile.dataset, form.key) for form in (*profile.names, *profile.weak)})
    ambiguous = frozenset(key for (_, key), count in bearers.items() if count > 1)
    return Rarity(parties, dict(counts), ambiguous)
