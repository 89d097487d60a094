"""Keys of persons: two parts of a name with a birth date or part of it; one part only with the whole date.

A name alone is never a key: whoever may evaluate keys could then go through a list of names.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from contrared.share.keys.commonness import too_common_alone, too_common_together
from contrared.share.keys.dates import Born, born
from contrared.share.keys.key import Key, Subject, key
from contrared.share.keys.names import codes


def person_keys(subject: Subject, *, asked: bool) -> tuple[list[Key], str]:
    """Keys of names and birth dates, the telling ones first, and why there is none.

    - ``P2D``: two codes, year, day and month;
    - ``T1D``: one code, year, day and month, where the code is not a common one;
    - ``P2MD``: two codes, day and month, unless both are common;
    - ``P2Y``: two codes and the year, unless both are common; whoever asks asks the years beside it too.

    Raises:
        InputError: A date is none.
    """
    if not subject.names:
        return [], ""
    dates = [born(text) for text in subject.born]
    if not dates:
        return [], "no birth date: a name alone is not compared"
    coded = [codes(name) for name in subject.names]
    if all(found is None for found in coded):
        return [], "the name is written in letters outside the tables: give it in Latin letters"
    found = [key for parts in coded if parts for key in _of(parts, dates, asked)]
    order = ("P2D", "T1D", "P2MD", "P2Y")
    kept = sorted(dict.fromkeys(found), key=lambda item: order.index(item.kind))
    return kept, "" if kept else "too little to tell anybody by: two parts of a name, or a full birth date, are missing"


def _of(parts: tuple[str, ...], dates: Iterable[Born], asked: bool) -> Iterable[Key]:
    for date in dates:
        years = [f"{date.year + step:04}" for step in ((0, -1, 1) if asked else (0,))]
        for one, other in combinations(parts, 2):
            common = too_common_together(one, other)
            if date.day:
                yield key("P2D", one, other, years[0], date.day)
            if date.day and not common:
                yield key("P2MD", one, other, date.day)
            if not common:
                yield from (key("P2Y", one, other, year) for year in years)
        if date.day:
            yield from (key("T1D", part, years[0], date.day) for part in parts if not too_common_alone(part))
