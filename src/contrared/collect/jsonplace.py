"""Finding a value of a JSON record by its path, in the text as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s"\[\]{},:]+')
_STEP = re.compile(r"(?P<key>[^\[\]]*)(?:\[(?P<index>\d+)\])?")


def record(text: str, start: int, nth: int = 1) -> tuple[int, int] | None:
    """Where the ``nth`` object that begins at or after ``start`` stands; None where it is not there or not closed."""
    found = None
    for _ in range(nth):
        begin = text.find("{", start)
        if begin < 0 or (end := value_end(text, begin)) is None:
            return None
        found, start = (begin, end), end
    return found


def nth_of(field: str) -> tuple[int, str]:
    """Which record of its line a field is of, and the rest of its path.

    >>> nth_of("[2].data.name"), nth_of("interests[1].share")
    ((2, 'data.name'), (1, 'interests[1].share'))
    """
    match = re.match(r"\[(\d+)\](?:\.|$)", field)
    return (int(match[1]), field[match.end() :]) if match is not None else (1, field)


def find(text: str, start: int, path: str) -> tuple[int, int] | None:
    """Where the value at a path below the object at ``start`` stands; None where the object has none.

    A key may hold dots: at each step the longest run of the path that is a key is taken.
    """
    return _follow(text, (start, start), path.split("."))


def value_end(text: str, start: int) -> int | None:
    """Where the value that begins at ``start`` ends; None where the text ends before it."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth <= 0:
            return token.end()
    return None


def _follow(text: str, here: tuple[int, int], steps: list[str]) -> tuple[int, int] | None:
    if not steps:
        return here
    members = dict(_members(text, here[0]))
    for count in range(len(steps), 0, -1):
        step = ".".join(steps[:count])
        match = _STEP.fullmatch(step)
        there = members.get(step)
        if there is None and match is not None and match["index"] and match["key"] in members:
            there = dict(_members(text, members[match["key"]][0])).get(int(match["index"]))
        if there is not None and (found := _follow(text, there, steps[count:])) is not None:
            return found
    return None


def _members(text: str, start: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
    """Key and place of each value of an object, number (from 1) and place of each item of an array."""
    if text[start : start + 1] not in ("{", "["):
        return
    in_array = text[start] == "["
    position, number = start + 1, 0
    key: str | int = ""
    expects_key = not in_array
    while (token := _TOKEN.search(text, position)) is not None:
        said = token[0]
        if said in ("]", "}"):
            return
        if said in (",", ":"):
            expects_key = said == "," and not in_array
            position = token.end()
        elif expects_key:
            key = json.loads(said) if said.startswith('"') else said
            position = token.end()
        else:
            end = value_end(text, token.start())
            if end is None:
                return
            number += 1
            yield (number if in_array else key), (token.start(), end)
            position = end
