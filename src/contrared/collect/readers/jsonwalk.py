"""Values of a JSON record by path, each with the place at which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contrared.collect.draft import Draft, Reject
from contrared.collect.jsonrows import JsonRecord

#: A path that names everything below a key ends so.
BELOW = ".*"


def objects(data: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Objects at a path, with their own paths; ``interests[]`` means each item of the list.

    >>> [place for place, _ in objects({"a": [{"b": {}}, {"b": {}}]}, "a[].b")]
    ['a[1].b', 'a[2].b']
    """
    for place, found in _at(data, path):
        if isinstance(found, Mapping):
            yield place, found


def texts(data: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Texts and numbers at a path, with their own paths; empty texts state nothing and are left out."""
    for place, found in _at(data, path):
        if isinstance(found, (str, int, float)) and not isinstance(found, bool) and (said := str(found).strip()):
            yield place, said


def text(data: Mapping[str, Any], path: str) -> str:
    """The first text or number at a path, or nothing."""
    return next((said for _, said in texts(data, path)), "")


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts values of a record on drafts.

    Attributes:
        record: The record.
        data: It, or an object in it.
        above: Path of ``data`` in the record; empty for the record itself.
    """

    record: JsonRecord
    data: Mapping[str, Any]
    above: str = ""

    def at(self, path: str) -> str:
        """Locator of a path below ``data``."""
        return self.record.at(".".join(part for part in (self.above, path) if part))

    def say(self, draft: Draft, prop: str, path: str) -> None:
        """State every value at a path."""
        for place, said in texts(self.data, path):
            draft.add(prop, said, self.at(place))

    def derived(self, draft: Draft, prop: str, value: str, path: str) -> None:
        """State a value that was made of the one at a path; nothing where there is none."""
        for place, said in texts(self.data, path):
            draft.add(prop, value, self.at(place), original=said)
            return

    def below(self, path: str) -> Iterator[Teller]:
        """Tellers of the objects at a path."""
        for place, found in objects(self.data, path):
            yield Teller(self.record, found, ".".join(part for part in (self.above, place) if part))


@dataclass(slots=True)
class Keys:
    """Watches for keys that a reader does not know; each is told once, where it stands first.

    Args:
        known: Paths without numbers (``interests[].share.exact``); one that ends in ``.*`` knows all below it.
    """

    known: frozenset[str]
    _told: set[str] = field(default_factory=set)

    def unread(self, record: JsonRecord, file: str) -> Iterator[Reject]:
        """Values under keys that nothing reads."""
        for path, place, said in _leaves(record.data, "", ""):
            if path in self.known or path in self._told or said in ("", "None"):
                continue
            parts = path.split(".")
            if any(".".join(parts[:count]) + BELOW in self.known for count in range(1, len(parts))):
                continue
            self._told.add(path)
            yield Reject(file, record.at(place), "the reader knows no such key; told once, not for every record", said)


def _at(data: Any, path: str) -> Iterator[tuple[str, Any]]:
    step, _, rest = path.partition(".")
    key = step.removesuffix("[]")
    if not isinstance(data, Mapping) or key not in data:
        return
    found = data[key]
    if step.endswith("[]"):
        items = found if isinstance(found, list) else [found]
        here = [(f"{key}[{number}]" if isinstance(found, list) else key, item) for number, item in enumerate(items, 1)]
    else:
        here = [(key, found)]
    for place, item in here:
        if not rest:
            yield place, item
        else:
            for below, value in _at(item, rest):
                yield f"{place}.{below}", value


def _leaves(data: Any, path: str, place: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _leaves(value, f"{path}.{key}".lstrip("."), f"{place}.{key}".lstrip("."))
    elif isinstance(data, list):
        for number, value in enumerate(data, 1):
            yield from _leaves(value, f"{path}[]", f"{place}[{number}]")
    else:
        yield path, place, str(data)[:200]
