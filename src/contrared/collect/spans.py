"""Where the cells of a CSV record and the elements of an XML record stand in the original text, character by character.

The parsers that read lists give values and forget places; these give the places, for one record at a time, so that a
value can be shown where it stands with its quotes and entities as they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z_][\w:.-]*)(?:[^<>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*(?P<empty>/?)>",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|\w+);")
_STEP = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<index>\d+)\])?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A value and the place of each of its characters in the original.

    Attributes:
        value: The value as a parser would give it.
        places: For each character of ``value`` where it begins in the original, and one more: where the last ends.
    """

    value: str
    places: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where the value begins in the original."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.places[-1]

    def part(self, start: int, end: int) -> tuple[int, int]:
        """Place in the original of ``value[start:end]``.

        Raises:
            IndexError: outside the value.
        """
        if not 0 <= start <= end <= len(self.value):
            raise IndexError(f"{start}-{end} is outside the value's {len(self.value)} characters")
        return self.places[start], (self.places[end - 1] + 1 if end > start else self.places[start])


def cells(text: str, start: int, delimiter: str) -> tuple[list[Piece], int]:
    """Cells of the CSV record that begins at ``start``, and where the record ends (its line break left out)."""
    found: list[Piece] = []
    position, size = start, len(text)
    while True:
        chars: list[str] = []
        places: list[int] = []
        quoted = position < size and text[position] == '"'
        if quoted:
            position += 1
        while position < size:
            char = text[position]
            if quoted and char == '"':
                if text[position + 1 : position + 2] != '"':
                    quoted = False
                    position += 1
                    continue
                position += 1
            elif not quoted and (char == delimiter or char in "\r\n"):
                break
            chars.append(char)
            places.append(position)
            position += 1
        places.append(places[-1] + 1 if places else position)
        found.append(Piece("".join(chars), tuple(places)))
        if position >= size or text[position] != delimiter:
            return found, position
        position += 1


@dataclass(slots=True)
class Element:
    """An XML element in the original text.

    Attributes:
        name: Tag.
        start: Where its start tag begins.
        inner: Where its content begins.
        outer: Where its content ends.
        end: Where its end tag ends.
        children: Elements in it.
    """

    name: str
    start: int
    inner: int
    outer: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    def within(self) -> Iterator[Element]:
        """The element and all below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.within()


def element(text: str, start: int) -> Element | None:
    """The first element whose start tag begins at or after ``start``, with all below it; None where there is none."""
    stack: list[Element] = []
    for token in _TOKEN.finditer(text, start):
        if token["name"] is None:
            continue
        if token["close"]:
            if not stack:
                continue  # the end tag of an element that began before
            done = stack.pop()
            done.outer, done.end = token.start(), token.end()
        else:
            done = Element(token["name"], token.start(), token.end())
            if stack:
                stack[-1].children.append(done)
            if not token["empty"]:
                stack.append(done)
                continue
            done.outer = done.end = token.end()
        if not stack:
            return done
    return None


def below(record: Element, path: str) -> list[Element]:
    """Elements at ``path`` below ``record``; a step may carry an index from 1, and the record's own tag may lead."""
    steps = [step for step in path.strip("/").split("/") if step]
    found = _follow(record, steps)
    if not found and steps and steps[0].partition("[")[0] == record.name:
        found = _follow(record, steps[1:])
    return found


def content(text: str, node: Element) -> Piece:
    """The character data of an element (with that of its children), entities resolved, trimmed."""
    chars: list[str] = []
    places: list[int] = []

    def take(begin: int, stop: int, *, literal: bool = False) -> None:
        while begin < stop:
            entity = None if literal else _ENTITY.match(text, begin, stop)
            value = html.unescape(entity[0]) if entity else text[begin]
            chars.extend(value)
            places.extend([begin] * len(value))
            begin = entity.end() if entity else begin + 1

    position = node.inner
    for token in _TOKEN.finditer(text, node.inner, node.outer):
        take(position, token.start())
        if token[0].startswith("<![CDATA["):
            take(token.start() + 9, token.end() - 3, literal=True)
        position = token.end()
    take(position, node.outer)
    low, high = 0, len(chars)
    while low < high and chars[low].isspace():
        low += 1
    while high > low and chars[high - 1].isspace():
        high -= 1
    if low == high:
        return Piece("", (node.inner,))
    last = _ENTITY.match(text, places[high - 1])
    end = last.end() if last and text[places[high - 1]] == "&" else places[high - 1] + 1
    return Piece("".join(chars[low:high]), (*places[low:high], end))


def _follow(record: Element, steps: list[str]) -> list[Element]:
    here = [record]
    for step in steps:
        match = _STEP.fullmatch(step)
        if match is None:
            return []
        named = [[child for child in node.children if child.name == match["name"]] for node in here]
        if match["index"]:
            index = int(match["index"]) - 1
            here = [group[index] for group in named if 0 <= index < len(group)]
        else:
            here = [child for group in named for child in group]
    return here
