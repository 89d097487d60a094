"""Writing a zone from the data of a traveller: for tests, and for travellers who do not exist.

The check digits are right by construction; nothing here makes a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contrared.model.errors import InputError
from contrared.model.messages import text as message
from contrared.model.mrz.checkdigit import FILLER, check_digit
from contrared.model.mrz.checks import judge
from contrared.model.mrz.dates import PartialDate
from contrared.model.mrz.formats import LAYOUTS, Format, Layout
from contrared.model.mrz.shortening import name_field
from contrared.model.mrz.transliteration import name_parts

_CODE = re.compile(r"[A-Z][A-Z0-9]?")
_STATE = re.compile(r"[A-Z]{1,3}")
_NUMBER = re.compile(r"[A-Z0-9]+( [A-Z0-9]+)*")
_HEAD = 9
_NO_DATE = "<<<<<<"


@dataclass(frozen=True, slots=True)
class Details:
    """What a zone is to say.

    Attributes:
        format: Any but the French card.
        document_code: One or two characters.
        issuing_state: A code of up to three letters.
        document_number: Capital letters, figures and single spaces; more than nine characters on cards only.
        nationality: A code of up to three letters.
        birth_date: As far as it is known.
        sex: ``M``, ``F`` or None.
        expiry_date: As far as it is known.
        surname: In Latin or Cyrillic letters.
        given_names: In Latin or Cyrillic letters; empty for a person of one name.
        optional_data: Capital letters, figures and single spaces.
        optional_data_2: The same, on a TD1 only.
    """

    format: Format
    document_code: str
    issuing_state: str
    document_number: str
    nationality: str
    birth_date: PartialDate | None
    sex: str | None
    expiry_date: PartialDate | None
    surname: str
    given_names: str = ""
    optional_data: str = ""
    optional_data_2: str = ""


def encode(details: Details) -> tuple[str, ...]:
    """The lines of a zone.

    Names that do not fit are cut as Doc 9303 allows, ending in a letter at the last position; everything else must fit.

    Raises:
        InputError: a value has a character that cannot stand in its field, or is too long for it.

    >>> encode(Details(Format.TD3, "P", "UTO", "L898902C3", "UTO", PartialDate(1974, 8, 12), "F",
    ...                PartialDate(2012, 4, 15), "Eriksson", "Anna Maria", "ZE184226B"))[1]
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10'
    """
    layout = LAYOUTS[details.format]
    if details.format is Format.FRENCH_ID:
        raise _error("format", str(details.format))
    rows = [[FILLER] * layout.width for _ in range(layout.height)]
    for name, value in _fields(details, layout).items():
        span = layout.slots[name].span
        rows[span.line - 1][span.start : span.end] = value.ljust(span.end - span.start, FILLER)
    for guard in layout.guards:
        if guard.field == "document_number" and _is_long(details, layout):
            continue
        if guard.may_be_filler and not details.optional_data:
            continue
        lines = tuple(map("".join, rows))
        rows[guard.digit.line - 1][guard.digit.start] = judge(guard, lines).computed or FILLER
    return tuple(map("".join, rows))


def _fields(details: Details, layout: Layout) -> dict[str, str]:
    number = _coded("document_number", details.document_number, _NUMBER)
    optional = _coded("optional_data", details.optional_data, _NUMBER, empty=True)
    fields = {
        "document_code": _coded("document_code", details.document_code, _CODE),
        "issuing_state": _coded("issuing_state", details.issuing_state, _STATE),
        "document_number": number,
        "nationality": _coded("nationality", details.nationality, _STATE),
        "birth_date": _date(details.birth_date),
        "sex": _sex(details.sex),
        "expiry_date": _date(details.expiry_date),
        "optional_data": optional,
    }
    if "optional_data_2" in layout.slots:
        fields["optional_data_2"] = _coded("optional_data_2", details.optional_data_2, _NUMBER, empty=True)
    elif details.optional_data_2:
        raise _error("optional_data_2", details.optional_data_2)
    if _is_long(details, layout):
        if FILLER in number:
            raise _error("document_number", details.document_number)
        fields["document_number"] = number[:_HEAD]
        fields["optional_data"] = f"{number[_HEAD:]}{check_digit(number)}{FILLER}{optional}"
    for name, value in fields.items():
        span = layout.slots[name].span
        if len(value) > span.end - span.start:
            raise _error(name, value)
    span = layout.slots["name"].span
    fields["name"] = name_field(name_parts(details.surname), name_parts(details.given_names), span.end - span.start)
    return fields


def _is_long(details: Details, layout: Layout) -> bool:
    return layout.long_number and len(details.document_number) > _HEAD


def _coded(field: str, value: str, pattern: re.Pattern[str], *, empty: bool = False) -> str:
    if not (pattern.fullmatch(value) or (empty and not value)):
        raise _error(field, value)
    return value.replace(" ", FILLER)


def _sex(sex: str | None) -> str:
    if sex not in {"M", "F", None}:
        raise _error("sex", str(sex))
    return sex or FILLER


def _date(date: PartialDate | None) -> str:
    if date is None:
        return _NO_DATE
    month = "<<" if date.month is None else f"{date.month:02}"
    day = "<<" if date.month is None or date.day is None else f"{date.day:02}"
    return f"{date.year % 100:02}{month}{day}"


def _error(field: str, value: str) -> InputError:
    label = message(f"mrz.field.{field}")
    return InputError(message("mrz.encode.value.what", value=value, field=label), do=message("mrz.encode.value.do"))
