"""The OFAC tables as published: headerless CSV with ``-0-`` for null and a Ctrl-Z at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contrared.collect.csvrows import END_MARK, rows
from contrared.collect.draft import Reject
from contrared.collect.encodings import read_list
from contrared.collect.opening import head
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

#: Tables of each list and the beginning of their file names.
FAMILIES: Mapping[str, Mapping[str, str]] = {
    "us_ofac_sdn": {"main": "sdn", "alt": "alt", "add": "add", "comments": "sdn_comments"},
    "us_ofac_cons": {"main": "cons_prim", "alt": "cons_alt", "add": "cons_add", "comments": "cons_comments"},
}
COLUMNS: Mapping[str, tuple[str, ...]] = {"main": MAIN, "alt": ALT, "add": ADD, "comments": COMMENTS}
#: OFAC cuts a remark after this many characters; the rest stands in the comments table.
REMARK_LIMIT = 1000

_ENDING = re.compile(r"\.csv(\.gz)?$", re.IGNORECASE)
_DATED = re.compile(r"[-_]?\d{4}([-_]?\d{2}){0,2}$")
_FIRST_ROW = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\d+ *,"')


@dataclass(frozen=True, slots=True)
class OfacRow:
    """One row: its file, line and cells by column; null cells are empty."""

    file: str
    line: int
    cells: Mapping[str, str]


def table_rows(table: str, file: str, path: Path) -> Iterator[OfacRow | Reject]:
    """Rows of one table, and a reject where the mark is missing with which OFAC ends it: rows may be missing too.

    The comments table is published with the mark or without.

    Raises:
        InputError: a row has not the columns of this table, or the file is not CSV or cut off; names the line.
    """
    columns = COLUMNS[table]
    text, _ = read_list(path)
    line = 1
    for line, cells in rows(text, file, complete=True):
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
    if table != "comments" and not text.rstrip("\r\n").endswith(END_MARK):
        reason = "no Ctrl-Z after this row, with which OFAC ends the table; rows after it may be missing"
        yield Reject(file, f"line={line}", reason)


def recognised(path: Path) -> bool:
    """Whether a folder holds a main file, or a file is one by its name and first row."""
    if path.is_dir():
        return any(_by_table(path, tables).get("main") for tables in FAMILIES.values())
    return dataset_of(path.name) is not None and _FIRST_ROW.match(head(path, 64)) is not None


def dataset_of(filename: str) -> str | None:
    """The list whose main file bears this name, or None."""
    stem = _stem(filename)
    return next((dataset for dataset, tables in FAMILIES.items() if tables["main"] == stem), None)


def tables_of(path: Path) -> dict[str, Path]:
    """The tables that belong to a folder or to a main file, by table.

    A main file with a date in its name stands alone: what lies beside it may be of another date.

    Raises:
        InputError: no main file, more than one file for a table, or alias and address table not both there.
    """
    folder = path if path.is_dir() else path.parent
    if path.is_dir():
        here = {dataset: _by_table(path, tables) for dataset, tables in FAMILIES.items()}
        mains = [item for found in here.values() for item in found.get("main", ())]
        if len(mains) > 1:
            raise InputError(
                f"{len(mains)} main files here: {', '.join(item.name for item in mains)}",
                where=str(path),
                do="give the one that is meant",
            )
        found = next((found for found in here.values() if found.get("main")), {})
    else:
        dataset = dataset_of(path.name)
        dated = _DATED.search(_ENDING.sub("", path.name)) is not None
        beside = {} if dated or dataset is None else _by_table(folder, FAMILIES[dataset])
        found = {**beside, "main": [path]} if dataset is not None else {}
    if not found:
        raise InputError("no OFAC main file here", where=str(path), do="give sdn.csv, cons_prim.csv or their folder")
    for table, items in found.items():
        if len(items) > 1:
            names = ", ".join(item.name for item in items)
            raise InputError(
                f"{len(items)} files for the {table} table: {names}", where=str(folder), do="leave only the one meant"
            )
    tables = {table: items[0] for table, items in found.items()}
    missing = missing_tables(tables)
    if len(missing) == 1:
        raise InputError(
            f"the {missing[0]} table is missing beside {tables['main'].name}",
            where=str(path),
            do="put all tables of the list into the folder, or load the main file alone under a dated name",
        )
    return tables


def missing_tables(tables: Iterable[str]) -> list[str]:
    """Which of the alias and address tables are not there; a lone main file lacks both, a form of its own."""
    return [table for table in ("alt", "add") if table not in set(tables)]


def table_of(filename: str) -> str | None:
    """Which table a file is by its name."""
    stem = _stem(filename)
    return next((table for tables in FAMILIES.values() for table, name in tables.items() if name == stem), None)


def _by_table(folder: Path, tables: Mapping[str, str]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for item in sorted(folder.iterdir()):
        if _ENDING.search(item.name) and item.is_file():
            for table, stem in tables.items():
                if _stem(item.name) == stem:
                    found.setdefault(table, []).append(item)
    return found


def _stem(filename: str) -> str:
    return _DATED.sub("", _ENDING.sub("", filename)).lower()
