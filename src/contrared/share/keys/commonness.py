"""How common codes and dates are: what keeps a key from being asked, and what a match of it is worth."""

from __future__ import annotations

import math
from functools import lru_cache

from contrared.share.keys.tables import table


@lru_cache(maxsize=1 << 17)
def share_of(code: str) -> float:
    """Share of persons with this code among their names, by the frozen table; a code it lacks is held by one of it."""
    common = table("common")
    return float(common["shares"].get(code, common["rarest"]))


def bits_of(code: str) -> float:
    """How much a match of this code says: minus the binary logarithm of its share."""
    return -math.log2(share_of(code))


def too_common_alone(code: str) -> bool:
    """Whether a code together with a full birth date would still fit too many."""
    return share_of(code) > float(table("rules")["single_code_share"])


def too_common_together(one: str, other: str) -> bool:
    """Whether a pair of codes together with only part of a birth date would fit too many."""
    return share_of(one) * share_of(other) > float(table("rules")["pair_share"])
