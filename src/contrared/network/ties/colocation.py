"""Co-location: the same place within a window of time. Weak, and at a busy place nothing at all."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.sightings import Sighting, moment
from contrared.network.treatment import NetworkError


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sighting with its time read."""

    at: datetime
    person: str
    sighting: Sighting


def co_located(sightings: Iterable[Sighting], *, window: timedelta, most: int) -> Iterator[Edge | Refusal]:
    """Edges between persons seen at the same place within the window, one for each pair and place.

    A sighting stands in a crowd of n, the persons seen there within the window before and after it, itself among them.
    Two sightings tie their persons by 1/(n-1), n the greater of their crowds; several occasions add up. Persons of one
    encounter are tied by that (:mod:`contrared.network.ties.encounters`) and not again by this. O(m log m + m·most) for
    m sightings at a place.

    Args:
        sightings: Who was seen.
        window: How far apart two sightings may be, the window itself included.
        most: A sighting in a crowd of more than this ties nobody.

    Yields:
        Edges; and for each place how many sightings stood in a crowd, for all together how many had no exact time or no
        place.

    Raises:
        NetworkError: the window is negative, or no more than one person may be there.
    """
    if window < timedelta(0) or most < 2:
        raise NetworkError(
            f"co-location needs a window of at least 0 and a crowd of at least 2, not {window} and {most}"
        )
    places: dict[str, list[_Seen]] = defaultdict(list)
    refused: Counter[str] = Counter()
    for sighting in sorted(set(sightings)):
        at = moment(sighting.at)
        if at is None:
            refused["no time with its offset from UTC"] += 1
        elif not sighting.place.strip():
            refused["no place"] += 1
        else:
            place = " ".join(sighting.place.split()).casefold()
            places[place].append(_Seen(at.astimezone(UTC), sighting.person, sighting))
    for reason, number in sorted(refused.items()):
        yield Refusal(Layer.CO_LOCATION, reason, str(number), number)
    for place, seen in sorted(places.items()):
        seen.sort(key=lambda item: (item.at, item.person, item.sighting))
        yield from _at_one_place(place, seen, window, most)


def _at_one_place(place: str, seen: list[_Seen], window: timedelta, most: int) -> Iterator[Edge | Refusal]:
    crowds = _crowds(seen, window)
    busy = sum(crowd > most for crowd in crowds)
    if busy:
        yield Refusal(
            Layer.CO_LOCATION, f"more than {most} persons there within the window", f"{place}: {busy} sightings", busy
        )
    quiet = [(item, crowd) for item, crowd in zip(seen, crowds, strict=True) if crowd <= most]
    found: dict[tuple[str, str], list[tuple[_Seen, _Seen, int]]] = defaultdict(list)
    for number, (item, crowd) in enumerate(quiet):
        for other, its in quiet[number + 1 :]:
            if other.at - item.at > window:
                break
            if other.person != item.person and other.sighting.encounter != item.sighting.encounter:
                left, right = sorted((item, other), key=lambda one: one.person)
                found[left.person, right.person].append((left, right, max(crowd, its)))
    for (left_id, right_id), meetings in sorted(found.items()):
        evidence = sorted({tuple(sorted({*a.sighting.evidence, *b.sighting.evidence})) for a, b, _ in meetings})
        times = [one.at for a, b, _ in meetings for one in (a, b)]
        yield Edge(
            source=left_id,
            target=right_id,
            layer=Layer.CO_LOCATION,
            kind=place,
            statement_ids=tuple(sorted({key for ids in evidence for key in ids})),
            first=min(times).isoformat(),
            last=max(times).isoformat(),
            weight=math.fsum(1 / (crowd - 1) for _, _, crowd in meetings),
            occasions=tuple(evidence),
        )


def _crowds(seen: list[_Seen], window: timedelta) -> list[int]:
    """Distinct persons within the window around each sighting, by two pointers over the sorted times."""
    inside: Counter[str] = Counter()
    first = last = 0
    crowds = []
    for item in seen:
        while last < len(seen) and seen[last].at - item.at <= window:
            inside[seen[last].person] += 1
            last += 1
        while item.at - seen[first].at > window:
            person = seen[first].person
            inside[person] -= 1
            if not inside[person]:
                del inside[person]
            first += 1
        crowds.append(len(inside))
    return crowds
