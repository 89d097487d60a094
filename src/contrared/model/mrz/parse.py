"""Reading a machine-readable zone out of whatever was pasted."""

from __future__ import annotations

from datetime import date

from contrared.model.mrz.cleaning import rows
from contrared.model.mrz.dates import EXPIRY_YEARS_AHEAD
from contrared.model.mrz.diagnosis import diagnose
from contrared.model.mrz.document import Mrz
from contrared.model.mrz.finding import find
from contrared.model.mrz.reading import read_lines


def parse(text: str, *, reference: date, expiry_years_ahead: int = EXPIRY_YEARS_AHEAD) -> Mrz:
    """Read a passport, an identity card or a visa from its machine-readable lines.

    The text may have the lines with stray spaces, in small letters, with ``«`` or ``‹`` for ``<``, labels in front,
    other text around them, joined into one, wrapped elsewhere, or in the wrong order. Whatever is wrong with the zone
    itself is kept and stands in ``problems``; nothing is corrected.

    A year of two figures means: for a birth, the latest year that is not after ``reference``; for an expiry, the latest
    year that is at most ``expiry_years_ahead`` after it.

    Args:
        text: What was pasted or scanned.
        reference: The day on which the document is looked at.
        expiry_years_ahead: The longest time a document can still have to run.

    Raises:
        MrzError: the text holds no zone; the error says how many characters were found and how many are wanted.

    Source: ICAO Doc 9303, eighth edition, parts 3 to 7. Linear in the length of the text.

    >>> mrz = parse('''P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
    ... L898902C36UTO7408122F1204159ZE184226B<<<<<10''', reference=date(2012, 1, 1))
    >>> mrz.surname, mrz.given_names, str(mrz.birth_date), mrz.problems
    ('ERIKSSON', 'ANNA MARIA', '1974-08-12', ())
    """
    found_rows = rows(text)
    found = find(found_rows)
    if found is None:
        raise diagnose(found_rows)
    return read_lines(
        found.layout,
        found.lines,
        reference=reference,
        expiry_years_ahead=expiry_years_ahead,
        swapped=found.swapped,
    )
