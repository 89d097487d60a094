"""FollowTheMoney entities, or statements, one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from followthemoney.exc import InvalidData
from followthemoney.types import registry

from contrared.collect.characters import is_text, without_controls
from contrared.collect.csvrows import CELL_LIMIT
from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import refuse_others
from contrared.collect.jsonrows import no_number, plain_object
from contrared.collect.opening import head, one_file, open_bytes
from contrared.collect.reader import About
from contrared.model import InputError
from contrared.model.ftm import model

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
#: What a line of either form has.
_ENTITY = (b'"schema"', b'"properties"')
STATEMENT = (b'"entity_id"', b'"prop"', b'"value"')
#: A statement of this property carries the checksum of an entity, not a fact about it.
CHECKSUM = "id"
#: FollowTheMoney keeps ids in columns of this width.
LONGEST_ID = 255
_INFINITE = frozenset({float("inf"), float("-inf")})


class FtmReader:
    """Reads JSON lines as OpenSanctions, Aleph and the ``ftm`` command write them.

    Of a statement its entity, schema, property, value, language and original value are taken; its dataset, dates and
    canonical id are another node's and are given anew here.
    """

    name = "ftm"
    version = "3"
    summary = "FollowTheMoney entities or statements, JSON lines"

    def recognise(self, path: Path) -> bool:
        """The first line is a JSON object with the keys of an entity or of a statement."""
        if not path.is_file():
            return False
        first = head(path, 1 << 16).removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
        return first.startswith(b"{") and any(all(key in first for key in keys) for keys in (_ENTITY, STATEMENT))

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """Nothing but a date in the file's name is known of such a file: dataset and grade are for the user to say."""
        (path,) = files.values()
        found = _DATE.search(path.name)
        return About(dataset="", publisher="", licence="", url="", as_of=found[0] if found else "", grade="F6")

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the entities; an entity nested in another one, as some exports have it, is read like one of its own.

        An id that stands there with schemata that have nothing in common is not one entity: what comes later is
        rejected.

        Raises:
            InputError: a line is not UTF-8 or not JSON: then it is not such a file; names the line.
        """
        ((file, path),) = files.items()
        schemata = Schemata()
        with open_bytes(path) as stream:
            refuse_others(stream.peek(1), file)
            for line, raw in enumerate(stream, 1):
                if line == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if not raw.strip(b" \t\r\n\x1a"):
                    continue
                for item in read_entity(decode_line(raw, file, line), file, line):
                    yield schemata.check(item)


class Schemata:
    """The schema under which each id stood first."""

    def __init__(self) -> None:
        self._before: dict[str, str] = {}

    def check(self, item: Draft | Reject) -> Draft | Reject:
        """The item, or a reject where its id stood there before with a schema that has nothing in common with it."""
        if not isinstance(item, Draft):
            return item
        before = self._before.setdefault(item.entity_id, item.schema)
        if before == item.schema or together(before, item.schema):
            return item
        line = item.facts[0].locator.partition(";")[0] if item.facts else ""
        reason = f"the id stands there as {before} before, which is no {item.schema}"
        return Reject(item.file, f"{line};field=schema".lstrip(";"), reason, item.entity_id)


def decode_line(raw: bytes, file: str, line: int) -> Any:
    """One line of JSON.

    Raises:
        InputError: not UTF-8, not JSON, or a key stands there twice; names the line.
    """
    where = f"{file}, line {line}"
    do = "check that line; if it is the last one the file is cut off, fetch it again"
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=plain_object, parse_constant=no_number)
    except UnicodeDecodeError as exc:
        what = f"byte 0x{raw[exc.start]:02x} at byte {exc.start + 1} of the line is not UTF-8"
        raise InputError(what, where=where, do="convert the file to UTF-8 or fetch it again") from exc
    except json.JSONDecodeError as exc:
        what = f"not a JSON object: {exc.msg.removesuffix(' at')} at character {exc.colno}"
        raise InputError(what, where=where, do=do) from exc
    except ValueError as exc:
        raise InputError(f"not a JSON object: {exc}", where=where, do=do) from exc
    except RecursionError as exc:
        raise InputError("not a JSON object: nested deeper than any entity is", where=where, do=do) from exc


def read_entity(data: Any, file: str, line: int, field: str = "") -> Iterator[Draft | Reject]:
    """Drafts of one object, an entity with those nested in it or a statement.

    Args:
        data: What JSON gave.
        file: Name of its file.
        line: Line on which it begins.
        field: What stands before the name of a property in its locator.
    """
    place = f"line={line}"
    entity = isinstance(data, dict) and isinstance(data.get("properties"), dict)
    identity = data.get("id" if entity else "entity_id") if isinstance(data, dict) else None
    if not isinstance(identity, str) or not identity or not (entity or isinstance(data.get("prop"), str)):
        said = json.dumps(data)[:200]
        yield Reject(file, place, "neither an entity (id, schema, properties) nor a statement", said)
        return
    if len(identity) > LONGEST_ID or not identity.isprintable():
        reason = f"an id is at most {LONGEST_ID} characters, none of them a control"
        yield Reject(file, f"{place};field=id", reason, ascii(identity[:200]))
        return
    schema = data.get("schema")
    if not isinstance(schema, str) or not usable(schema):
        yield Reject(file, f"{place};field=schema", f"FollowTheMoney has no entities of schema {schema!r}", identity)
        return
    draft = Draft(identity, schema, file)
    if entity:
        for prop, values in data["properties"].items():
            where = f"{place};field={field}{prop}"
            for value in values if isinstance(values, list) else [values]:
                if isinstance(value, dict) and isinstance(value.get("id"), str):
                    # Nested exports put the whole entity where its id belongs.
                    if "properties" in value:
                        yield from read_entity(value, file, line, f"{field}{prop}.")
                    value = value["id"]
                yield from _state(draft, prop, value, where)
    elif data["prop"] != CHECKSUM:
        yield from _statement(draft, data, place)
    yield draft


def _statement(draft: Draft, data: dict[str, Any], place: str) -> Iterator[Reject]:
    lang = data.get("lang") or None
    if lang is not None and (not isinstance(lang, str) or registry.language.clean(lang) is None):
        yield Reject(draft.file, f"{place};field=lang", f"{lang!r} is no language; the value is kept without", "")
        lang = None
    original = data.get("original_value")
    if not isinstance(original, str) or not is_text(original):
        original = None
    yield from _state(draft, data["prop"], data.get("value"), f"{place};field=value", lang=lang, original=original)


def _state(
    draft: Draft, prop: str, value: Any, where: str, *, lang: str | None = None, original: str | None = None
) -> Iterator[Reject]:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or value in _INFINITE:
        yield Reject(draft.file, where, f"{prop}: neither a text nor a number", json.dumps(value)[:200])
        return
    text = str(value)
    if not is_text(text):
        yield Reject(draft.file, where, f"{prop}: half of a surrogate pair, which is no character", ascii(text[:200]))
    elif len(text) > CELL_LIMIT:
        yield Reject(draft.file, where, f"{prop}: a value of more than {CELL_LIMIT} characters", text[:200])
    else:
        plain = without_controls(text)
        if original is None and plain != text:
            original = text
        draft.add(prop, plain, where, lang=lang, original=original)


@cache
def usable(schema: str) -> bool:
    """Whether there can be entities of a schema."""
    found = model.get(schema)
    return found is not None and not found.abstract


@cache
def together(first: str, second: str) -> bool:
    """Whether one thing can be of both schemata."""
    try:
        model.common_schema(first, second)
    except InvalidData:
        return False
    return True
