"""Where in a file something stands, as one readable line of text.

A locator is written ``key=value`` pairs joined by ``;`` and is stored as it is written, for example
``line=57;field=remarks``, ``line=12;path=INDIVIDUAL/REFERENCE_NUMBER`` or ``chars=1200-1350;page=4``.
"""

from __future__ import annotations

from dataclasses import dataclass

from contrared.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in one source file.

    Attributes:
        line: First physical line of the record, from 1; in a workbook, the row.
        field: Column name of a table, or key of a JSON object.
        path: Path of an XML element below the record element, or the name of a sheet.
        page: Page, from 1.
        start: First character, from 0: of the document in a text, of the field in a table.
        end: One past the last character.
    """

    line: int | None = None
    field: str | None = None
    path: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        parts: list[str] = []
        if self.line is not None:
            parts.append(f"line={self.line}")
        if self.path is not None:
            parts.append(f"path={_quote(self.path)}")
        if self.field is not None:
            parts.append(f"field={_quote(self.field)}")
        if self.page is not None:
            parts.append(f"page={self.page}")
        if self.start is not None and self.end is not None:
            parts.append(f"chars={self.start}-{self.end}")
        return ";".join(parts)

    @classmethod
    def parse(cls, text: str) -> Locator:
        """Read a locator back.

        Raises:
            InputError: a part is not ``key=value`` with a known key.

        >>> Locator.parse("line=57;field=remarks").line
        57
        """
        values: dict[str, str] = {}
        for part in text.split(";"):
            key, sep, value = part.partition("=")
            if not sep or key not in {"line", "path", "field", "page", "chars"}:
                raise InputError(f"{text!r} is not a locator", do="expected e.g. line=57;field=remarks")
            values[key] = _unquote(value)
        start, _, end = values.get("chars", "").partition("-")
        try:
            return cls(
                line=int(values["line"]) if "line" in values else None,
                field=values.get("field"),
                path=values.get("path"),
                page=int(values["page"]) if "page" in values else None,
                start=int(start) if start else None,
                end=int(end) if end else None,
            )
        except ValueError as exc:
            raise InputError(f"{text!r} is not a locator", do="expected whole numbers for line, page, chars") from exc


def _quote(text: str) -> str:
    return text.replace("%", "%25").replace(";", "%3B")


def _unquote(text: str) -> str:
    return text.replace("%3B", ";").replace("%25", "%")
