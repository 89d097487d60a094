"""What every table gives: named columns, and rows that know their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from contrared.collect.draft import Reject
from contrared.model import Locator

#: Parts the values of a cell that holds several, as JSON and Parquet lists do; no text has it.
SEVERAL = "\x1f"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is to be read, where it does not tell itself.

    Attributes:
        delimiter: What parts cells of a text; found from the first rows if empty.
        encoding: Of a text; UTF-8, or Windows-1252 where the bytes are not that, if empty.
        sheet: Of a workbook; the first one if empty.
        header: Rows, from 1, that name the columns; the first row with anything in it if empty.
        ragged: ``reject`` or ``fill`` rows that have fewer cells than the header.
        records: Dotted path to the list of records in a JSON document; the document itself if empty.
        country: ISO 3166-1 code of the country that phone numbers without prefix are dialled in.
    """

    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    header: tuple[int, ...] = ()
    ragged: str = "reject"
    records: str = ""
    country: str = ""


class Row(NamedTuple):
    """One row.

    Attributes:
        place: The locator of the row, e.g. ``line=57``; a cell's locator begins with it.
        cells: Texts that are not empty, by column name, without white space around them.
    """

    place: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Name a mapping calls it by.
        field: Its name in the original, as a locator has it; None where that would not tell it from another column.
    """

    name: str
    field: str | None

    @property
    def suffix(self) -> str:
        """What the locator of a cell has behind that of its row."""
        return "" if self.field is None else f";{Locator(field=self.field)}"


class Table(Protocol):
    """A table being read."""

    #: Columns; None where only reading to the end tells which there are (JSON).
    columns: Sequence[Column] | None
    #: Days between 1899-12-30 and the day zero of numbers that stand for days; None where numbers never do.
    serial: int | None
    #: What is known of its header that explains a column that is not there; may be empty.
    remark: str

    def rows(self) -> Iterator[Row | Reject]:
        """Stream the rows.

        Raises:
            InputError: the table is broken as a whole.
        """
        ...


def name_columns(heads: Sequence[Sequence[str]]) -> list[Column]:
    """Columns from the cells of one or several header rows.

    Of several rows the upper ones are carried on to the right, as a merged cell is meant, and put before the lower
    with `` / ``. A column without a name is called ``column N``; names that are there more than once are told apart as
    ``name (1)``, ``name (2)``.

    >>> [c.name for c in name_columns([["Name", "Address", ""], ["", "Street", "City"]])]
    ['Name', 'Address / Street', 'Address / City']
    >>> [c.name for c in name_columns([["id", "name", "name", ""]])]
    ['id', 'name (1)', 'name (2)', 'column 4']
    """
    width = max((len(head) for head in heads), default=0)
    upper = [_carried(head, width) for head in heads[:-1]]
    lower = [_cell(heads[-1], at) for at in range(width)]
    names = []
    for at in range(width):
        parts = [part for part in (*(head[at] for head in upper), " ".join(lower[at].split())) if part]
        names.append(" / ".join(parts) or f"column {at + 1}")
    count: Mapping[str, int] = Counter(names)
    written: Mapping[str, int] = Counter(lower)
    seen: Counter[str] = Counter()
    columns = []
    for name, field in zip(names, lower, strict=True):
        seen[name] += 1
        called = name if count[name] == 1 else f"{name} ({seen[name]})"
        columns.append(Column(called, field if field.strip() and written[field] == 1 else None))
    return columns


def _cell(head: Sequence[str], at: int) -> str:
    return head[at] if at < len(head) else ""


def _carried(head: Sequence[str], width: int) -> list[str]:
    found, last = [], ""
    for at in range(width):
        last = " ".join(_cell(head, at).split()) or last
        found.append(last)
    return found


def unnamed(columns: Sequence[Column]) -> str:
    """What to say where a header has cells without a name, as merged ones leave behind."""
    blank = [column.name for column in columns if column.name.startswith("column ") and column.field is None]
    if not blank:
        return ""
    shown = ", ".join(blank[:4]) + (" …" if len(blank) > 4 else "")
    return (
        f"the header row leaves {shown} without a name, as merged cells or a title above the table do; "
        "name the right rows with 'reading: {header: [1, 2]}'"
    )
