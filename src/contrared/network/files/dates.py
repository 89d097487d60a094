"""When ties hold: dates as ISO 8601, possibly cut off to a month or a year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MINYEAR, date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from contrared.network.files.stated import Place, treatment
from contrared.network.files.values import MISSING, Column, encoded, flat, is_text
from contrared.network.treatment import NetworkError, Treatment

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_TIMED = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_OTHER = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)|(\d{4})(\d\d)(\d\d)")


def spans(
    start: Column | None, end: Column | None, rows: int, place: Place
) -> tuple[pa.Array, pa.Array, list[Treatment]]:
    """First and last date of each row, empty where none is stated.

    Raises:
        NetworkError: a text that is no date, or a span that ends before it starts; names the place.
    """
    treatments: list[Treatment] = []
    if start is None and end is None:
        nothing = pa.repeat(pa.scalar("", pa.string()), rows)
        return nothing, nothing, treatments
    first, first_day, told = _dates(start, "start", rows, place)
    treatments += told
    last, last_day, told = _dates(end, "end", rows, place)
    treatments += told
    backwards = np.flatnonzero((first_day[0] > last_day[1]) & (last_day[1] > 0))
    if backwards.size:
        row = int(backwards[0])
        told_span = f"ends on {last[row].as_py()}, before it starts on {first[row].as_py()}"
        raise NetworkError(f"{place(row)}: the tie {told_span}: correct one of the dates")
    for there, missing, what in (
        (first_day, last_day, "start without end"),
        (last_day, first_day, "end without start"),
    ):
        if (open_ended := np.flatnonzero((there[1] > 0) & (missing[1] == 0))).size:
            treatments.append(treatment(what, "kept open on that side", open_ended, place))
    return first, last, treatments


def iso(text: str) -> str | None:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; None where the text is no date, or one in an order nobody can tell."""
    if (timed := _TIMED.fullmatch(text)) is not None:
        text = timed[1]
    elif (other := _OTHER.fullmatch(text)) is not None:
        year, month, day = (part for part in other.groups() if part is not None)
        text = f"{year}-{month:0>2}-{day:0>2}"
    return text if _days(text) is not None else None


def first_and_last(text: str) -> tuple[date, date]:
    """First and last day that a date of :func:`iso` may mean.

    Raises:
        NetworkError: the text is no such date.
    """
    if (days := _days(text)) is None:
        raise NetworkError(f"{text!r} is not a date as 2020-12-31, 2020-12 or 2020")
    return date.fromordinal(days[0]), date.fromordinal(days[1])


def _days(text: str) -> tuple[int, int] | None:
    """First and last day that a date may mean, as ordinals."""
    if (found := _ISO.fullmatch(text)) is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if year < MINYEAR or (month is not None and not 1 <= month <= 12):
        return None
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()


def _dates(column: Column | None, name: str, rows: int, place: Place) -> tuple[pa.Array, np.ndarray, list[Treatment]]:
    """Dates as texts, their first and last days (2, rows) with 0 where none is stated, and what was decided."""
    if column is None:
        return pa.repeat(pa.scalar("", pa.string()), rows), np.zeros((2, rows), np.int64), []
    kind = column.type
    if pa.types.is_temporal(kind) and not pa.types.is_time(kind) and not pa.types.is_duration(kind):
        column = pc.strftime(pc.cast(column, pa.timestamp("s"), safe=False), "%Y-%m-%d")
    elif not (is_text(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind)):
        raise NetworkError(f"{place(0)}: the column {name} holds {kind}, not dates")
    codes, kinds = encoded(column)
    texts, days, changed = [], np.zeros((2, len(kinds)), np.int64), np.zeros(len(kinds), bool)
    for at, said in enumerate(kinds):
        text = said.strip()
        found = "" if text.casefold() in MISSING else iso(text)
        if found is None:
            row = int(np.flatnonzero(codes == at)[0])
            raise NetworkError(f"{place(row)}: {name} {said!r} is not a date: write it as 2020-12-31, 2020-12 or 2020")
        texts.append(found)
        changed[at] = bool(found) and found != text
        days[:, at] = (_days(found) or (0, 0)) if found else 0
    treatments = []
    if (rewritten := np.flatnonzero(changed[codes])).size:
        treatments.append(treatment("date in another form", f"{name} taken as its day", rewritten, place))
    taken = flat(pa.array(texts, pa.string())).take(pa.array(codes))
    return taken, days[:, codes], treatments
