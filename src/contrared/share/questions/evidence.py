"""What matched keys of one record are worth: how much rather it is the same person than a stranger.

Every key says something in bits, the binary logarithm of how much more often it is met between entries of one person
than of two (I. P. Fellegi and A. B. Sunter, "A theory for record linkage", 1969). The asker weighs: it knows what it
asked, so that what was not found counts too, a part of the name as well as a day where only the year was. Codes of a
name count by their frozen share, the rarest most; dates by what was found of them. A record is a hit when so few
strangers among the holder's records would fit as well that the asker accepts them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from contrared.share.keys import Key, Subject
from contrared.share.keys.commonness import bits_of
from contrared.share.keys.dates import born
from contrared.share.keys.names import codes

#: Bits of a date by how many there are: some 32 years of birth are usual, and a day and month in either order is one of
#: about 256.
YEAR, YEAR_BESIDE, DAY = 5.0, 3.4, 8.0


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a birth date.

    Attributes:
        weight: Bits it is worth with a name, learnt by logistic regression from true alias pairs and made strangers of
            the development half (``bench/learn_evidence.py``), and rounded. Where whoever asks knows the day, a year
            alone says less: the day was on no key that matched.
        rare: Bits by how many dates there are.
    """

    weight: float
    rare: float


DATES = {
    "whole": Found(21.8, DAY + YEAR),
    "day and a year beside": Found(19.7, DAY + YEAR_BESIDE),
    "day": Found(12.6, DAY),
    "year, no day asked": Found(15.8, YEAR),
    "year": Found(12.3, YEAR),
    "year beside, no day asked": Found(13.2, YEAR_BESIDE),
    "year beside": Found(8.6, YEAR_BESIDE),
}
#: Part of its bits for which the rarest code of a name counts that was found, the second, and each further one, as
#: learnt with the dates; and by how many strangers bear them, further ones less, as parts of one name go together.
LEARNT, RARE = (0.60, 0.45, 0.15), (1.0, 1.0, 0.4)
#: Bits that each code takes that was asked and not found, up to so many.
NOT_FOUND, MOST_NOT_FOUND = 2.1, 4
#: What is learnt holds for names as they are in the mean. Whatever it says, a record is not worth more bits than so
#: many above what its parts are by how rare they are: "Muhammad Ali, 1974" is many.
ABOVE = 3.8
#: Kinds of keys of persons, and how many codes of a name each begins with.
PERSONS = {"P2D": 2, "T1D": 1, "P2MD": 2, "P2Y": 2}
#: Bits of each letter or digit of a number, which are given out in series, and of knowing who gave it out: within one
#: country, and among IMO numbers and MMSI, a number is given to one only, and a stranger has it by error alone.
PLACE, ISSUER = 3.0, 12.0
#: So many bits more than the logarithm are asked for; the dates above were moved so that this gives about 0.03 false
#: hits a question on the development half.
MARGIN = 1.0
#: Keys an average record publishes, by which the size of a filter tells how many records it may hold.
KEYS_A_RECORD = 12
#: False hits a question that an asker accepts unless told otherwise.
ACCEPTED = 0.03


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a record.

    Attributes:
        bits: Weight, by which it is a hit or none.
        keys: The kinds of the keys that matched, each once, sorted.
        rare: Bits by how rare what matched is, whatever is learnt.
    """

    bits: float
    keys: tuple[str, ...]
    rare: float

    def false_hits(self, records: float) -> float:
        """How many strangers among so many records would fit as well."""
        return float(records * 2.0 ** -min(self.bits - MARGIN, self.rare))


def needed(records: float, accepted: float = ACCEPTED) -> float:
    """Bits from which a record is a hit.

    Args:
        records: Records the holder may have.
        accepted: False hits a question that are accepted, in the mean of all questions.
    """
    return math.log2(max(records, 1.0) / accepted) + MARGIN


def evidence(subject: Subject, matched: Iterable[Key]) -> Evidence:
    """What the matched keys of one record say.

    Args:
        subject: Who was asked about; its years tell a key of a year from one of a year beside it.
        matched: Asked keys that one record has; a key counts once.
    """
    distinct = frozenset(matched)
    numbers: dict[tuple[str, str], float] = {}
    persons = []
    for key in distinct:
        if key.kind in PERSONS:
            persons.append(key)
        elif key.kind != "CAN":
            number = key.fields[-1].lstrip("+")
            issued = key.kind in {"IMO", "MMSI"} or (len(key.fields) > 1 and key.fields[0] != "")
            bits = PLACE * len(number) + ISSUER * issued
            # The same number with and without its country is one number.
            named = key.kind, number[-9:]
            numbers[named] = max(numbers.get(named, 0.0), bits)
    weight, rare = _person(subject, persons) if persons else (0.0, 0.0)
    certain = sum(numbers.values())
    kinds = tuple(sorted({key.kind for key in distinct}))
    return Evidence(max(0.0, min(weight, rare + ABOVE)) + certain, kinds, rare + certain)


def _person(subject: Subject, keys: Iterable[Key]) -> tuple[float, float]:
    """Weight and rareness, each by the date and the name, of those asked, that fit best."""
    dates = [DATES[name] for name in dates_found(subject, keys)]
    found = {code for key in keys for code in key.fields[: PERSONS[key.kind]]}
    names = [(found.intersection(parts), len(parts)) for name in subject.names if (parts := codes(name))]
    weight = max(_bits(each, LEARNT) - NOT_FOUND * min(asked - len(each), MOST_NOT_FOUND) for each, asked in names)
    return max(date.weight for date in dates) + weight, max(date.rare for date in dates) + _bits(found, RARE)


def dates_found(subject: Subject, keys: Iterable[Key]) -> list[str]:
    """What was found of a birth date, as :data:`DATES` calls it.

    Args:
        subject: Who was asked about.
        keys: Keys of persons that matched.
    """
    asked = [born(text) for text in subject.born]
    years = {f"{date.year:04}" for date in asked}
    unasked = "" if any(date.day for date in asked) else ", no day asked"
    kinds = {f"{key.kind} beside" if key.kind == "P2Y" and key.fields[2] not in years else key.kind for key in keys}
    found = []
    if kinds & {"P2D", "T1D"}:
        found.append("whole")
    if "P2MD" in kinds:
        found.append("day and a year beside" if "P2Y beside" in kinds else "day")
    if "P2Y" in kinds:
        found.append(f"year{unasked}")
    if "P2Y beside" in kinds:
        found.append(f"year beside{unasked}")
    return found


def _bits(found: set[str], parts: tuple[float, float, float]) -> float:
    first, second, further = parts
    bits = sorted((bits_of(code) for code in found), reverse=True)
    return first * sum(bits[:1]) + second * sum(bits[1:2]) + further * sum(bits[2:])
