"""Saying what a path is that no reader recognises, so that the person knows what to do with it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from contrared.collect.characters import without_controls
from contrared.collect.encodings import refuse_others
from contrared.collect.opening import open_bytes
from contrared.collect.workbook import ZIP, open_workbook, rows_of
from contrared.model import InputError

_LOOKED_AT = 1 << 16
_HTML = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_XML_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)[\s>/]")
_CODING = re.compile(rb"^#?\s*format\s*=\s*\"?(statements/\w+)", re.MULTILINE)
_OFAC_ROW = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\d+ *,"[^"\r\n]*"')
#: Beginnings of files that are none of ours, and what to call them.
_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"Rar!", "a rar archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"PAR1", "a Parquet file that holds no statements (--map reads any table)"),
    (b"SQLite format 3", "a database"),
)
_BEGINNING = 60


def unrecognised(path: Path, readers: Iterable[str]) -> InputError:
    """The error for a path that no reader recognises.

    Args:
        path: A file or folder that is there.
        readers: Names of the readers there are.

    Returns:
        What it looks like and what can be done.

    Raises:
        InputError: the same, where looking at it fails: broken gzip, a damaged workbook, no permission.
    """
    names = ", ".join(readers)
    if path.is_dir():
        return _folder(path, names)
    with open_bytes(path) as stream:
        start = stream.read(_LOOKED_AT)
    if not start.strip(b"\x1a \t\r\n"):
        return _error("there is nothing in it but white space", path, "fetch it again; nothing was loaded")
    refuse_others(start, path.name)
    if start.startswith((ZIP, b"\xd0\xcf\x11\xe0")):
        return _workbook(path, names)
    for beginning, kind in _KINDS:
        if start.startswith(beginning):
            return _error(f"{kind}, which no reader reads", path, f"there are readers for: {names}")
    if _HTML.match(start):
        return _error(
            "a web page, not a list: the download gave an error or a form", path, "open it, and fetch the list again"
        )
    if (coding := _CODING.search(start)) is not None:
        return _error(
            f"says format {coding[1].decode()!r} but is no coding this version reads",
            path,
            'end its name in .toml or .csv and write format = "statements/1" on a line of its own',
        )
    if _OFAC_ROW.match(start):
        return _error(
            "looks like a table of OFAC, but its name does not tell which",
            path,
            "give the main file under a name that begins with sdn or cons_prim, or the folder of all tables",
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return _error(
            "begins as a JSON array of a form that no reader knows", path, f"name a reader with --reader: {names}"
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and (root := _XML_ROOT.search(start)) is not None:
        return _error(
            f"XML of a form no reader knows, its first element is <{root[1].decode('ascii', 'replace')}>",
            path,
            f"check that it is the list you think it is, or name a reader with --reader: {names}",
        )
    text = without_controls(" ".join(start[:400].decode("utf-8", "replace").split()))[:_BEGINNING]
    return _error(f"no reader recognises this; it begins with {text!r}", path, f"name one with --reader: {names}")


def _folder(path: Path, names: str) -> InputError:
    held = sorted(item.name for item in path.iterdir())
    shown = ", ".join(held[:5]) + (" …" if len(held) > 5 else "")
    return _error(
        f"no reader recognises this folder; it holds {shown or 'nothing'}",
        path,
        "give the list's own file, a folder with sdn.csv, or one with exactly one coding of statements",
    )


def _workbook(path: Path, names: str) -> InputError:
    with open_bytes(path) as stream:
        data = stream.read()
    if data.startswith(ZIP) and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            held = packed.namelist()
        if not any(name.endswith("workbook.xml") for name in held):
            return _error(
                f"a zip archive; it holds {', '.join(held[:5])}{' …' if len(held) > 5 else ''}",
                path,
                "unpack it by hand and load the list that is in it",
            )
    book = open_workbook(path)
    sheets = book.sheet_names
    if sheets:
        rows_of(book, sheets[0], path.name)
    return _error(
        f"a workbook (sheets: {', '.join(sheets)}) whose first sheet is no list a reader knows",
        path,
        "put the list on the first sheet, or name a reader with --reader uk-xlsx to be told what is missing",
    )


def _error(what: str, path: Path, do: str) -> InputError:
    return InputError(what, where=str(path), do=do)
