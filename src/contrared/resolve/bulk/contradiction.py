"""Pairs that no weight of evidence joins without a person: members of one household, and twins."""

from __future__ import annotations

import math
from collections.abc import Mapping

#: Fields that a household shares, and so prove nothing about which of its members an entry is about.
NUMBERS = ("national_id", "social_security", "passport", "tax", "registration", "lei")
#: Bits against one person that dates which differ altogether must be worth: where clerks get every third date wrong
#: they are worth less, and one that differs contradicts nothing.
CONTRADICTING = -2.0
#: The level of an e-mail address that is the same.
EMAIL = 4


def contradicted(levels: Mapping[str, int], dates: float = -math.inf) -> bool:
    """Whether the entries are rather two members of one family than one person.

    Address, telephone, family name and, for twins, birth date agree in a household, each time for the same reason, so
    that their weights must not be added up. Where given names or birth dates differ altogether, only an identifying
    number or an e-mail address that is the same speaks for one person; where both do, nothing does. A date with
    one digit or only its year written wrong does not differ altogether. How far dates can be relied on the register
    itself tells.

    Args:
        levels: Level of each field: -1 missing, 0 differs, higher is stronger.
        dates: Weight of birth dates that differ altogether, bits; negative.

    >>> contradicted({"given": 0, "family": 4, "born": 5, "address": 3})
    True
    >>> contradicted({"given": 0, "family": 4, "born": 5, "email": 4})
    False
    >>> contradicted({"given": 6, "family": 4, "born": 0}), contradicted({"given": 6, "family": 4, "born": 0}, -1.5)
    (True, False)
    """
    other_name, other_date = levels.get("given", -1) == 0, levels.get("born", -1) == 0
    proven = levels.get("email", -1) >= EMAIL or any(levels.get(name, -1) > 0 for name in NUMBERS)
    doubtful = other_name or (other_date and dates <= CONTRADICTING)
    return (other_name and other_date) or (doubtful and not proven)


def opposed(levels: Mapping[str, int], dates: float = -math.inf) -> bool:
    """Whether no chain of others joins these either: given name and birth date differ, and dates can be relied on.

    Args:
        levels: As in :func:`contradicted`.
        dates: As in :func:`contradicted`.
    """
    return levels.get("given", -1) == 0 and levels.get("born", -1) == 0 and dates <= CONTRADICTING
