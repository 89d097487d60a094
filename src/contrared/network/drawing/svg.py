"""The picture as SVG: legible in grey, the same bytes for the same picture, with words for those who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from xml.sax.saxutils import quoteattr

from contrared.model import text
from contrared.network.drawing.canvas import number as _n
from contrared.network.drawing.canvas import words as _text
from contrared.network.drawing.layout import Box, Layout, lay_out
from contrared.network.drawing.legend import STROKES, legend, shape
from contrared.network.drawing.picture import Picture, PictureEdge, PictureNode

RADIUS = 15.0
FONT = 13.0
_NOTE = 11.5
_LINE = 15.0
#: Width of an average character of a sans-serif font, capitals included, as a part of the font size.
_CHARACTER = 0.64
_WRAP, _LINES = 19, 4
_MARGIN = 18.0
_ROOT = f'role="img" aria-labelledby="picture-title picture-desc" font-family="sans-serif" font-size="{FONT:g}"'


def svg(picture: Picture, *, title: str = "", width: float = 860.0) -> str:
    """Draw a picture.

    Args:
        picture: What to draw.
        title: Title above it; the catalogue's unless given.
        width: Width in pixels; at 860 the text stays above seven points on an A4 page.

    Returns:
        A complete SVG document.
    """
    title = title or text("network.picture.title")
    labels = {node.id: _wrapped(node.name, _WRAP, _LINES) for node in picture.nodes}
    tied = {end for edge in picture.edges for end in (edge.source, edge.target)}
    notes = {node.id: _note(node, tied) for node in picture.nodes}
    layout = lay_out(
        _components(picture),
        [(edge.source, edge.target) for edge in picture.edges],
        {node.id: _box(labels[node.id], notes[node.id]) for node in picture.nodes},
        width=width - 2 * _MARGIN,
    )
    heading = _wrapped(title, int((layout.width) / (17 * _CHARACTER)), 3)
    top = _MARGIN + 22.0 * len(heading) + 10
    key, key_height = legend(picture, width=layout.width)
    full_width, full_height = layout.width + 2 * _MARGIN, top + layout.height + key_height + 2 * _MARGIN
    desc = text(
        "network.picture.desc",
        nodes=len(picture.nodes),
        edges=len(picture.edges),
        dual=sum(node.dual for node in picture.nodes),
    )
    size = f'width="{_n(full_width)}" height="{_n(full_height)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(full_width)} {_n(full_height)}" {size} {_ROOT}>',
        f'<title id="picture-title">{_text(title)}</title>',
        f'<desc id="picture-desc">{_text(desc)}</desc>',
        f'<rect {size} fill="#ffffff"/>',
        *(
            f'<text x="{_n(_MARGIN)}" y="{_n(_MARGIN + 16 + 22 * place)}" font-size="17" font-weight="bold">'
            f"{_text(line)}</text>"
            for place, line in enumerate(heading)
        ),
        f'<g transform="translate({_n(_MARGIN)} {_n(top)})">',
        *_ties(picture, layout),
        *(
            _node(node, layout.places[node.id], labels[node.id], notes[node.id], above=node.id in layout.turned)
            for node in picture.nodes
        ),
        "</g>",
        f'<g transform="translate({_n(_MARGIN)} {_n(top + layout.height + _MARGIN)})">',
        *key,
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _components(picture: Picture) -> list[list[str]]:
    """Connected parts, largest first, single nodes last."""
    part = {node.id: {node.id} for node in picture.nodes}
    for edge in picture.edges:
        left, right = part[edge.source], part[edge.target]
        if left is not right:
            left |= right
            part.update(dict.fromkeys(right, left))
    unique = {min(members): sorted(members) for members in part.values()}
    return sorted(unique.values(), key=lambda members: (-len(members), members))


def _note(node: PictureNode, tied: Collection[str]) -> str:
    if node.more:
        return text("network.picture.more", number=node.more)
    return "" if node.id in tied else text("network.picture.alone")


def _wrapped(words: str, width: int, most: int) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word if len(word) <= width else word[: width - 1] + "…")
    lines = [line for line in lines if line] or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: width - 1] + "…"]
    return lines


def _box(label: list[str], note: str) -> Box:
    longest = max(len(line) for line in label) * FONT
    half = max(RADIUS + 6, max(longest, len(note) * _NOTE * 0.9) * _CHARACTER / 2)
    return Box(half, half, RADIUS + 6, RADIUS + 8 + _LINE * (len(label) + bool(note)))


def _ties(picture: Picture, layout: Layout) -> list[str]:
    beside: dict[tuple[str, str], list[PictureEdge]] = {}
    for edge in picture.edges:
        beside.setdefault((edge.source, edge.target), []).append(edge)
    names = {node.id: node.name for node in picture.nodes}
    lines = []
    for (source, target), edges in beside.items():
        for place, edge in enumerate(edges):
            shift = (place - (len(edges) - 1) / 2) * 5.0
            lines.append(_tie(edge, layout.places[source], layout.places[target], shift, names))
    return lines


def _tie(
    edge: PictureEdge,
    start: tuple[float, float],
    end: tuple[float, float],
    shift: float,
    names: Mapping[str, str],
) -> str:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.sqrt(dx * dx + dy * dy) or 1.0
    ox, oy = -dy / length * shift, dx / length * shift
    said = text(
        "network.picture.tie",
        source=names[edge.source],
        target=names[edge.target],
        layer=text(f"network.layer.{edge.layer}"),
        kinds="; ".join(edge.kinds),
        number=len(edge.statement_ids),
    )
    return (
        f'<line x1="{_n(start[0] + ox)}" y1="{_n(start[1] + oy)}" x2="{_n(end[0] + ox)}" y2="{_n(end[1] + oy)}" '
        f"{STROKES[edge.layer].attributes}><title>{_text(said)}</title></line>"
    )


def _node(node: PictureNode, place: tuple[float, float], label: list[str], note: str, *, above: bool) -> str:
    x, y = place
    marks = "T" * node.terror + "D" * node.drugs + "O" * node.organised_crime
    parts = [f"<g id={quoteattr('node-' + node.id)}><title>{_text(f'{node.name} ({node.id})')}</title>"]
    if node.dual:
        parts.append(shape(node.kind, x, y, RADIUS + 4.5, fill="#ffffff"))
    parts.append(shape(node.kind, x, y, RADIUS, fill="#d9d9d9" if node.group else "#ffffff"))
    if marks:
        parts.append(_words(x, y + 4.5, marks, 'font-size="12" font-weight="bold"'))
    halo = 'stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    bold = 'font-weight="bold" ' if node.group or node.dual else ""
    lines = [(line, bold + halo) for line in label]
    if note:
        lines.append((note, f'font-size="{_NOTE}" fill="#404040" {halo}'))
    at = y - RADIUS - 10 - _LINE * (len(lines) - 1) if above else y + RADIUS + 6 + _LINE
    parts += [_words(x, at + _LINE * row, line, look) for row, (line, look) in enumerate(lines)]
    return "".join(parts) + "</g>"


def _words(x: float, y: float, words: str, look: str) -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="middle" {look}>{_text(words)}</text>'
