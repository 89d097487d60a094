"""FollowTheMoney statements in bulk: Parquet, or one JSON object a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from followthemoney.types import registry

from contrared.collect.characters import is_text, without_controls
from contrared.collect.csvrows import CELL_LIMIT
from contrared.collect.draft import Batch, Reject, Told
from contrared.collect.encodings import refuse_others
from contrared.collect.opening import head, one_file, open_bytes
from contrared.collect.reader import About
from contrared.collect.readers.ftm import CHECKSUM, LONGEST_ID, STATEMENT, decode_line, together, usable
from contrared.model import InputError

MAGIC = b"PAR1"
#: Columns a table of statements has, and those that are taken where it has them.
NEEDED = ("entity_id", "schema", "prop", "value")
TAKEN = (*NEEDED, "lang", "original_value")
BATCH = 20_000
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_BOM = b"\xef\xbb\xbf"

#: A statement as it was read: place, then the columns of ``TAKEN``.
Line = tuple[str, Any, Any, Any, Any, Any, Any]


class StatementsReader:
    """Reads statements as OpenSanctions, the ``ftm`` command and our own export write them.

    Of a statement its entity, schema, property, value, language and original value are taken; its dataset, dates and
    canonical id are another node's and are given anew here.
    """

    name = "ftm-statements"
    version = "1"
    summary = "FollowTheMoney statements, Parquet or JSON lines"

    def recognise(self, path: Path) -> bool:
        """Parquet with the columns of statements, or JSON lines the first of which is one."""
        if not path.is_file():
            return False
        start = head(path, 1 << 16)
        if start.startswith(MAGIC):
            try:
                return set(NEEDED) <= set(pq.read_schema(path).names)
            except (pa.ArrowException, OSError):
                return False
        first = start.removeprefix(_BOM).lstrip().split(b"\n", 1)[0]
        return first.startswith(b"{") and all(key in first for key in STATEMENT) and b'"properties"' not in first

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """Nothing but a date in the file's name is known of such a file: dataset and grade are for the user to say."""
        (path,) = files.values()
        found = _DATE.search(path.name)
        return About(dataset="", publisher="", licence="", url="", as_of=found[0] if found else "", grade="F6")

    def read(self, files: Mapping[str, Path]) -> Iterator[Batch | Reject]:
        """Stream the statements; an id said to be two things that exclude each other stays what it was first.

        Raises:
            InputError: the Parquet file is damaged or lacks a column, or a line is no JSON; names the line.
        """
        ((file, path),) = files.items()
        lines = _parquet(path, file) if head(path, 4) == MAGIC else _json(path, file)
        yield from batches(lines, file)


def batches(lines: Iterable[Line], file: str) -> Iterator[Batch | Reject]:
    """Check statements, and give those that can be taken in batches.

    Args:
        lines: Statements as they were read.
        file: Name of the file.
    """
    told: list[Told] = []
    schemata: dict[str, str] = {}
    known = 0
    for place, entity_id, schema, prop, value, lang, original in lines:
        if prop == CHECKSUM:
            continue
        if schemata.get(entity_id) != schema:
            refused = _first(schemata, place, entity_id, schema, file)
            if refused is not None:
                yield refused
                continue
        if not isinstance(prop, str) or not isinstance(value, str):
            yield Reject(file, place, "a statement has a property and a value, both text", repr(value)[:200])
            continue
        if not value.isprintable():
            if not is_text(value):
                yield Reject(
                    file, place, f"{prop}: half of a surrogate pair, which is no character", ascii(value[:200])
                )
                continue
            plain = without_controls(value)
            original = original or (value if plain != value else None)
            value = plain
        if not value or len(value) > CELL_LIMIT or value.isspace():
            yield Reject(file, place, f"{prop}: no value, or one of more than {CELL_LIMIT} characters", value[:200])
            continue
        if lang is not None and (not lang or not isinstance(lang, str) or registry.language.clean(lang) is None):
            if lang:
                yield Reject(file, place, f"{lang!r} is no language; the value is kept without", "")
            lang = None
        if original is not None and (not isinstance(original, str) or not original or not is_text(original)):
            original = None
        told.append((entity_id, schema, prop, value, lang, original, place))
        if len(told) >= BATCH:
            yield Batch(file, told, len(schemata) - known)
            told, known = [], len(schemata)
    if told:
        yield Batch(file, told, len(schemata) - known)


def _first(schemata: dict[str, str], place: str, entity_id: Any, schema: Any, file: str) -> Reject | None:
    """Look at an entity not met before, or met with another schema."""
    if not isinstance(entity_id, str) or not entity_id:
        return Reject(file, place, "neither an entity (id, schema, properties) nor a statement", repr(entity_id)[:200])
    if len(entity_id) > LONGEST_ID or not entity_id.isprintable():
        reason = f"an id is at most {LONGEST_ID} characters, none of them a control"
        return Reject(file, place, reason, ascii(entity_id[:200]))
    if not isinstance(schema, str) or not usable(schema):
        return Reject(file, place, f"FollowTheMoney has no entities of schema {schema!r}", entity_id)
    before = schemata.setdefault(entity_id, schema)
    if before != schema and not together(before, schema):
        return Reject(file, place, f"the id stands there as {before} before, which is no {schema}", entity_id)
    return None


def _parquet(path: Path, file: str) -> Iterator[Line]:
    try:
        with pq.ParquetFile(path) as table:
            there = table.schema_arrow.names
            if missing := [name for name in NEEDED if name not in there]:
                raise InputError(
                    f"no table of statements: there is no column {missing[0]!r}",
                    where=file,
                    do="give --map with a mapping to read any other table",
                )
            number = 0
            for batch in table.iter_batches(BATCH, columns=[name for name in TAKEN if name in there]):
                absent = [None] * batch.num_rows
                columns = [_listed(batch[name]) if name in there else absent for name in TAKEN]
                places = [f"line={at};field=value" for at in range(number + 1, number + batch.num_rows + 1)]
                number += batch.num_rows
                yield from zip(places, *columns, strict=True)
    except (pa.ArrowException, OSError) as exc:
        told = " ".join(str(exc).split())[:200]
        raise InputError(f"the Parquet file is damaged ({told})", where=file, do="fetch it again") from exc


def _listed(column: pa.Array) -> list[Any]:
    """The values of a column; several times as fast as ``to_pylist`` for texts."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return list(column.to_pylist())
    return list(column.to_numpy(zero_copy_only=False).tolist())


def _json(path: Path, file: str) -> Iterator[Line]:
    with open_bytes(path) as stream:
        refuse_others(stream.peek(1), file)
        for number, raw in enumerate(stream, 1):
            if number == 1:
                raw = raw.removeprefix(_BOM)
            try:
                data = orjson.loads(raw)
                # A key that stands there twice is lost in reading; the slower reader says so.
                twice = raw.count(b'":') != len(data)
            except (orjson.JSONDecodeError, TypeError):
                twice = True
            if twice:
                if not raw.strip(b" \t\r\n\x1a"):
                    continue
                data = decode_line(raw, file, number)
            get = data.get if isinstance(data, dict) else {}.get
            yield (
                f"line={number};field=value",
                get("entity_id"),
                get("schema"),
                get("prop"),
                get("value"),
                get("lang"),
                get("original_value"),
            )
