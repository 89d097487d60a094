"""Generated use of a node: an office over ninety days, ordinary work with its exceptions, and planted abuse."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from contrared.govern.record import Entry

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 90


def ordinary(seed: int, analysts: int = 20, night_workers: int = 2) -> list[Entry]:
    """Looks of an office in which nobody abuses anything: some without a case, some late, some days busier."""
    draw = random.Random(seed)
    found = []
    for number in range(analysts):
        user = f"a{number:02d}"
        pace = draw.uniform(4, 18)
        nights = number < night_workers
        cases = [f"case-{draw.randrange(60)}" for _ in range(4)]
        for day in range(DAYS):
            date = START + timedelta(days=day)
            if date.weekday() >= 5 and not nights:
                continue
            for _ in range(min(60, int(draw.expovariate(1 / pace)) + 1)):
                hour = draw.choice([22, 23, 0, 1, 2, 3, 4]) if nights else min(21, max(7, int(draw.gauss(13, 2.6))))
                at = date + timedelta(hours=hour, minutes=draw.randrange(60))
                case = "" if draw.random() < 0.06 else draw.choice(cases)
                found.append(_look(0, user, at, case, f"E-{draw.randrange(20_000)}"))
    return _numbered(found)


def abused(seed: int) -> tuple[list[Entry], set[tuple[str, str]]]:
    """The same office with planted abuse; the pairs of user and kind that must be found."""
    draw = random.Random(seed + 1)
    found = list(ordinary(seed))
    for day in (10, 24, 38, 52):  # a neighbour, every other week
        found.append(_look(0, "a05", _at(day, 12), "", "E-neighbour"))
    for minute in range(6):  # at night, in a case that is not the reason
        found.append(_look(0, "a07", _at(31, 23, minute), "case-1", f"E-{draw.randrange(20_000)}"))
    for number in range(150):  # a list of people copied out in a day
        found.append(_look(0, "a09", _at(44, 9 + number // 30, number % 30), "case-2", f"E-{30_000 + number}"))
    for number in range(9):  # a politician's family
        found.append(_look(0, "a11", _at(60, 15, number), "", f"E-family-{number}"))
    found.append(_look(0, "a13", _at(70, 11), "", "E-politician"))
    planted = {("a05", "again"), ("a07", "at night"), ("a09", "too many"), ("a11", "without a case")}
    return _numbered(found), planted | {("a13", "of interest")}


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return START + timedelta(days=day, hours=hour, minutes=minute)


def _look(seq: int, user: str, at: datetime, case: str, entity: str) -> Entry:
    return Entry(seq, at.isoformat(timespec="seconds"), user, "work", case, "read", {"entity_ids": [entity]})


def _numbered(found: list[Entry]) -> list[Entry]:
    return list(_in_order(found))


def _in_order(found: list[Entry]) -> Iterator[Entry]:
    for seq, look in enumerate(sorted(found, key=lambda entry: (entry.at, entry.user, str(entry.what))), 1):
        yield Entry(seq, look.at, look.user, look.purpose, look.case, look.action, look.what)
