"""Persons who do not exist, as many as wanted, with names and birth dates spread as on a real list.

Each takes the parts of two listed persons' primary names, half of each, and a birth date whose year and day come from
two further ones; where either of these says only a year, so does it. So names of one region meet on one list as they do
on real ones, which is worse for telling strangers apart than the people of a whole country would be.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from alias_pairs import Person
from contrared.share.keys import Subject


def made(listed: list[Person], count: int, seed: int) -> Iterator[Subject]:
    """So many persons; the same from the same seed."""
    chance = random.Random(seed)
    names = [person.names[0].replace(",", " ").split() for person in listed]
    dates = [person.born[0] for person in listed]
    for _ in range(count):
        one, other = chance.choice(names), chance.choice(names)
        name = " ".join((*one[: (len(one) + 1) // 2], *other[len(other) // 2 :]))
        year, _, _ = chance.choice(dates).partition("-")
        _, _, day = chance.choice(dates).partition("-")
        yield Subject(names=(name,), born=(f"{year}-{day}" if day else year,))
