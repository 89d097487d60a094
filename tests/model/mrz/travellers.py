"""Travellers who do not exist, for laws."""

from __future__ import annotations

import string
from datetime import date

from hypothesis import strategies as st

from contrared.model.mrz import Details, Format, PartialDate
from contrared.model.mrz.dates import days_in
from contrared.model.mrz.formats import LAYOUTS
from contrared.model.mrz.states import BEYOND_ISO, STATES

REFERENCE = date(2026, 6, 1)
ICAO = [format_ for format_ in Format if format_ is not Format.FRENCH_ID]
CODES = [*sorted(set(STATES) - BEYOND_ISO), "D", "XXB", "UNO", "RKS"]

_letters = string.ascii_uppercase
_mixed = _letters + string.digits


def dates(first: int, last: int) -> st.SearchStrategy[PartialDate]:
    """Dates between two years, some of them known in part."""

    def build(year: int, month: int, day: int, known: int) -> PartialDate:
        if known == 0:
            return PartialDate(year)
        if known == 1:
            return PartialDate(year, month)
        return PartialDate(year, month, min(day, days_in(year, month)))

    return st.builds(build, st.integers(first, last), st.integers(1, 12), st.integers(1, 31), st.integers(0, 9))


def words(alphabet: str, count: int, size: int) -> st.SearchStrategy[str]:
    """Words between single spaces."""
    return st.lists(st.text(alphabet, min_size=1, max_size=size), max_size=count).map(" ".join)


@st.composite
def details(draw: st.DrawFn, formats: list[Format] | None = None) -> Details:
    """The data of a traveller that fit the format; only the name may be too long."""
    format_ = draw(st.sampled_from(formats or ICAO))
    layout = LAYOUTS[format_]
    optional = layout.slots["optional_data"].span
    room = optional.end - optional.start
    number = draw(st.text(_mixed, min_size=1, max_size=9))
    if layout.long_number and draw(st.booleans()):
        number = draw(st.text(_mixed, min_size=10, max_size=9 + room - 2))
        room -= len(number) - 9 + 2
    second = layout.slots.get("optional_data_2")
    return Details(
        format=format_,
        document_code=draw(st.sampled_from(layout.codes)) + draw(st.sampled_from(["", *_letters])),
        issuing_state=draw(st.sampled_from(CODES)),
        document_number=number,
        nationality=draw(st.sampled_from(CODES)),
        birth_date=draw(st.none() | dates(REFERENCE.year - 99, REFERENCE.year - 1)),
        sex=draw(st.sampled_from(["M", "F", None])),
        expiry_date=draw(dates(REFERENCE.year, REFERENCE.year + 50)),
        surname=draw(st.text(_letters, min_size=2, max_size=40)) + " " + draw(words(_letters, 2, 14)),
        given_names=draw(words(_letters, 4, 14)),
        optional_data=draw(words(_mixed, 2, 5).filter(lambda text: len(text) <= room)) if room > 0 else "",
        optional_data_2=draw(words(_mixed, 2, 5)) if second is not None else "",
    )
