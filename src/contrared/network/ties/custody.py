"""Custody: who was held in the same wing at the same time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.spans import TURNED, common, days
from contrared.network.ties.stays import Stay

#: Why two stays made no tie, beside what the caps and dates say.
UNSURE = "dates too coarse to tell whether the stays overlap"


@dataclass(frozen=True, slots=True)
class _Held:
    """A stay with the days it may have begun and ended on."""

    stay: Stay
    begun: tuple[date, date]
    ended: tuple[date, date]


def in_custody(stays: Iterable[Stay], *, most: int) -> Iterator[Edge | Refusal]:
    """Edges between persons held in one wing at the same time, each overlap of two stays an edge of its own.

    Two stays overlap where the last day either may have begun lies before the first day either may have ended: one
    night at least. Where only the widest reading of the dates lets them meet (the day of a transfer, say), no tie is
    made and that is said. The weight is 1/(n-1) for the n stays in the wing during the overlap. A stay without an end
    goes on; without a beginning, or in no stated wing, it ties nobody.

    Args:
        stays: Stays, in any order.
        most: With more stays than this in the wing at once nobody is tied.

    Yields:
        Edges; and for each wing and reason how many stays or pairs made none.
    """
    wings: dict[str, list[_Held]] = defaultdict(list)
    for stay in sorted(set(stays)):
        held = _read(stay)
        if isinstance(held, _Held):
            wings[" ".join(stay.wing.split()).casefold()].append(held)
        else:
            yield Refusal(Layer.CUSTODY, held, " ".join(stay.evidence))
    for wing, inmates in sorted(wings.items()):
        yield from _in_wing(wing, inmates, most)


def _read(stay: Stay) -> _Held | str:
    """The stay with its dates read, or why it ties nobody."""
    if not stay.wing.strip():
        return "no wing is stated: a whole prison ties nobody"
    begun = days(stay.start)
    ended = days(stay.end) if stay.end else (date.max, date.max)
    if not stay.start:
        return "no beginning is stated"
    if begun is None or ended is None:
        return "a date that is none"
    return TURNED.partition(":")[0] if ended[1] < begun[0] else _Held(stay, begun, ended)


def _in_wing(wing: str, inmates: list[_Held], most: int) -> Iterator[Edge | Refusal]:
    inmates.sort(key=lambda held: (held.begun, held.stay))
    starts = sorted(held.begun[0] for held in inmates)
    ends = sorted(held.ended[1] for held in inmates)
    refused: Counter[str] = Counter()
    for place, left in enumerate(inmates):
        for right in inmates[place + 1 :]:
            if right.begun[0] > left.ended[1]:
                break  # sorted by the first day they may have begun
            if left.stay.person == right.stay.person:
                continue
            first, last = max(left.begun[1], right.begun[1]), min(left.ended[0], right.ended[0])
            if first >= last:
                if max(left.begun[0], right.begun[0]) <= min(left.ended[1], right.ended[1]):
                    refused[UNSURE] += 1
                continue
            there = bisect_right(starts, last) - bisect_left(ends, first)
            if there > most:
                refused[f"more than {most} stays at once"] += 1
            else:
                yield _edge(wing, left.stay, right.stay, there)
    for reason, number in sorted(refused.items()):
        yield Refusal(Layer.CUSTODY, reason, f"{wing}: {number} pairs", number)


def _edge(wing: str, left: Stay, right: Stay, there: int) -> Edge:
    source, target = sorted((left.person, right.person))
    first, last = common((left.start, left.end), (right.start, right.end))
    return Edge(
        source=source,
        target=target,
        layer=Layer.CUSTODY,
        kind=wing,
        statement_ids=tuple(sorted({*left.evidence, *right.evidence})),
        first=first,
        last=last,
        weight=1 / (there - 1),
    )
