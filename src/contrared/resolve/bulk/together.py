"""Which links bring groups together that belong together as a whole.

One link is no proof that two groups are one party when their other members speak against it. So two groups are joined
unless the mean weight of all pairs across them speaks against it: average linkage (Sokal & Michener, Univ. Kansas Sci.
Bull. 38, 1409, 1958), the strongest link first. Where clerks err often two entries of one party may look like two,
which a third that is like both shows to be one; so the mean must be clearly against it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from contrared.resolve.forest import Forest

Pair = tuple[str, str]

#: Bits of a pair that shares no key or is so unlikely that its weight was not kept.
UNSEEN = -6.0
#: Bits that one pair counts for at most, so that it does not outweigh all others.
MOST = 12.0
#: Mean weight of the pairs across two groups up to which they are not joined. On made registers of three degrees of
#: error 0 loses up to .05 of recall where errors are many, and -4 keeps up to .04 less precision.
AGAINST = -2.0


def outweighed(drafted: Sequence[Pair], weights: Mapping[Pair, float]) -> set[Pair]:
    """Links that would join two groups whose pairs together speak against it.

    Args:
        drafted: Links, the strongest first, each with the smaller id first.
        weights: Weight of every pair that was weighed, bits, the prior's own included.

    >>> weights = {("a", "b"): 9.0, ("b", "c"): 3.0, ("a", "c"): -8.0}
    >>> outweighed([("a", "b"), ("b", "c")], weights)
    {('b', 'c')}
    >>> outweighed([("a", "b"), ("b", "c")], {**weights, ("a", "c"): -2.0})
    set()
    """
    forest, against = Forest(), set[Pair]()
    for left, right in drafted:
        if forest.find(left) == forest.find(right):
            continue
        mine, theirs = forest.cluster(left), forest.cluster(right)
        if len(mine) > 1 or len(theirs) > 1:
            # The exact sum: members come in no order.
            told = math.fsum(
                min(MOST, weights.get((min(one, other), max(one, other)), UNSEEN)) for one in mine for other in theirs
            )
            if told <= AGAINST * len(mine) * len(theirs):
                against.add((left, right))
                continue
        forest.join(left, right)
    return against
