"""The check digits of one zone: what is printed, what it should be, and over which characters."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.model.mrz.checkdigit import FILLER, check_digit
from contrared.model.mrz.formats import Guard, Layout, Span

COMPOSITE = "composite"
_NUMBER = "document_number"
#: Issuers whose older cards count the filler between the two halves of a long number.
_COUNT_THE_FILLER = frozenset({"BEL"})


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit.

    Attributes:
        field: The field it guards, or ``composite``.
        printed: The character in its place.
        computed: The digit the covered characters call for, or None if one of them cannot be read.
        ok: Whether the two agree, or ``<`` is printed where it may be.
        where: Where it is printed.
        covered: The characters it is computed over, in order.
        filler_counted: It agrees only if the filler inside a long number is counted, as on older Belgian cards.
    """

    field: str
    printed: str
    computed: str | None
    ok: bool
    where: Span
    covered: tuple[Span, ...]
    filler_counted: bool = False


@dataclass(frozen=True, slots=True)
class LongNumber:
    """Where a document number of more than nine characters goes on.

    Attributes:
        rest: The further characters, in the optional data.
        check: The check digit after them.
        left: What remains of the optional data.
    """

    rest: Span
    check: Span
    left: Span


def long_number(layout: Layout, lines: tuple[str, ...]) -> LongNumber | None:
    """The continuation of a long document number, or None if this one is not long.

    A filler in place of the check digit says that the number goes on at the start of the optional data, where the check
    digit follows it. Source: ICAO Doc 9303-5, note j (TD1), and 9303-6, note j (TD2).
    """
    if not _announces_long_number(layout, lines):
        return None
    optional = layout.slots["optional_data"].span
    text = optional.of(lines)
    length = len(text.partition(FILLER)[0])
    if length < 2:
        return None
    check = optional.start + length - 1
    return LongNumber(
        Span(optional.line, optional.start, check),
        Span(optional.line, check, check + 1),
        Span(optional.line, check + 1, optional.end),
    )


def verify(layout: Layout, lines: tuple[str, ...], long: LongNumber | None) -> tuple[CheckDigit, ...]:
    """Compute every check digit of a zone, the composite last.

    Args:
        layout: Its layout.
        lines: Its lines.
        long: Where its document number goes on, as :func:`long_number` says.
    """
    return tuple(
        _long(layout, guard, long, lines) if long is not None and guard.field == _NUMBER else judge(guard, lines)
        for guard in layout.guards
    )


def judge(guard: Guard, lines: tuple[str, ...]) -> CheckDigit:
    """Compute one check digit."""
    text = "".join([span.of(lines) for span in guard.covered])
    printed, computed = guard.digit.of(lines), check_digit(text)
    ok = printed == computed or (guard.may_be_filler and printed == FILLER and not text.strip(FILLER))
    return CheckDigit(guard.field, printed, computed, ok, guard.digit, guard.covered)


def _long(layout: Layout, guard: Guard, long: LongNumber, lines: tuple[str, ...]) -> CheckDigit:
    head, separator = layout.slots[_NUMBER].span, layout.slots["document_number_check"].span
    strict = judge(Guard(guard.field, long.check, (head, long.rest)), lines)
    if not strict.ok and layout.slots["issuing_state"].span.of(lines) in _COUNT_THE_FILLER:
        older = judge(Guard(guard.field, long.check, (head, separator, long.rest)), lines)
        if older.ok:
            return CheckDigit(
                older.field, older.printed, older.computed, True, older.where, older.covered, filler_counted=True
            )
    return strict


def _announces_long_number(layout: Layout, lines: tuple[str, ...]) -> bool:
    """Whether nine characters of a number stand without a check digit, as they do where more follow."""
    if not layout.long_number or layout.slots["document_number_check"].span.of(lines) != FILLER:
        return False
    return FILLER not in layout.slots[_NUMBER].span.of(lines)
