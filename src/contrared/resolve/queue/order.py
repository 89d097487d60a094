"""The queue of pairs that wait for a person, in the order in which they are best looked at."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from typing import Any

from contrared.resolve.judgement import Judgement, Verdict, in_force

Pair = tuple[str, str]


class Order(StrEnum):
    """What comes first."""

    #: The pair most alike.
    BEST = "best"
    #: The pair whose joining or keeping apart changes most: entries of the one party times entries of the other.
    IMPACT = "impact"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair that waits.

    Attributes:
        left: Smaller entity id.
        right: Larger entity id.
        score: How alike the two are, 0 to 1.
        reasons: Reasons of the score, as the ledger has them.
        impact: Pairs of entries that would be joined: entries of the one party times entries of the other.
        unsure: The judgement in force, where somebody looked and could not say.
        passed: When this person passed it over, UTC; empty where they did not.
    """

    left: str
    right: str
    score: float
    reasons: tuple[Mapping[str, Any], ...]
    impact: int
    unsure: Judgement | None = None
    passed: str = ""

    @property
    def pair(self) -> Pair:
        """The two entities, smaller id first."""
        return (self.left, self.right)


def waiting(
    links: Iterable[Mapping[str, Any]],
    judgements: Iterable[Judgement],
    canonical: Mapping[str, str],
    *,
    hidden: Collection[str] = (),
    passed: Mapping[Pair, str] | None = None,
    order: Order = Order.BEST,
    blind: bool = False,
) -> list[Waiting]:
    """Pairs that nobody has decided, in a total order.

    First those nobody has looked at, then those somebody was unsure of, then those this person passed over, the
    longest ago first. Whoever looks blind gets the pairs of each group in an order that tells nothing of the score.

    Args:
        links: Candidates of the last resolution, as the ledger has them.
        judgements: Everything that was decided; what was decided since the resolution counts.
        canonical: Canonical id of each entity that was merged with another.
        hidden: Entities that this person may not see; a pair with one of them does not wait for this person.
        passed: Pairs this person passed over, and when.
        order: What comes first within a group.
        blind: Whether the score may show by the order.
    """
    standing = in_force(judgements)
    sizes = Counter(canonical.values())
    passed = passed or {}
    found = []
    for link in links:
        pair = (link["left_id"], link["right_id"])
        judged = standing.get(pair)
        verdict = judged.verdict if judged is not None else None
        if verdict in (Verdict.SAME, Verdict.DIFFERENT) or not {*pair}.isdisjoint(hidden):
            continue
        found.append(
            Waiting(
                left=pair[0],
                right=pair[1],
                score=link["score"],
                reasons=tuple(link["reasons"]),
                impact=prod(sizes.get(canonical.get(entity, entity), 1) for entity in pair),
                unsure=judged if verdict is Verdict.UNSURE else None,
                passed=passed.get(pair, ""),
            )
        )

    def place(item: Waiting) -> tuple[Any, ...]:
        group = (bool(item.passed), item.passed, item.unsure is not None)
        if blind:
            return (*group, hashlib.sha256("\0".join(item.pair).encode()).digest())
        first = (-item.score, -item.impact) if order is Order.BEST else (-item.impact, -item.score)
        return (*group, *first, item.pair)

    return sorted(found, key=place)
