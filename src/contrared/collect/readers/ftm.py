"""FollowTheMoney entities, or statements, one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from followthemoney import model

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, open_bytes
from contrared.collect.reader import About
from contrared.model import InputError

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
#: What a line of either form has.
_ENTITY = (b'"schema"', b'"properties"')
_STATEMENT = (b'"entity_id"', b'"prop"', b'"value"')
#: A statement of this property carries the checksum of an entity, not a fact about it.
_CHECKSUM = "id"


class FtmReader:
    """Reads JSON lines as OpenSanctions, Aleph and the ``ftm`` command write them.

    Of a statement its entity, schema, property, value, language and original value are taken; its dataset, dates and
    canonical id are another node's and are given anew here.
    """

    name = "ftm"
    version = "2"
    summary = "FollowTheMoney entities or statements, JSON lines"

    def recognise(self, path: Path) -> bool:
        """The first line is a JSON object with the keys of an entity or of a statement."""
        if not path.is_file():
            return False
        first = head(path, 1 << 16).removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
        return first.startswith(b"{") and any(all(key in first for key in keys) for keys in (_ENTITY, _STATEMENT))

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return {path.name: path}

    def about(self, files: Mapping[str, Path]) -> About:
        """Nothing but a date in the file's name is known of such a file: dataset and grade are for the user to say."""
        (path,) = files.values()
        found = _DATE.search(path.name)
        return About(dataset="", publisher="", licence="", url="", as_of=found[0] if found else "", grade="F6")

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the entities.

        Raises:
            InputError: a line is not UTF-8 or not JSON: then it is not such a file; names the line.
        """
        ((file, path),) = files.items()
        with open_bytes(path) as stream:
            for line, raw in enumerate(stream, 1):
                if line == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if not raw.strip(b" \t\r\n\x1a"):
                    continue
                yield _read(_decode(raw, file, line), file, line)


def _decode(raw: bytes, file: str, line: int) -> Any:
    where = f"{file}, line {line}"
    try:
        return json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as exc:
        what = f"byte 0x{raw[exc.start]:02x} at byte {exc.start + 1} of the line is not UTF-8"
        raise InputError(what, where=where, do="convert the file to UTF-8 or fetch it again") from exc
    except ValueError as exc:
        do = "check that line; if it is the last one the file is cut off, fetch it again"
        raise InputError(f"not a JSON object: {exc}", where=where, do=do) from exc


def _read(data: Any, file: str, line: int) -> Draft | Reject:
    place = f"line={line}"
    entity = isinstance(data, dict) and isinstance(data.get("properties"), dict)
    identity = data.get("id" if entity else "entity_id") if isinstance(data, dict) else None
    if not isinstance(identity, str) or not identity or not (entity or isinstance(data.get("prop"), str)):
        said = json.dumps(data, ensure_ascii=False)[:200]
        return Reject(file, place, "neither an entity (id, schema, properties) nor a statement", said)
    schema = data.get("schema")
    if not isinstance(schema, str) or not _usable(schema):
        return Reject(file, f"{place};field=schema", f"FollowTheMoney has no entities of schema {schema!r}", identity)
    draft = Draft(identity, schema, file)
    if entity:
        for prop, values in data["properties"].items():
            for value in values if isinstance(values, list) else [values]:
                # Nested exports put the whole entity where its id belongs.
                stated = value.get("id") if isinstance(value, dict) else value
                draft.add(prop, None if stated is None else str(stated), f"{place};field={prop}")
    elif data["prop"] != _CHECKSUM and data.get("value") is not None:
        original = data.get("original_value")
        draft.add(
            data["prop"],
            str(data["value"]),
            f"{place};field=value",
            lang=data.get("lang") or None,
            original=None if original is None else str(original),
        )
    return draft


@cache
def _usable(schema: str) -> bool:
    found = model.get(schema)
    return found is not None and not found.abstract
