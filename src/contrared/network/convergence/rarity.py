"""How rare a shared thing is: an address of 300 companies is a registration agent, not a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma, log

#: Holders from which a shared thing is busy: it speaks against a tie rather than for one.
BUSY = 10


@dataclass(frozen=True, slots=True)
class SharedThing:
    """Something that several parties hold.

    Attributes:
        thing: The identifier, address, telephone.
        holders: Ids of those that hold it, sorted.
        newman: Weight of a tie between two of its k holders, 1/(k-1) (Newman, Phys. Rev. E 64, 016132, 2001).
        idf: log(N/k) / log(N) for N parties: 1 if one holds it, 0 if all do (Spärck Jones, J. Doc. 28, 11, 1972).
        busy: Whether so many hold it that it is a reason against a tie.
    """

    thing: str
    holders: tuple[str, ...]
    newman: float
    idf: float
    busy: bool


def shared_things(holdings: Iterable[tuple[str, str]], *, parties: int, busy: int = BUSY) -> tuple[SharedThing, ...]:
    """The things that two parties or more hold, the rarest first, then by name.

    Args:
        holdings: Party and thing.
        parties: Number of parties there are, holders or not.
        busy: Holders from which a thing is busy.

    >>> found = shared_things([("a", "tel 1"), ("b", "tel 1"), ("c", "tel 2")], parties=100)
    >>> [(item.thing, item.holders, item.newman, round(item.idf, 3)) for item in found]
    [('tel 1', ('a', 'b'), 1.0, 0.849)]
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for party, thing in holdings:
        holders[thing].add(party)
    shared = [(len(found), thing, tuple(sorted(found))) for thing, found in holders.items() if len(found) > 1]
    return tuple(
        SharedThing(thing, found, 1.0 / (k - 1), log(parties / k) / log(parties) if parties > k else 0.0, k >= busy)
        for k, thing, found in sorted(shared)
    )


def chance_of_overlap(first: int, second: int, common: int, things: int) -> float:
    """Chance that two parties with so many things of a stock have so many or more in common (hypergeometric tail).

    Args:
        first: Things the one holds.
        second: Things the other holds.
        common: Things both hold.
        things: Things there are.

    >>> round(chance_of_overlap(3, 3, 1, 10), 6)
    0.708333
    """
    if not (0 <= first <= things and 0 <= second <= things):
        raise ValueError(f"nobody holds {first} or {second} of {things} things")
    low, high = max(common, first + second - things, 0), min(first, second)
    whole = _choose(things, second)
    return min(
        1.0, sum(exp(_choose(first, x) + _choose(things - first, second - x) - whole) for x in range(low, high + 1))
    )


def holders_of(weight: float) -> int:
    """Holders of a thing from the weight of a tie over it, 1/(k-1).

    >>> holders_of(1.0), holders_of(0.25)
    (2, 5)
    """
    return round(1.0 / weight) + 1


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
