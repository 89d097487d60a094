"""What is wrong with the fields of a zone, one question a function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from contrared.model.mrz import states
from contrared.model.mrz.checkdigit import ALPHABET, FIGURES, FILLER, LETTERS
from contrared.model.mrz.checks import COMPOSITE, CheckDigit
from contrared.model.mrz.dates import ReadDate
from contrared.model.mrz.document import Field
from contrared.model.mrz.formats import LAYOUTS, Allowed, Format, Layout, Slot, Span
from contrared.model.mrz.names import Name
from contrared.model.mrz.remarks import Remark, RemarkKind

_FIGURES = frozenset(FIGURES)
_LETTERS = frozenset(LETTERS)
_READABLE = frozenset(ALPHABET)
_SEXES = frozenset({"M", "F", FILLER})
_NAMES = frozenset({"name", "surname", "given_names"})


def _misplaced(layout: Layout) -> Iterator[tuple[Slot, frozenset[str], RemarkKind]]:
    """The fields of a layout in which readable characters can be out of place; check digits are judged apart."""
    for slot in layout.slots.values():
        if slot.allowed is Allowed.DIGITS:
            yield slot, _LETTERS, RemarkKind.LETTER_IN_FIGURES
        elif slot.name in _NAMES:
            yield slot, _FIGURES, RemarkKind.NAME_FIGURE
        elif slot.allowed is Allowed.LETTERS and slot.name != "document_code":
            yield slot, _FIGURES, RemarkKind.FIGURE_IN_LETTERS


_MISPLACED = {layout.format: tuple(_misplaced(layout)) for layout in LAYOUTS.values()}


def line_order(layout: Layout) -> Remark:
    """The lines came in another order than they are printed in."""
    return Remark(RemarkKind.LINE_ORDER, "document_code", Span(1, 0, layout.width))


def characters(layout: Layout, lines: tuple[str, ...]) -> Iterator[Remark]:
    """Characters that no zone has, letters where figures belong, and figures where letters belong."""
    if not all(_READABLE.issuperset(line) for line in lines):
        for slot in layout.slots.values():
            yield from _unreadable(slot, slot.span.of(lines))
    for slot, misplaced, kind in _MISPLACED[layout.format]:
        raw = slot.span.of(lines)
        if not misplaced.isdisjoint(raw) and _READABLE.issuperset(raw):
            yield from (_one(kind, slot, place, raw) for place, character in enumerate(raw) if character in misplaced)


def check_digits(checks: tuple[CheckDigit, ...]) -> Iterator[Remark]:
    """Check digits that are wrong or are no digits; one over an unreadable character has been remarked on already."""
    for check in checks:
        if check.filler_counted:
            yield Remark(RemarkKind.FILLER_COUNTED, check.field, check.where)
        if check.ok or check.computed is None or check.printed not in _READABLE:
            continue
        kind = RemarkKind.CHECK_DIGIT if check.printed in _FIGURES else RemarkKind.CHECK_DIGIT_MISSING
        yield Remark(kind, check.field, check.where, (("printed", check.printed), ("computed", check.computed)))


def head(layout: Layout, fields: Mapping[str, Field]) -> Iterator[Remark]:
    """Document code, states and sex."""
    if layout.format is Format.FRENCH_ID:
        yield Remark(RemarkKind.NOT_ICAO, "document_code", fields["document_code"].where)
    code = fields["document_code"]
    if code.raw[0] not in layout.codes and set(code.raw) <= _READABLE:
        values = (
            ("printed", code.raw.rstrip(FILLER)),
            ("format", str(layout.format)),
            ("codes", ", ".join(layout.codes)),
        )
        yield Remark(RemarkKind.DOCUMENT_CODE, code.name, code.where, values)
    for name in ("issuing_state", "nationality"):
        field = fields.get(name)
        if field is not None and set(field.raw) <= _READABLE:
            yield from _state(field, told=name == "nationality" and fields["issuing_state"].raw == field.raw)
    sex = fields["sex"]
    if sex.raw not in _SEXES and sex.raw in _LETTERS:
        yield Remark(RemarkKind.SEX, sex.name, sex.where, (("printed", sex.raw),))


def number(fields: Mapping[str, Field]) -> Iterator[Remark]:
    """A document number that is not there."""
    field = fields["document_number"]
    if not field.raw.strip(FILLER):
        yield Remark(RemarkKind.NUMBER_MISSING, field.name, field.where)


def dates(fields: Mapping[str, Field], born: ReadDate, expires: ReadDate, reference: date) -> Iterator[Remark]:
    """Days there are not, parts that are unknown, and an order that cannot be."""
    birth, expiry = fields["birth_date"], fields.get("expiry_date")
    yield from _date(birth, born)
    if born.other is not None and born.value is not None:
        values = (("read", str(born.value.year)), ("other", str(born.other.year)))
        yield Remark(RemarkKind.CENTURY, birth.name, birth.where, values)
    if expiry is None:
        return
    yield from _date(expiry, expires)
    if expires.value is None:
        return
    if expires.value.latest < (reference.year, reference.month, reference.day):
        values = (("date", str(expires.value)), ("reference", reference.isoformat()))
        yield Remark(RemarkKind.EXPIRED, expiry.name, expiry.where, values)
    if born.value is not None and born.value.earliest > expires.value.latest:
        values = (("born", str(born.value)), ("expires", str(expires.value)))
        yield Remark(RemarkKind.BORN_AFTER_EXPIRY, birth.name, birth.where, values)


def names(fields: Mapping[str, Field], name: Name, *, has_given_field: bool) -> Iterator[Remark]:
    """A name that is missing, may be cut, or has fillers where none belong."""
    first = fields["surname" if has_given_field else "name"]
    if not name.surname_parts and not name.given_parts:
        yield Remark(RemarkKind.NAME_MISSING, first.name, first.where)
        return
    if not name.surname_parts:
        yield Remark(RemarkKind.NO_SURNAME, first.name, first.where)
    if not name.given_parts:
        yield Remark(RemarkKind.NO_GIVEN_NAMES, first.name, first.where)
    if name.gaps:
        yield Remark(RemarkKind.NAME_GAP, first.name, first.where)
    if name.may_be_truncated:
        yield Remark(RemarkKind.NAME_TRUNCATED, first.name, first.where)


def _unreadable(slot: Slot, raw: str) -> Iterator[Remark]:
    for place, character in enumerate(raw):
        if character not in _READABLE:
            yield _one(RemarkKind.CHARACTER, slot, place, raw)


def _one(kind: RemarkKind, slot: Slot, place: int, raw: str) -> Remark:
    start = slot.span.start + place
    field = slot.name.removesuffix("_check") if slot.name != "composite_check" else COMPOSITE
    return Remark(kind, field, Span(slot.span.line, start, start + 1), (("printed", raw[place]),))


def _state(field: Field, *, told: bool) -> Iterator[Remark]:
    """What is odd about a code; that Utopia is no state is told once."""
    code = field.raw.rstrip(FILLER)
    values = (("printed", code or field.raw),)
    if code == states.SPECIMEN:
        if told:
            return
        yield Remark(RemarkKind.SPECIMEN, field.name, field.where, values)
    elif code in states.UNRECOGNISED:
        yield Remark(RemarkKind.STATE_UNRECOGNISED, field.name, field.where, values)
    elif not states.is_known(code):
        yield Remark(RemarkKind.STATE_UNKNOWN, field.name, field.where, values)


def _date(field: Field, read: ReadDate) -> Iterator[Remark]:
    if not read.possible and not set(field.raw) - _FIGURES - {FILLER}:
        yield Remark(RemarkKind.DATE_IMPOSSIBLE, field.name, field.where, (("printed", field.raw),))
    elif read.possible and not read.complete:
        yield Remark(RemarkKind.DATE_UNKNOWN, field.name, field.where, (("printed", field.raw),))
