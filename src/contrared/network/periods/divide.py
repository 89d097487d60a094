"""A network divided by time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contrared.network.finding import Method
from contrared.network.multilayer import Multilayer
from contrared.network.periods.spans import EVER, NEVER, HalfDated, Spans, days
from contrared.network.treatment import NetworkError, Treatment

By = Literal["year", "quarter", "month"]
#: More periods than anybody will look at: a date is more likely wrong.
MOST = 600


@dataclass(frozen=True)
class Period:
    """A network for a time.

    Attributes:
        name: ``2001``, ``2001-Q2``, ``2001-05``, or from cut to cut.
        first: First day, ISO; empty where it is open.
        last: Last day; empty where it is open.
        network: The ties of which at least one day lies in the period, and the nodes that they tie.
    """

    name: str
    first: str
    last: str
    network: Multilayer


@dataclass(frozen=True)
class Periods:
    """Networks per period, in order.

    Attributes:
        periods: The periods, the empty ones between included.
        treatments: What was done with ties without a date or with one only.
        method: How it was divided.
    """

    periods: tuple[Period, ...]
    treatments: tuple[Treatment, ...]
    method: Method


def periods(
    network: Multilayer,
    *,
    by: By = "year",
    cuts: Sequence[str] | None = None,
    undated: Literal["all", "none"] = "all",
    half_dated: HalfDated = "continues",
) -> Periods:
    """Divide a network by the calendar or at dates.

    A tie is in every period that its span shares a day with. O(periods times ties).

    Args:
        network: The network, its ties with start and end.
        by: Calendar years, quarters or months from the first stated date to the last; not used with ``cuts``.
        cuts: ISO dates; each begins a new period. The first and the last period are open.
        undated: A tie without dates is in all periods, or in none.
        half_dated: A tie with a start only goes on (and one with an end only was always there), or it was of that date.

    Raises:
        NetworkError: no tie has a date, a date is none, a tie ends before it starts, or there would be more than 600
            periods.
    """
    spans = Spans.of(network, half_dated)
    if spans.stated is None and cuts is None:
        raise NetworkError("no tie of this network has a start or an end: there is nothing to divide it by")
    pieces = _calendar(*(spans.stated or (0, 0)), by) if cuts is None else _cut(cuts)
    treatments = []
    if spans.undated.any():
        how = "in all periods" if undated == "all" else "left out of all periods"
        treatments.append(Treatment("tie without a date", int(spans.undated.sum()), how))
    if spans.half.any():
        how = "taken as open at the other end" if half_dated == "continues" else "taken as of that date only"
        treatments.append(Treatment("tie with one date", int(spans.half.sum()), how))
    found = []
    for name, first, last in pieces:
        active = spans.within(first, last) & (~spans.undated if undated == "none" else True)
        found.append(Period(name, _iso(first), _iso(last), of_ties(network, active)))
    method = Method.of(
        "periods",
        citation="cuts of a network by time: Holme & Saramäki, Phys. Rep. 519, 97 (2012)",
        by=by if cuts is None else "cuts",
        cuts=() if cuts is None else sorted(cuts),
        undated=undated,
        half_dated=half_dated,
    )
    return Periods(tuple(found), tuple(treatments), method)


def of_ties(network: Multilayer, chosen: NDArray[np.bool_]) -> Multilayer:
    """Some ties and the nodes that they tie."""
    source, target = network.source[chosen], network.target[chosen]
    kept = np.zeros(len(network.ids), bool)
    kept[source] = kept[target] = True
    number = (np.cumsum(kept) - 1).astype(np.int32)
    rows = network.ties.filter(pa.array(chosen))
    for name, ends in (("source", source), ("target", target)):
        rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(number[ends], pa.int32()))
    return Multilayer(network.nodes.filter(pa.array(kept)), rows, network.treatments)


Piece = tuple[str, int, int]


def _calendar(first: int, last: int, by: By) -> list[Piece]:
    if by not in ("year", "quarter", "month"):
        raise NetworkError(f"unknown period {by!r}: say year, quarter or month, or give dates to cut at")
    months = {"year": 12, "quarter": 3, "month": 1}[by]
    begin, end = date.fromordinal(first), date.fromordinal(last)
    start, stop = (begin.year * 12 + begin.month - 1) // months, (end.year * 12 + end.month - 1) // months
    if stop - start >= MOST:
        raise NetworkError(
            f"the dates run from {begin} to {end}, {stop - start + 1} periods: is one of them wrong? Otherwise take "
            "longer periods, or dates to cut at"
        )
    found = []
    for number in range(start, stop + 1):
        year, month = divmod(number * months, 12)
        following, ahead = divmod((number + 1) * months, 12)
        name = {"year": f"{year:04}", "quarter": f"{year:04}-Q{month // 3 + 1}", "month": f"{year:04}-{month + 1:02}"}[
            by
        ]
        final = date(following, ahead + 1, 1).toordinal() - 1 if following <= 9999 else date.max.toordinal()
        found.append((name, date(year, month + 1, 1).toordinal(), final))
    return found


def _cut(cuts: Sequence[str]) -> list[Piece]:
    at = sorted({days(cut)[0] for cut in cuts})
    if not at:
        raise NetworkError("no date to cut at: give one or more")
    found = [(f"before {_iso(at[0])}", NEVER, at[0] - 1)]
    found += [(f"{_iso(a)} to {_iso(b - 1)}", a, b - 1) for a, b in pairwise(at)]
    return [*found, (f"from {_iso(at[-1])}", at[-1], EVER)]


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if NEVER < day < EVER else ""
