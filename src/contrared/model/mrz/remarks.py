"""What there is to say about a zone that was read: what is wrong, and what is only worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contrared.model.messages import text
from contrared.model.mrz.formats import Span


class RemarkKind(StrEnum):
    """Each has a text ``mrz.remark.<kind>`` in the catalogue: what is so, and what to do."""

    BORN_AFTER_EXPIRY = "born_after_expiry"
    CHARACTER = "character"
    CHECK_DIGIT = "check_digit"
    CHECK_DIGIT_MISSING = "check_digit_missing"
    DATE_IMPOSSIBLE = "date_impossible"
    LETTER_IN_FIGURES = "letter_in_figures"
    LINE_ORDER = "line_order"
    NAME_FIGURE = "name_figure"
    NAME_GAP = "name_gap"
    NAME_MISSING = "name_missing"
    NUMBER_MISSING = "number_missing"
    FIGURE_IN_LETTERS = "figure_in_letters"
    SEX = "sex"
    STATE_UNKNOWN = "state_unknown"

    CENTURY = "century"
    DATE_UNKNOWN = "date_unknown"
    DOCUMENT_CODE = "document_code"
    EXPIRED = "expired"
    FILLER_COUNTED = "filler_counted"
    NAME_TRUNCATED = "name_truncated"
    NO_GIVEN_NAMES = "no_given_names"
    NO_SURNAME = "no_surname"
    NOT_ICAO = "not_icao"
    SPECIMEN = "specimen"
    STATE_UNRECOGNISED = "state_unrecognised"


#: Remarks that say nothing is wrong.
NOTES = frozenset(
    {
        RemarkKind.CENTURY,
        RemarkKind.DATE_UNKNOWN,
        RemarkKind.DOCUMENT_CODE,
        RemarkKind.EXPIRED,
        RemarkKind.FILLER_COUNTED,
        RemarkKind.NAME_TRUNCATED,
        RemarkKind.NO_GIVEN_NAMES,
        RemarkKind.NO_SURNAME,
        RemarkKind.NOT_ICAO,
        RemarkKind.SPECIMEN,
        RemarkKind.STATE_UNRECOGNISED,
    }
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about one place.

    Attributes:
        kind: What it is.
        field: The field it concerns.
        where: The characters it concerns.
        values: What the text names, as pairs of placeholder and value.
    """

    kind: RemarkKind
    field: str
    where: Span
    values: tuple[tuple[str, str], ...] = ()

    def what(self, language: str = "en") -> str:
        """What is so, in one sentence."""
        return self._text("what", language)

    def do(self, language: str = "en") -> str:
        """What the reader can do about it."""
        return self._text("do", language)

    def place(self, language: str = "en") -> str:
        """Where, counted from 1 as ICAO counts: line and positions."""
        return place_text(self.where, language)

    def _text(self, part: str, language: str) -> str:
        label = text(f"mrz.field.{self.field}", language)
        return text(f"mrz.remark.{self.kind}.{part}", language, field=label, **dict(self.values))


def place_text(span: Span, language: str = "en") -> str:
    """A place in words."""
    if span.end - span.start == 1:
        return text("mrz.place.one", language, line=span.line, position=span.end)
    return text("mrz.place.many", language, line=span.line, first=span.start + 1, last=span.end)
