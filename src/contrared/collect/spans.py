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
    r"<!--|<!\[CDATA\[|<\?"
    r"|<(?P<close>/?)(?P<name>[A-Za-z_][\w:.-]*)(?:[^<>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*(?P<empty>/?)>"
)
_TERMINATORS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|\w+);")
_STEP = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<index>\d+)\])?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A value and the place of each of its characters in the original.

    Attributes:
        value: The value as a parser would give it.
        begins: For each character where it begins in the original.
        ends: And where it ends: two on for a doubled quote, more for an entity.
        at: Where the value would stand, if it is empty.
    """

    value: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    at: int

    def part(self, start: int, end: int) -> tuple[int, int]:
        """Place in the original of ``value[start:end]``.

        Raises:
            IndexError: outside the value.
        """
        if not 0 <= start <= end <= len(self.value):
            raise IndexError(f"{start}-{end} is outside the value's {len(self.value)} characters")
        if start == end:
            at = self.begins[start] if start < len(self.value) else self.ends[-1] if self.ends else self.at
            return at, at
        return self.begins[start], self.ends[end - 1]


def cells(text: str, start: int, delimiter: str) -> tuple[list[Piece], int]:
    """Cells of the CSV record that begins at ``start``, and where the record ends (its line break left out)."""
    found: list[Piece] = []
    position, size = start, len(text)
    while True:
        chars: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        quoted = position < size and text[position] == '"'
        if quoted:
            position += 1
        at = position
        while position < size:
            char, begin = text[position], position
            if quoted and char == '"':
                position += 1
                if text[position : position + 1] != '"':
                    quoted = False
                    continue
            elif not quoted and (char == delimiter or char in "\r\n"):
                break
            position += 1
            chars.append(char)
            begins.append(begin)
            ends.append(position)
        found.append(Piece("".join(chars), tuple(begins), tuple(ends), at))
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
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def elements(text: str, start: int, stop: int) -> Iterator[Element]:
    """Elements whose start tags begin in ``text[start:stop]``, outermost first, in the order of the document."""
    while (found := element(text, start)) is not None and found.start < stop:
        for node in found.within():
            if node.start >= stop:
                return
            yield node
        start = found.end


def element(text: str, start: int) -> Element | None:
    """The first element whose start tag begins at or after ``start``, with all below it; None where there is none."""
    stack: list[Element] = []
    for token, _ in _tokens(text, start, len(text)):
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
    """Elements at ``path`` below ``record``; a step may carry an index from 1, and the record's own tag may lead.

    Prefixes of namespaces may be left out.
    """
    steps = [step for step in path.strip("/").split("/") if step]
    found = _follow(record, steps)
    if not found and steps and _bears(record, steps[0].partition("[")[0]):
        found = _follow(record, steps[1:])
    return found


def content(text: str, node: Element) -> Piece:
    """The character data of an element (with that of its children), entities resolved, trimmed."""
    chars: list[str] = []
    begins: list[int] = []
    ends: list[int] = []

    def take(begin: int, stop: int, *, literal: bool = False) -> None:
        while begin < stop:
            entity = None if literal else _ENTITY.match(text, begin, stop)
            value, after = (html.unescape(entity[0]), entity.end()) if entity else (text[begin], begin + 1)
            chars.extend(value)
            begins.extend([begin] * len(value))
            ends.extend([after] * len(value))
            begin = after

    position = node.inner
    for token, end in _tokens(text, node.inner, node.outer):
        take(position, token.start())
        if token[0] == "<![CDATA[":
            take(token.end(), end - 3, literal=True)
        position = end
    take(position, node.outer)
    low, high = 0, len(chars)
    while low < high and chars[low].isspace():
        low += 1
    while high > low and chars[high - 1].isspace():
        high -= 1
    return Piece("".join(chars[low:high]), tuple(begins[low:high]), tuple(ends[low:high]), node.inner)


def _tokens(text: str, start: int, stop: int) -> Iterator[tuple[re.Match[str], int]]:
    """Tags, comments, CDATA sections and instructions, each with its end; nothing after one that does not end."""
    while (token := _TOKEN.search(text, start, stop)) is not None:
        start = token.end()
        if token["name"] is None:
            terminator = _TERMINATORS[token[0]]
            found = text.find(terminator, start, stop)
            if found < 0:
                return
            start = found + len(terminator)
        yield token, start


def _bears(node: Element, name: str) -> bool:
    """Whether an element is of a name, be it with the prefix of its namespace or without."""
    return name in (node.name, node.name.rpartition(":")[2])


def _follow(record: Element, steps: list[str]) -> list[Element]:
    here = [record]
    for step in steps:
        match = _STEP.fullmatch(step)
        if match is None:
            return []
        named = [[child for child in node.children if _bears(child, match["name"])] for node in here]
        if match["index"]:
            index = int(match["index"]) - 1
            here = [group[index] for group in named if 0 <= index < len(group)]
        else:
            here = [child for group in named for child in group]
    return here
