"""The OFAC tables as published: headerless Latin-1 CSV with ``-0-`` for null and a Ctrl-Z at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contrared.collect.csvrows import rows
from contrared.collect.opening import head, read_text
from contrared.model import InputError

MAIN = (
    "ent_num",
    "sdn_name",
    "sdn_type",
    "program",
    "title",
    "call_sign",
    "vess_type",
    "tonnage",
    "grt",
    "vess_flag",
    "vess_owner",
    "remarks",
)
ALT = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
ADD = ("ent_num", "add_num", "address", "city", "country", "add_remarks")
COMMENTS = ("ent_num", "remarks")

#: Main file of each list and the files that belong beside it: table name → beginning of the file name.
FAMILIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "us_ofac_sdn": {"main": ("sdn",), "alt": ("alt",), "add": ("add",), "comments": ("sdn_comments",)},
    "us_ofac_cons": {
        "main": ("cons_prim",),
        "alt": ("cons_alt",),
        "add": ("cons_add",),
        "comments": ("cons_comments",),
    },
}
COLUMNS: Mapping[str, tuple[str, ...]] = {"main": MAIN, "alt": ALT, "add": ADD, "comments": COMMENTS}

_ENDING = re.compile(r"\.csv(\.gz)?$", re.IGNORECASE)
_DATED = re.compile(r"[-_]?\d{4}([-_]?\d{2}){0,2}$")
_FIRST_ROW = re.compile(rb'^\s*\d+ *,"')


@dataclass(frozen=True, slots=True)
class OfacRow:
    """One row: its file, line and cells by column; null cells are empty."""

    file: str
    line: int
    cells: Mapping[str, str]


def table_rows(table: str, file: str, path: Path) -> Iterator[OfacRow]:
    """Rows of one table.

    Raises:
        InputError: a row has not the columns of this table, or the file is not CSV; names the line.
    """
    columns = COLUMNS[table]
    for line, cells in rows(read_text(path, "latin-1"), file):
        if len(cells) == 1 and not cells[0].strip("\x1a \r\n"):
            continue
        if len(cells) != len(columns):
            raise InputError(
                f"{len(cells)} columns where the {table} table has {len(columns)}",
                where=f"{file}, line {line}",
                do="the file is cut off or not this table; fetch it again",
            )
        yield OfacRow(
            file, line, {name: "" if cell.strip() == "-0-" else cell for name, cell in zip(columns, cells, strict=True)}
        )


def family_of(path: Path) -> tuple[str, Mapping[str, Path]] | None:
    """The list a path belongs to and its files by table, or None; a folder must hold a main file."""
    if path.is_dir():
        for dataset, tables in FAMILIES.items():
            found = _members(path, tables)
            if "main" in found:
                return dataset, found
        return None
    for dataset, tables in FAMILIES.items():
        if _stem(path) in tables["main"] and _FIRST_ROW.match(head(path, 64)):
            dated = _DATED.search(_ENDING.sub("", path.name)) is not None
            found = {} if dated else _members(path.parent, tables)
            return dataset, {**found, "main": path}
    return None


def missing_tables(found: Mapping[str, Path]) -> list[str]:
    """Tables that a set of files lacks; a lone main file lacks them all, and that is a form of its own."""
    return [table for table in ("alt", "add") if table not in found]


def _members(folder: Path, tables: Mapping[str, tuple[str, ...]]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for item in sorted(folder.iterdir()):
        if not _ENDING.search(item.name):
            continue
        for table, stems in tables.items():
            if _stem(item) in stems:
                found.setdefault(table, item)
    return found


def _stem(path: Path) -> str:
    return _DATED.sub("", _ENDING.sub("", path.name)).lower()
