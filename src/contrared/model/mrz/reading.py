"""From lines of a known layout to fields, checks and remarks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contrared.model.mrz import checks as checking
from contrared.model.mrz import inspection
from contrared.model.mrz.checkdigit import FILLER
from contrared.model.mrz.dates import PartialDate, ReadDate, birth_date, expiry_date
from contrared.model.mrz.document import Field, Mrz
from contrared.model.mrz.formats import Format, Layout, Span
from contrared.model.mrz.names import Name, read_french_name, read_name
from contrared.model.mrz.remarks import NOTES, Remark

_NO_DATE = ReadDate(None)


@dataclass(frozen=True, slots=True)
class _Values:
    """Raw fields by name."""

    fields: dict[str, Field]

    def raw(self, name: str) -> str:
        field = self.fields.get(name)
        return field.raw if field is not None else ""

    def plain(self, name: str) -> str:
        return plain(self.raw(name))


def plain(raw: str) -> str:
    """A field without its fillers; those inside it stand for spaces or signs and become single spaces."""
    return " ".join(raw.replace(FILLER, " ").split())


def read_lines(
    layout: Layout, lines: tuple[str, ...], *, reference: date, expiry_years_ahead: int, swapped: bool = False
) -> Mrz:
    """Read a zone of a known layout, whatever is wrong with it.

    Args:
        layout: The layout the lines are of.
        lines: As many lines as it has, each as wide as it is; characters are not restricted.
        reference: The day against which centuries and expiry are judged.
        expiry_years_ahead: How far ahead of it an expiry may lie.
        swapped: Whether the lines had been given in another order.
    """
    long = checking.long_number(layout, lines)
    values = _Values({field.name: field for field in _fields(layout, lines, long)})
    checks = checking.verify(layout, lines, long)
    name = _name(layout, values)
    born = birth_date(values.raw("birth_date"), reference)
    has_expiry = "expiry_date" in layout.slots
    expires = (
        expiry_date(values.raw("expiry_date"), reference, years_ahead=expiry_years_ahead) if has_expiry else _NO_DATE
    )
    remarks: list[Remark] = []
    if swapped:
        remarks.append(inspection.line_order(layout))
    remarks += inspection.characters(layout, lines)
    remarks += inspection.check_digits(checks)
    remarks += inspection.head(layout, values.fields)
    remarks += inspection.number(values.fields)
    remarks += inspection.dates(values.fields, born, expires, reference)
    remarks += inspection.names(values.fields, name, has_given_field=layout.format is Format.FRENCH_ID)
    return Mrz(
        format=layout.format,
        lines=lines,
        fields=tuple(values.fields.values()),
        document_code=values.plain("document_code"),
        issuing_state=values.plain("issuing_state"),
        document_number=_number(values),
        nationality=values.plain("nationality"),
        birth_date=born.value,
        birth_date_other=born.other,
        sex=values.raw("sex") if values.raw("sex") in {"M", "F"} else None,
        expiry_date=expires.value,
        issue_date=_issued(layout, values, reference),
        optional_data=values.plain("optional_data"),
        optional_data_2=values.plain("optional_data_2"),
        name=name,
        checks=checks,
        problems=tuple(remark for remark in remarks if remark.kind not in NOTES),
        notes=tuple(remark for remark in remarks if remark.kind in NOTES),
        reference=reference,
        expiry_years_ahead=expiry_years_ahead,
    )


def _fields(layout: Layout, lines: tuple[str, ...], long: checking.LongNumber | None) -> list[Field]:
    fields = []
    for slot in layout.slots.values():
        name, span = slot.name, slot.span
        if long is not None and name == "document_number_check":
            continue
        if long is not None and name == "optional_data":
            fields.append(_field("document_number_rest", long.rest, lines))
            fields.append(_field("document_number_check", long.check, lines))
            span = long.left
        fields.append(_field(name, span, lines))
    return fields


def _field(name: str, span: Span, lines: tuple[str, ...]) -> Field:
    return Field(name, span.of(lines), span)


def _number(values: _Values) -> str:
    return plain(values.raw("document_number") + values.raw("document_number_rest"))


def _name(layout: Layout, values: _Values) -> Name:
    if layout.format is Format.FRENCH_ID:
        return read_french_name(values.raw("surname"), values.raw("given_names"))
    return read_name(values.raw("name"))


def _issued(layout: Layout, values: _Values, reference: date) -> PartialDate | None:
    """The French card's number begins with the year and the month of issue."""
    if layout.format is not Format.FRENCH_ID:
        return None
    return birth_date(values.raw("document_number")[:4] + "<<", reference).value
