"""What matched keys of one record are worth: how unlikely it is that a stranger has them too.

Every key says something in bits, the binary logarithm of how many strangers one would have to look at to find one who
fits (I. P. Fellegi and A. B. Sunter, "A theory for record linkage", 1969, with agreement only). Codes of a name count
by their frozen share, the rarest whole and further ones less, since parts of one name go together; dates by how
many there are. A record is a hit when so few strangers among the holder's records would fit that the asker
accepts them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from contrared.share.keys import Key, Subject
from contrared.share.keys.commonness import bits_of
from contrared.share.keys.dates import born

#: Bits of a date: about 32 years of birth are usual, and a day and month in either order is one of about 256.
YEAR, YEAR_BESIDE, DAY = 5.0, 3.4, 8.0
#: Bits of each letter or digit of a number, which are given out in series, and of knowing who gave it out: within one
#: country, and among IMO numbers and MMSI, a number is given to one only, and a stranger has it by error alone.
PLACE, ISSUER = 3.0, 12.0
#: Part of its bits for which the second rarest code of a name counts, and each further one.
SECOND, FURTHER = 0.8, 0.4
#: Dates are not spread evenly, and people of one region share names: by so many bits the rule asks for more. All three
#: were set on the development half of true alias pairs, for about 0.03 false hits a question among 4,000 and a million.
MARGIN = 1.0
#: Keys an average record publishes, by which the size of a filter tells how many records it may hold.
KEYS_A_RECORD = 12
#: False hits a question that an asker accepts unless told otherwise.
ACCEPTED = 0.03


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a record.

    Attributes:
        bits: Sum.
        keys: The kinds of the keys that matched, each once, sorted.
    """

    bits: float
    keys: tuple[str, ...]

    def false_hits(self, records: float) -> float:
        """How many strangers among so many records would fit as well."""
        return float(records * 2.0 ** (MARGIN - self.bits))


def needed(records: float, accepted: float = ACCEPTED) -> float:
    """Bits from which a record is a hit.

    Args:
        records: Records the holder may have.
        accepted: False hits a question that are accepted.
    """
    return math.log2(max(records, 1.0) / accepted) + MARGIN


def evidence(subject: Subject, matched: Iterable[Key]) -> Evidence:
    """What the matched keys of one record say.

    Args:
        subject: Who was asked about; its years tell a key of a year from one of a year beside it.
        matched: Asked keys that one record has; a key counts once.
    """
    distinct = frozenset(matched)
    years = {f"{born(text).year:04}" for text in subject.born}
    levels: dict[str, set[str]] = {"full": set(), "day": set(), "year": set(), "beside": set()}
    numbers: dict[tuple[str, str], float] = {}
    for key in distinct:
        fields = key.fields
        match key.kind:
            case "P2D":
                levels["full"].update(fields[:2])
            case "T1D":
                levels["full"].update(fields[:1])
            case "P2MD":
                levels["day"].update(fields[:2])
            case "P2Y":
                levels["year" if fields[2] in years else "beside"].update(fields[:2])
            case "CAN":
                continue
            case _:
                number = fields[-1].lstrip("+")
                issued = key.kind in {"IMO", "MMSI"} or (len(fields) > 1 and fields[0] != "")
                bits = PLACE * len(number) + ISSUER * issued
                # The same number with and without its country is one number.
                named = key.kind, number[-9:]
                numbers[named] = max(numbers.get(named, 0.0), bits)
    day = DAY + (YEAR_BESIDE if levels["beside"] else 0.0)
    dates = {"full": DAY + YEAR, "day": day, "year": YEAR, "beside": YEAR_BESIDE}
    person = max((dates[level] + _names(found) for level, found in levels.items() if found), default=0.0)
    return Evidence(person + sum(numbers.values()), tuple(sorted({key.kind for key in distinct})))


def _names(codes: set[str]) -> float:
    bits = sorted((bits_of(code) for code in codes), reverse=True)
    return sum(bits[:1]) + SECOND * sum(bits[1:2]) + FURTHER * sum(bits[2:])
