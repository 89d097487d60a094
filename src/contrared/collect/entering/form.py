"""The file of an entry, TOML: written so that every value stands on a line of its own, and read back."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields
from typing import Any

from contrared.collect.entering.entry import FORMAT, Entry, Named, Said
from contrared.model import EvidentialStatus, Grade, Handling, InputError

_ENTITY = re.compile(r"^\[\[entity\]\]$", re.MULTILINE)
#: Keys of an entity beside its properties.
_OWN = ("id", "schema")


def render(entry: Entry) -> str:
    """The text of an entry's file."""
    lines = [f"format = {_text(FORMAT)}"]
    for item in fields(Said):
        value = getattr(entry.said, item.name)
        if item.name == "handling":
            value = value.banner
            lines.append(f"releasable_to = {_list(entry.said.handling.releasable_to)}")
        lines.append(f"{item.name} = {_text(str(value))}")
    for each in entry.entities:
        lines += ["", "[[entity]]", f"id = {_text(each.id)}", f"schema = {_text(each.schema)}"]
        props: dict[str, list[str]] = {}
        for prop, value in each.values:
            props.setdefault(prop, []).append(value)
        lines += [f"{prop} = {_list(values)}" for prop, values in props.items()]
    return "\n".join(lines) + "\n"


def parse(text: str, filename: str) -> tuple[Entry, tuple[int, ...]]:
    """Read an entry back.

    Returns:
        The entry, and the line on which each of its entities begins.

    Raises:
        InputError: not TOML, or not an entry; names the file.
    """
    do = "an entry is written by `contrared enter`; restore the file as it was"
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"not TOML: {exc}", where=filename, do=do) from exc
    if data.get("format") != FORMAT:
        raise InputError("not an entry made by hand", where=filename, do=f'its first line says format = "{FORMAT}"')
    lines = tuple(text.count("\n", 0, match.start()) + 1 for match in _ENTITY.finditer(text))
    tables = data.get("entity")
    if not isinstance(tables, list) or len(tables) != len(lines):
        raise InputError("it names no entities, or their lines cannot be told", where=filename, do=do)
    try:
        said = Said(
            **{
                item.name: str(data[item.name])
                for item in fields(Said)
                if item.name not in ("grade", "handling", "status")
            },
            grade=Grade.parse(str(data["grade"])),
            handling=Handling.parse(str(data["handling"]), releasable_to=tuple(map(str, data["releasable_to"]))),
            status=EvidentialStatus(str(data["status"])),
        )
        entities = tuple(_entity(table) for table in tables)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise InputError(f"not a whole entry: {exc}", where=filename, do=do) from exc
    return Entry(said, entities), lines


def _entity(table: dict[str, Any]) -> Named:
    values = tuple((prop, str(value)) for prop, told in table.items() if prop not in _OWN for value in told)
    return Named(str(table["schema"]), values, str(table["id"]))


def _text(value: str) -> str:
    # A TOML basic string is a JSON string, except that TOML wants the delete character escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Any) -> str:
    return "[" + ", ".join(_text(value) for value in values) + "]"
