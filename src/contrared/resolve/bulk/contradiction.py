"""Pairs that no weight of evidence joins without a person: members of one household, and twins."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

#: Fields that a household shares, and so prove nothing about which of its members an entry is about.
NUMBERS = ("national_id", "social_security", "passport", "tax", "registration", "lei")
#: Bits against one person that dates which differ altogether must be worth: where clerks get every third date wrong
#: they are worth less, and one that differs contradicts nothing.
CONTRADICTING = -2.0
#: The level of an e-mail address that is the same.
EMAIL = 4
#: Bits that an e-mail address which is nearly the same must be worth to speak for one person: where addresses are made
#: from names, those of a household are nearly the same too, and it is worth nothing.
SPEAKING = 5.0


def contradicted(levels: Mapping[str, int], dates: float = -math.inf, emails: Collection[int] = (EMAIL,)) -> bool:
    """Whether the entries are rather two members of one family than one person.

    Address, telephone, family name and, for twins, birth date agree in a household, each time for the same reason, so
    that their weights must not be added up. Where given names or birth dates differ altogether, only an identifying
    number or an e-mail address that is the same speaks for one person; where both do, nothing does. A date with
    one digit or only its year written wrong does not differ altogether. How far dates can be relied on the register
    itself tells.

    Args:
        levels: Level of each field: -1 missing, 0 differs, higher is stronger.
        dates: Weight of birth dates that differ altogether, bits; negative.
        emails: Levels of the e-mail address that speak for one person.

    >>> contradicted({"given": 0, "family": 4, "born": 5, "address": 3})
    True
    >>> contradicted({"given": 0, "family": 4, "born": 5, "email": 4})
    False
    >>> contradicted({"given": 6, "family": 4, "born": 0}), contradicted({"given": 6, "family": 4, "born": 0}, -1.5)
    (True, False)
    """
    other_name, other_date = levels.get("given", -1) == 0, levels.get("born", -1) == 0
    proven = levels.get("email", -1) in emails or any(levels.get(name, -1) > 0 for name in NUMBERS)
    doubtful = other_name or (other_date and dates <= CONTRADICTING)
    return (other_name and other_date) or (doubtful and not proven)


def opposed(levels: Mapping[str, int], dates: float = -math.inf) -> bool:
    """Whether no chain of others joins these either: given name and birth date differ, and dates can be relied on.

    Args:
        levels: As in :func:`contradicted`.
        dates: As in :func:`contradicted`.
    """
    return levels.get("given", -1) == 0 and levels.get("born", -1) == 0 and dates <= CONTRADICTING


def speaking(bits: Sequence[float]) -> frozenset[int]:
    """Levels of the e-mail address that speak for one person: that it is the same, and others that are worth enough.

    Args:
        bits: Weight of each level, from the one that differs up; empty where no address is compared.
    """
    return frozenset({EMAIL, *(level for level, worth in enumerate(bits) if level > 0 and worth >= SPEAKING)})
