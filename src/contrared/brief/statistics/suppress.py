"""Suppression: small numbers are left out, and as many others as it takes that totals do not give them back.

An entry from one to the threshold exclusive is left out (primary), total or not; zeros stay: they are nobody. Then
entries are left out (secondary), small ones first, until for each entry that is left out the whole numbers that fit all
that is published range over at least the threshold. That is not assumed but solved for, entry by entry; leaving out
more never narrows a range, so each is solved for until it holds and not again. Readers are not told which were primary.

Complementary cell suppression as in Willenborg and de Waal, Elements of Statistical Disclosure Control (2001), ch. 4,
by a greedy choice, which leaves out somewhat more than the least.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contrared.brief.statistics.bounds import Reader
from contrared.brief.statistics.counted import ALL, Cell, Counted
from contrared.model import InputError

#: Default: numbers below are small.
THRESHOLD = 5


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it may be published.

    Attributes:
        by: Names of the dimensions.
        values: Values of each dimension.
        numbers: Entries with their numbers.
        left_out: Entries without.
        threshold: Numbers below it are small.
    """

    by: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    numbers: Mapping[Cell, int]
    left_out: frozenset[Cell]
    threshold: int


def suppress(table: Counted, threshold: int = THRESHOLD) -> Published:
    """Make a table safe.

    Args:
        table: The table with its true numbers.
        threshold: Numbers from one up to this, exclusive, are small.

    Returns:
        What may be published; where all cases together are few, nothing but zeros.

    Raises:
        InputError: the threshold is below two, which protects nobody.
    """
    if threshold < 2:
        raise InputError("a threshold below two protects nobody", where="--threshold", do="give 5 or more")
    entries = table.entries()
    true = {entry: table.number(entry) for entry in entries}
    left_out = {entry for entry in entries if 0 < true[entry] < threshold}
    waiting = sorted(left_out)
    while waiting:
        reader = Reader(table, [entry for entry in entries if entry not in left_out])
        open_still = [entry for entry in waiting if not _wide(reader.interval(entry), threshold)]
        added: set[Cell] = set()
        for entry in open_still:
            for line in _lines(table, entry):
                # A total and its parts, of which one alone is left out, gives that one back.
                if len([each for each in line if each in left_out or each in added]) < 2:
                    added.update(_least(line, left_out | added, true))
        if open_still and not added:
            # With everything left out nothing limits anything, so there is something to leave out as long as this is.
            added = set(_least(entries, left_out, true))
        left_out |= added
        waiting = sorted({*open_still, *added})
    numbers = {entry: true[entry] for entry in entries if entry not in left_out}
    return Published(table.by, table.values, numbers, frozenset(left_out), threshold)


def _wide(interval: tuple[int, int], threshold: int) -> bool:
    least, most = interval
    return most - least >= threshold


def _lines(table: Counted, entry: Cell) -> Iterator[list[Cell]]:
    """Sums an entry is part of or is: for each dimension, all values beside it and their total."""
    for place, values in enumerate(table.values):
        yield [(*entry[:place], value, *entry[place + 1 :]) for value in (*values, ALL)]


def _least(entries: list[Cell], left_out: set[Cell], true: Mapping[Cell, int]) -> list[Cell]:
    """The entry to leave out next: the smallest that is no zero, cells before totals."""
    able = [entry for entry in entries if entry not in left_out]
    ordered = sorted(able, key=lambda entry: (true[entry] == 0, entry.count(ALL), true[entry], entry))
    return ordered[:1]
