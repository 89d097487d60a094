"""The shapes a machine-readable zone can have: which characters stand where, and which digits guard which.

Source: ICAO Doc 9303, eighth edition, parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (MRV-A, MRV-B). The French national
identity card issued until 2021 is not an ICAO document; its layout is public and it is still carried, so it is read
and said to be what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Format(StrEnum):
    """The layout of a zone."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"
    FRENCH_ID = "FR-ID"


class Allowed(StrEnum):
    """Which characters ICAO allows at a place; the filler ``<`` is allowed everywhere but in a check digit."""

    LETTERS = "letters"
    DIGITS = "digits"
    MIXED = "mixed"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters in one line.

    Attributes:
        line: Line of the zone, from 1.
        start: First character, from 0.
        end: One past the last character.
    """

    line: int
    start: int
    end: int

    def of(self, lines: tuple[str, ...]) -> str:
        """The characters of this run."""
        return lines[self.line - 1][self.start : self.end]

    def __str__(self) -> str:
        if self.end - self.start == 1:
            return f"{self.line}:{self.end}"
        return f"{self.line}:{self.start + 1}-{self.end}"


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a layout: its name, its place and what may stand in it."""

    name: str
    span: Span
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class Guard:
    """One check digit of a layout.

    Attributes:
        field: The field it guards, or ``composite``.
        digit: Where it is printed.
        covered: The characters it is computed over, in order.
        may_be_filler: Whether ``<`` may stand for it where everything covered is ``<``.
    """

    field: str
    digit: Span
    covered: tuple[Span, ...]
    may_be_filler: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything fixed about one format.

    Attributes:
        format: Which one.
        width: Characters in a line.
        height: Lines.
        codes: Letters a document code may begin with.
        slots: The fields by name, in reading order.
        guards: The check digits, the composite last.
        long_number: Whether a document number of more than nine characters goes on in the optional data.
    """

    format: Format
    width: int
    height: int
    codes: str
    slots: Mapping[str, Slot]
    guards: tuple[Guard, ...]
    long_number: bool = False


def _layout(
    format_: Format,
    width: int,
    height: int,
    codes: str,
    fields: str,
    guards: tuple[tuple[str, str, str], ...],
    *,
    long_number: bool = False,
) -> Layout:
    slots = {}
    for row in fields.split(";"):
        name, place, allowed = row.split()
        slots[name] = Slot(name, _span(place), Allowed(allowed))
    return Layout(
        format_,
        width,
        height,
        codes,
        MappingProxyType(slots),
        tuple(
            Guard(field, _span(digit), tuple(map(_span, covered.split())), may_be_filler=field == "optional_data")
            for field, digit, covered in guards
        ),
        long_number,
    )


def _span(place: str) -> Span:
    """A place as Doc 9303 writes it, positions from 1 and both ends counted: ``2:14-19``."""
    line, _, positions = place.partition(":")
    first, _, last = positions.partition("-")
    return Span(int(line), int(first) - 1, int(last or first))


_HEAD = "document_code 1:1-2 letters;issuing_state 1:3-5 letters;"
_LOWER = (
    "document_number 2:1-9 mixed;document_number_check 2:10 check;nationality 2:11-13 letters;"
    "birth_date 2:14-19 digits;birth_date_check 2:20 check;sex 2:21 letters;"
    "expiry_date 2:22-27 digits;expiry_date_check 2:28 check;"
)
_LOWER_GUARDS = (
    ("document_number", "2:10", "2:1-9"),
    ("birth_date", "2:20", "2:14-19"),
    ("expiry_date", "2:28", "2:22-27"),
)

LAYOUTS: Mapping[Format, Layout] = MappingProxyType(
    {
        layout.format: layout
        for layout in (
            _layout(
                Format.TD1,
                30,
                3,
                "ACI",
                _HEAD + "document_number 1:6-14 mixed;document_number_check 1:15 check;optional_data 1:16-30 mixed;"
                "birth_date 2:1-6 digits;birth_date_check 2:7 check;sex 2:8 letters;"
                "expiry_date 2:9-14 digits;expiry_date_check 2:15 check;nationality 2:16-18 letters;"
                "optional_data_2 2:19-29 mixed;composite_check 2:30 check;name 3:1-30 letters",
                (
                    ("document_number", "1:15", "1:6-14"),
                    ("birth_date", "2:7", "2:1-6"),
                    ("expiry_date", "2:15", "2:9-14"),
                    ("composite", "2:30", "1:6-30 2:1-7 2:9-15 2:19-29"),
                ),
                long_number=True,
            ),
            _layout(
                Format.TD2,
                36,
                2,
                "ACI",
                _HEAD + "name 1:6-36 letters;" + _LOWER + "optional_data 2:29-35 mixed;composite_check 2:36 check",
                (*_LOWER_GUARDS, ("composite", "2:36", "2:1-10 2:14-20 2:22-35")),
                long_number=True,
            ),
            _layout(
                Format.TD3,
                44,
                2,
                "P",
                _HEAD
                + "name 1:6-44 letters;"
                + _LOWER
                + "optional_data 2:29-42 mixed;optional_data_check 2:43 check;composite_check 2:44 check",
                (
                    *_LOWER_GUARDS,
                    ("optional_data", "2:43", "2:29-42"),
                    ("composite", "2:44", "2:1-10 2:14-20 2:22-43"),
                ),
            ),
            _layout(
                Format.MRV_A,
                44,
                2,
                "V",
                _HEAD + "name 1:6-44 letters;" + _LOWER + "optional_data 2:29-44 mixed",
                _LOWER_GUARDS,
            ),
            _layout(
                Format.MRV_B,
                36,
                2,
                "V",
                _HEAD + "name 1:6-36 letters;" + _LOWER + "optional_data 2:29-36 mixed",
                _LOWER_GUARDS,
            ),
            _layout(
                Format.FRENCH_ID,
                36,
                2,
                "I",
                _HEAD + "surname 1:6-30 letters;optional_data 1:31-36 mixed;"
                "document_number 2:1-12 mixed;document_number_check 2:13 check;given_names 2:14-27 letters;"
                "birth_date 2:28-33 digits;birth_date_check 2:34 check;sex 2:35 letters;composite_check 2:36 check",
                (
                    ("document_number", "2:13", "2:1-12"),
                    ("birth_date", "2:34", "2:28-33"),
                    ("composite", "2:36", "1:1-36 2:1-35"),
                ),
            ),
        )
    }
)

#: Number of lines by their width: the three shapes paper has.
SHAPES: Mapping[int, int] = MappingProxyType({44: 2, 36: 2, 30: 3})


def layouts_of(width: int, first_line: str) -> tuple[Layout, ...]:
    """Layouts that lines of this width can have, the likeliest first.

    The width is not enough: a visa is as wide as a passport, told by the ``V`` it begins with, and the French card is
    as wide as a TD2.
    """
    if width == 30:
        return (LAYOUTS[Format.TD1],)
    if first_line.startswith("V"):
        return (LAYOUTS[Format.MRV_A if width == 44 else Format.MRV_B],)
    if width == 44:
        return (LAYOUTS[Format.TD3],)
    if first_line.startswith("IDFRA"):
        return LAYOUTS[Format.FRENCH_ID], LAYOUTS[Format.TD2]
    return (LAYOUTS[Format.TD2],)
