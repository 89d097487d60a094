"""Use that wants an explanation: who looks people up without a case, at night, again and again, or too many at once.

Every rule is a count against a stated limit; nothing is learnt, so that whoever is asked can be shown the rule. The
limits are documented in ``docs/explanation/oversight.md`` with their false alarms on generated use.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from contrared.govern.record import Entry

#: Acts by which somebody looks at persons.
LOOKS = frozenset({"read", "screen", "encounters", "original"})
#: Entities a line may name to count as a look at somebody; reads of whole lists are work.
A_FEW = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still ordinary.

    Attributes:
        without_case: Looks at single persons without a case, by one user in one day.
        share_without_case: Share of a user's looks that may be without a case, once there are ``enough``.
        enough: Looks from which a share says something.
        night_from: Local hour from which it is night.
        night_to: Local hour at which it ends.
        at_night: Looks at night by a user who hardly ever works at night, in one night.
        night_worker: Share of night looks from which somebody counts as working at night.
        again: Days on which one user looked at the same entity without a case.
        times_median: A day's distinct entities against the user's own median day.
        at_least: Distinct entities a day must have for that to count.
        hours_from_utc: Local time zone.
    """

    without_case: int = 7
    share_without_case: float = 0.3
    enough: int = 30
    night_from: int = 22
    night_to: int = 6
    at_night: int = 4
    night_worker: float = 0.25
    again: int = 3
    times_median: float = 8.0
    at_least: int = 60
    hours_from_utc: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Oddity:
    """Something in a user's use that wants an explanation; it accuses nobody.

    Attributes:
        who: User.
        kind: ``without a case``, ``share without a case``, ``at night``, ``again``, ``too many``, ``of interest``.
        when: Day, or the first of several.
        why: The count and the limit.
        lines: Lines of the record it rests on, at most ten.
    """

    who: str
    kind: str
    when: str
    why: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    seq: int
    who: str
    at: datetime
    case: str
    entities: tuple[str, ...]

    @property
    def day(self) -> str:
        return self.at.date().isoformat()


def odd_use(
    entries: Iterable[Entry],
    *,
    limits: Limits | None = None,
    of_interest: Collection[str] = (),
) -> list[Oddity]:
    """Oddities in the record.

    Args:
        entries: Lines of the record.
        limits: What is still ordinary.
        of_interest: Entities whom nobody should look at without a case even once: neighbours, politicians, journalists,
            colleagues, as the oversight body names them.
    """
    limits = limits or Limits()
    by_user: dict[str, list[_Look]] = defaultdict(list)
    for look in _looks(entries, limits):
        by_user[look.who].append(look)
    wanted = frozenset(of_interest)
    found: list[Oddity] = []
    for who, looks in sorted(by_user.items()):
        found += _without_case(who, looks, limits)
        found += _at_night(who, looks, limits)
        found += _again(who, looks, limits)
        found += _too_many(who, looks, limits)
        found += [
            Oddity(who, "of interest", look.day, f"looked at {entity} without a case", (look.seq,))
            for look in looks
            for entity in look.entities
            if entity in wanted and not look.case
        ]
    return sorted(found)


def _looks(entries: Iterable[Entry], limits: Limits) -> Iterator[_Look]:
    for entry in entries:
        if entry.action not in LOOKS:
            continue
        named = entry.what.get("entity_ids") or []
        if entry.action == "read" and not 0 < len(named) <= A_FEW:
            continue
        at = datetime.fromisoformat(entry.at) + timedelta(hours=limits.hours_from_utc)
        yield _Look(entry.seq, entry.user, at, entry.case, tuple(map(str, named)))


def _without_case(who: str, looks: list[_Look], limits: Limits) -> Iterator[Oddity]:
    loose: dict[str, list[_Look]] = defaultdict(list)
    for look in looks:
        if not look.case:
            loose[look.day].append(look)
    for day, some in sorted(loose.items()):
        if len(some) > limits.without_case:
            why = f"{len(some)} looks without a case in a day; up to {limits.without_case} are ordinary"
            yield Oddity(who, "without a case", day, why, _lines(some))
    all_loose = [look for some in loose.values() for look in some]
    if len(looks) >= limits.enough and len(all_loose) > limits.share_without_case * len(looks):
        why = f"{len(all_loose)} of {len(looks)} looks without a case; {limits.share_without_case:.0%} are ordinary"
        yield Oddity(who, "share without a case", min(look.day for look in all_loose), why, _lines(all_loose))


def _at_night(who: str, looks: list[_Look], limits: Limits) -> Iterator[Oddity]:
    night = [look for look in looks if look.at.hour >= limits.night_from or look.at.hour < limits.night_to]
    if len(night) > limits.night_worker * len(looks) and len(looks) >= limits.enough:
        return  # works at night
    nights: dict[str, list[_Look]] = defaultdict(list)
    for look in night:
        nights[(look.at - timedelta(hours=limits.night_to)).date().isoformat()].append(look)
    for day, some in sorted(nights.items()):
        if len(some) >= limits.at_night:
            why = (
                f"{len(some)} looks in a night by somebody who works by day; fewer than {limits.at_night} are ordinary"
            )
            yield Oddity(who, "at night", day, why, _lines(some))


def _again(who: str, looks: list[_Look], limits: Limits) -> Iterator[Oddity]:
    days: dict[str, dict[str, int]] = defaultdict(dict)
    for look in looks:
        if not look.case:
            for entity in look.entities:
                days[entity].setdefault(look.day, look.seq)
    for entity, seen in sorted(days.items()):
        if len(seen) >= limits.again:
            why = f"{entity} without a case on {len(seen)} days; fewer than {limits.again} are ordinary"
            yield Oddity(who, "again", min(seen), why, tuple(sorted(seen.values())[:10]))


def _too_many(who: str, looks: list[_Look], limits: Limits) -> Iterator[Oddity]:
    per_day: dict[str, Counter[str]] = defaultdict(Counter)
    firsts: dict[str, list[_Look]] = defaultdict(list)
    for look in looks:
        per_day[look.day].update(look.entities)
        firsts[look.day].append(look)
    counts = {day: len(entities) for day, entities in per_day.items()}
    usual = median(counts.values()) if counts else 0.0
    for day, count in sorted(counts.items()):
        if count >= limits.at_least and count > limits.times_median * max(usual, 1.0):
            why = f"{count} different entities in a day against {usual:g} on the median day"
            yield Oddity(who, "too many", day, why, _lines(firsts[day]))


def _lines(looks: Iterable[_Look]) -> tuple[int, ...]:
    return tuple(sorted(look.seq for look in looks)[:10])
