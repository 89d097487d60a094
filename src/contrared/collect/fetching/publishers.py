"""The catalogue: which list is offered where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from contrared.collect.encodings import read_text
from contrared.model import InputError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_FILE = re.compile(r"[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class Publisher:
    """A list that can be fetched.

    Attributes:
        name: Name of the list in the catalogue.
        publisher: Who issues it.
        about: What it is, in one line.
        files: Address by the name the file is kept under.
    """

    name: str
    publisher: str
    about: str
    files: Mapping[str, str]


def publishers(own: Path | None = None) -> dict[str, Publisher]:
    """The lists of the catalogue by name.

    Args:
        own: A file of the same form, whose lists come before ours.

    Raises:
        InputError: that file is no catalogue.
    """
    shipped = files(__package__).joinpath("publishers.toml").read_text(encoding="utf-8")
    found = _parsed(shipped, "publishers.toml")
    return found if own is None else {**found, **_parsed(read_text(own), own.name)}


def _parsed(text: str, where: str) -> dict[str, Publisher]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"not TOML: {exc}", where=where, do="see publishers.toml for the form") from exc
    return {name: _publisher(name, item, where) for name, item in data.items()}


def _publisher(name: str, item: Any, where: str) -> Publisher:
    listed = item.get("files") if isinstance(item, dict) else None
    if _NAME.fullmatch(name) is None or not isinstance(listed, dict) or not listed:
        raise InputError(f"{name!r} is no list with files", where=where, do="give it a table 'files' of addresses")
    for file, url in listed.items():
        # The name becomes a path.
        if _FILE.fullmatch(file) is None or not isinstance(url, str):
            raise InputError(
                f"{name}: {file!r} is no name of a file with an address", where=where, do="e.g. 'list.csv'"
            )
    return Publisher(name, str(item.get("publisher", "")), str(item.get("about", "")), dict(listed))
