"""FollowTheMoney entities, one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from followthemoney import model

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, open_bytes
from contrared.collect.reader import About
from contrared.model import InputError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class FtmReader:
    """Reads entity JSON lines as OpenSanctions, Aleph and the ``ftm`` command write them."""

    name = "ftm"
    version = "1"
    summary = "FollowTheMoney entities, JSON lines"

    def recognise(self, path: Path) -> bool:
        """The first line is a JSON object with ``id``, ``schema`` and ``properties``."""
        if not path.is_file():
            return False
        first = head(path, 1 << 16).split(b"\n", 1)[0]
        return first.lstrip().startswith(b"{") and b'"schema"' in first and b'"properties"' in first

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
                if not raw.strip():
                    continue
                try:
                    data = json.loads(raw.decode("utf-8"))
                except ValueError as exc:
                    raise InputError(
                        f"not a JSON object in UTF-8: {exc}", where=f"{file}, line {line}", do="check that line"
                    ) from exc
                yield from _entity(data, file, line)


def _entity(data: Any, file: str, line: int) -> Iterator[Draft | Reject]:
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict) or not data.get("id"):
        yield Reject(file, f"line={line}", "not an entity with id, schema and properties", json.dumps(data)[:200])
        return
    schema = str(data.get("schema"))
    if model.get(schema) is None:
        yield Reject(file, f"line={line};field=schema", f"FollowTheMoney has no schema {schema!r}", str(data["id"]))
        return
    draft = Draft(str(data["id"]), schema, file)
    for prop, values in data["properties"].items():
        for value in values if isinstance(values, list) else [values]:
            text = value.get("id") if isinstance(value, dict) else value
            draft.add(prop, None if text is None else str(text), f"line={line};field={prop}")
    yield draft
