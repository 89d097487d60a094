"""Elements of a UN record: their text, and the path at which each stands."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element


def text(element: Element, tag: str = "", *, squeeze: bool = True) -> str:
    """Text of a child, or of the element itself without ``tag``; trimmed, inner white space collapsed."""
    found = element.find(tag) if tag else element
    if found is None or found.text is None:
        return ""
    return " ".join(found.text.split()) if squeeze else found.text.strip()


def each(element: Element, path: str) -> Iterator[tuple[str, Element]]:
    """Descendants at ``path``, each with a path of its own: numbered from 1 where a tag stands there more than once."""
    first, _, rest = path.partition("/")
    found = element.findall(first)
    for number, child in enumerate(found, 1):
        own = first if len(found) == 1 else f"{first}[{number}]"
        if not rest:
            yield own, child
        else:
            for below, grandchild in each(child, rest):
                yield f"{own}/{below}", grandchild
