"""Parsing the form in which a person codes statements: TOML or CSV, errors with file, line and row.

Whether the quotes stand in the document and the properties exist is checked by
:mod:`contrared.collect.readers.coded`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import TypeVar

from contrared.collect.coding import FORMAT, Coding, Header, Link, Party, Quote, Stated
from contrared.collect.csvrows import rows
from contrared.model import Grade, Handling, InputError

_Value = TypeVar("_Value")

_REQUIRED = ("document", "sha256", "dataset", "publisher", "licence", "as_of", "grade", "handling", "coder")
_OPTIONAL = ("url", "prefix", "title")
_COMMON = ("quote", "span", "page", "speaker", "coder", "note")
_KEYS: Mapping[str, frozenset[str]] = {
    "entity": frozenset({"id", "schema", "properties"}),
    "property": frozenset({"prop", "value", "lang", *_COMMON}),
    "statement": frozenset({"subject", "prop", "value", "lang", *_COMMON}),
    "link": frozenset({"subject", "relation", "object", *_COMMON}),
}
_CSV_COLUMNS = (
    "kind",
    "id",
    "schema",
    "subject",
    "prop",
    "value",
    "lang",
    "relation",
    "object",
    "quote",
    "start",
    "end",
    "page",
    "speaker",
    "coder",
    "note",
)
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*(entity|statement|link)[ \t]*\]\]", re.MULTILINE)
_AT_LINE = re.compile(r"\bline (\d+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def parse(text: str, filename: str) -> Coding:
    """Read a coding, as CSV if ``filename`` ends in ``.csv``, as TOML otherwise.

    Raises:
        InputError: not TOML or CSV, a key is missing, unknown or of the wrong kind; names file, line and row.
    """
    return _parse_csv(text, filename) if filename.lower().endswith(".csv") else _parse_toml(text, filename)


def _parse_toml(text: str, filename: str) -> Coding:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        place = _AT_LINE.search(str(exc))
        raise InputError(
            f"not TOML: {exc}",
            where=f"{filename}, line {place[1]}" if place else filename,
            do="correct the file at that place",
        ) from exc
    header = _header(
        {key: value for key, value in data.items() if key not in ("entity", "statement", "link")}, filename
    )
    lines: dict[str, list[int]] = {"entity": [], "statement": [], "link": []}
    for match in _TABLE.finditer(text):
        lines[match[1]].append(text.count("\n", 0, match.start()) + 1)
    parties: list[Party] = []
    stated: list[Stated] = []
    links: list[Link] = []
    for kind in ("entity", "statement", "link"):
        tables = data.get(kind, [])
        if not isinstance(tables, list) or len(tables) != len(lines[kind]):
            raise InputError(
                f"cannot tell on which lines the {kind} tables stand",
                where=filename,
                do=f"begin each with [[{kind}]] on a line of its own, and write no such line inside a quote",
            )
        for number, (table, line) in enumerate(zip(tables, lines[kind], strict=True), 1):
            row = _Row(table, kind, f"{kind} {number}", filename, line, header.coder)
            if kind == "link":
                links.append(row.link())
            elif kind == "statement":
                stated.append(row.stated(row.required("subject")))
            else:
                parties.append(row.party())
                for index, item in enumerate(row.tables("properties"), 1):
                    inner = _Row(item, "property", f"{row.label}, property {index}", filename, line, header.coder)
                    stated.append(inner.stated(parties[-1].id))
    return Coding(header, tuple(parties), tuple(stated), tuple(links))


def _parse_csv(text: str, filename: str) -> Coding:
    values: dict[str, object] = {}
    lines = text.split("\n")
    count = 0
    while count < len(lines) and (not lines[count].strip() or lines[count].startswith("#")):
        key, equals, value = lines[count].lstrip("#").partition("=")
        if equals:
            values[key.strip()] = value.strip().strip('"')
        count += 1
    header = _header(values, filename)
    table = rows("\n" * count + "\n".join(lines[count:]), filename)
    first_line, columns = next(table, (count + 1, []))
    unknown = sorted(set(columns) - set(_CSV_COLUMNS))
    if unknown or not {"kind", "quote", "start", "end"} <= set(columns):
        raise InputError(
            f"unknown column {unknown[0]!r}" if unknown else "the columns kind, quote, start and end are needed",
            where=f"{filename}, line {first_line}",
            do="use the columns " + ", ".join(_CSV_COLUMNS),
        )
    parties: list[Party] = []
    stated: list[Stated] = []
    links: list[Link] = []
    counts: dict[str, int] = {}
    for line, cells in table:
        if len(cells) != len(columns):
            raise InputError(
                f"{len(cells)} cells where the header row has {len(columns)}",
                where=f"{filename}, line {line}",
                do="check the quoting of that row",
            )
        raw = {column: cell for column, cell in zip(columns, cells, strict=True) if cell}
        kind = str(raw.pop("kind", ""))
        counts[kind] = counts.get(kind, 0) + 1
        row = _Row(_csv_cells(raw, filename, line), kind, f"{kind} {counts[kind]}", filename, line, header.coder)
        if kind == "link":
            links.append(row.link())
        elif kind == "statement":
            stated.append(row.stated(row.required("subject")))
        elif kind == "entity":
            parties.append(row.party())
        else:
            raise InputError(f"kind {kind!r} is unknown", where=row.where, do="use entity, statement or link")
    return Coding(header, tuple(parties), tuple(stated), tuple(links))


def _csv_cells(raw: dict[str, str], filename: str, line: int) -> dict[str, object]:
    """Cells as TOML would have given them: the span a pair of numbers, the page a number."""
    out: dict[str, object] = {key: value for key, value in raw.items() if key not in ("start", "end", "page")}
    try:
        if "start" in raw or "end" in raw:
            out["span"] = [int(raw.get("start", "")), int(raw.get("end", ""))]
        if "page" in raw:
            out["page"] = int(raw["page"])
    except ValueError as exc:
        raise InputError(
            "start, end and page must be whole numbers", where=f"{filename}, line {line}", do="correct the row"
        ) from exc
    return out


def _header(values: Mapping[str, object], filename: str) -> Header:
    text = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}
    if text.pop("format", None) != FORMAT:
        raise InputError("not a coding of statements", where=filename, do=f'its header must say format = "{FORMAT}"')
    for key in text:
        if key not in _REQUIRED and key not in _OPTIONAL:
            raise InputError(f"unknown header key {key!r}", where=filename, do="remove it or correct its spelling")
        if not isinstance(text[key], str):
            raise InputError(f"header key {key!r} must be a text", where=filename, do="put it in quotes")
    for key in _REQUIRED:
        if not text.get(key):
            raise InputError(f"the header lacks {key!r}", where=filename, do=f'add {key} = "…" above the first table')
    found = {key: str(value) for key, value in text.items()}
    document = found["document"]
    if document in (".", "..") or "/" in document or "\\" in document:
        raise InputError(
            f"document {document!r} is not a plain file name",
            where=filename,
            do="put the document beside the coding and give its name only",
        )
    if not _SHA256.fullmatch(found["sha256"]):
        raise InputError("sha256 is not 64 lower-case hexadecimal digits", where=filename, do="run sha256sum on it")
    return Header(
        document=document,
        sha256=found["sha256"],
        dataset=found["dataset"],
        prefix=found.get("prefix", found["dataset"]),
        title=found.get("title", ""),
        publisher=found["publisher"],
        licence=found["licence"],
        url=found.get("url", ""),
        as_of=found["as_of"],
        grade=_parsed(Grade.parse, found["grade"], f"{filename}, grade"),
        handling=_parsed(Handling.parse, found["handling"], f"{filename}, handling"),
        coder=found["coder"],
    )


def _parsed(parse: Callable[[str], _Value], text: str, where: str) -> _Value:
    try:
        return parse(text)
    except InputError as exc:
        raise InputError(exc.what, where=where, do=exc.do) from exc


class _Row:
    """One table or row of the coding being checked key by key."""

    def __init__(self, data: object, kind: str, label: str, filename: str, line: int, coder: str) -> None:
        self.label = label
        self.where = f"{filename}, line {line}, {label}"
        self._line = line
        self._coder = coder
        if not isinstance(data, dict):
            raise InputError("not a table of keys and values", where=self.where, do="write it as in the manual")
        self._data: dict[str, object] = data
        unknown = sorted(set(data) - _KEYS.get(kind, frozenset(data)))
        if unknown:
            raise InputError(
                f"unknown key {unknown[0]!r}", where=self.where, do="use " + ", ".join(sorted(_KEYS[kind]))
            )

    def text(self, key: str) -> str:
        value = self._data.get(key, "")
        if not isinstance(value, str):
            raise InputError(f"{key!r} must be a text", where=self.where, do="put it in quotes")
        return value

    def required(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise InputError(f"{key!r} is missing", where=self.where, do=f"add {key} = …")
        return value

    def tables(self, key: str) -> list[object]:
        value = self._data.get(key, [])
        if not isinstance(value, list):
            raise InputError(f"{key!r} must be a list of tables", where=self.where, do="write [{ prop = …, … }]")
        return value

    def party(self) -> Party:
        return Party(self.required("id"), self.required("schema"), self._line, self.label)

    def stated(self, subject: str) -> Stated:
        return Stated(subject, self.required("prop"), self.text("value"), self.text("lang") or None, self.quote())

    def link(self) -> Link:
        return Link(self.required("subject"), self.required("relation"), self.required("object"), self.quote())

    def quote(self) -> Quote:
        span = self._data.get("span")
        if not (isinstance(span, list) and len(span) == 2 and all(type(number) is int for number in span)):
            raise InputError(
                "a span [start, end] of two whole numbers is needed",
                where=self.where,
                do="count characters of the document from 0; end is one past the last",
            )
        page = self._data.get("page")
        if page is not None and type(page) is not int:
            raise InputError("'page' must be a whole number", where=self.where, do="correct it or leave it out")
        return Quote(
            text=self.required("quote"),
            start=span[0],
            end=span[1],
            page=page,
            speaker=self.text("speaker"),
            coder=self.text("coder") or self._coder,
            note=self.text("note"),
            line=self._line,
            label=self.label,
        )
