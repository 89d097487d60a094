"""Finding an element of an XML record, the right one where it repeats and its parts where a value was put together."""

from __future__ import annotations

import re

from contrared.collect import spans
from contrared.collect.place import Excerpt, Place, in_line, line_start
from contrared.collect.spans import Element


def xml_record(text: str, place: Place) -> Excerpt:
    """The XML record a locator names, the element below it marked; without a path, the whole record.

    A path that ends in ``@name`` means that attribute of the element before it.

    Raises:
        InputError: there is no such line, no element begins on it, or the record has no such element.
    """
    start = line_start(text, place)
    stop = text.find("\n", start) + 1 or len(text)
    # A start tag that runs over several lines is known by the line on which it ends.
    before = text.rfind("<", 0, start)
    if before >= 0 and text.find(">", before, start) < 0:
        start = before
    path = place.locator.path
    record = None
    for record in spans.elements(text, start, stop):
        if path is not None and "@" in path:
            if (mark := _attribute(text, record, path)) is not None:
                return place.cut(text, (record.start, record.end), mark)
            continue
        if path is None:
            return place.cut(text, (record.start, record.end), in_line(text, record.start, record.end, place))
        if found := spans.below(record, path):
            node = max(found, key=lambda item: _fits(text, item, place))  # the first of those that fit best
            return place.cut(text, (record.start, record.end), _mark(text, node, place))
    raise place.nowhere("no element begins on that line" if record is None else f"the record has no element {path}")


def _attribute(text: str, record: Element, path: str) -> tuple[int, int] | None:
    """Where the value of an attribute stands: ``LocationCountry/@CountryID``, ``@ID`` of the record itself."""
    above, _, name = path.rpartition("@")
    pattern = re.compile(rf"\s{re.escape(name)}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
    for node in spans.below(record, above) if above else [record]:
        if (found := pattern.search(text, node.start, node.inner)) is not None:
            return found.span(1) if found[1] is not None else found.span(2)
    return None


def _fits(text: str, node: Element, place: Place) -> tuple[bool, int]:
    """How well an element says the value: as it stands, else by how much of the value its parts make up."""
    if place.says(spans.content(text, node).value):
        return True, 0
    return False, sum(high - low for low, high in _parts(text, node, place))


def _mark(text: str, node: Element, place: Place) -> tuple[int, int]:
    piece = spans.content(text, node)
    if place.locator.start is None and not place.says(piece.value):
        parts = _parts(text, node, place)
        if parts:
            return parts[0][0], parts[-1][1]
    return piece.part(*place.narrow(piece.value))


def _parts(text: str, node: Element, place: Place) -> list[tuple[int, int]]:
    """Places of the leaves of an element whose text is in the value."""
    wanted = place.value.casefold()
    found: list[tuple[int, int]] = []
    for leaf in node.within():
        if leaf.children:
            continue
        piece = spans.content(text, leaf)
        words = " ".join(piece.value.split()).casefold()
        if words and words in wanted:
            found.append(piece.part(0, len(piece.value)))
    return found
