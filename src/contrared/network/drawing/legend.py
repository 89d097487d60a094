"""What lines and shapes of the picture mean: a layer is a colour and a dash pattern, a kind of party a shape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from contrared.model import text
from contrared.network.drawing.picture import Picture
from contrared.network.edge import Layer


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; colours stand 3:1 against white, and width and dashes differ without them."""

    colour: str
    width: float
    dashes: str = ""

    @property
    def attributes(self) -> str:
        """As SVG attributes."""
        dashes = f' stroke-dasharray="{self.dashes}"' if self.dashes else ""
        return f'fill="none" stroke="{self.colour}" stroke-width="{self.width:g}"{dashes}'


STROKES: Mapping[Layer, Stroke] = {
    Layer.OWNERSHIP: Stroke("#000000", 3.5),
    Layer.DIRECTORSHIP: Stroke("#0b4f8a", 3.5, "16 4"),
    Layer.MEMBERSHIP: Stroke("#00664b", 3.5, "8 3"),
    Layer.EMPLOYMENT: Stroke("#2f6f9f", 2.5, "16 3 3 3"),
    Layer.FAMILY: Stroke("#8f2f66", 2.5, "10 3 3 3 3 3"),
    Layer.ASSOCIATION: Stroke("#6b4f00", 2.5, "6 4"),
    Layer.PAYMENT: Stroke("#1f6b1f", 3.0),
    Layer.COMMUNICATION: Stroke("#00676b", 3.0, "12 4"),
    Layer.ENCOUNTER: Stroke("#a3195b", 3.0, "6 4"),
    Layer.LINKED_TO: Stroke("#b34700", 2.2),
    Layer.IDENTIFIER: Stroke("#0b3c8c", 1.8, "12 4"),
    Layer.VEHICLE: Stroke("#4a4a8f", 1.8),
    Layer.CUSTODY: Stroke("#5c3317", 1.8, "12 4 2 4"),
    Layer.ADDRESS: Stroke("#5a5a5a", 1.8, "5 4"),
    Layer.CO_LOCATION: Stroke("#6b6b00", 1.8, "5 4 1.8 4"),
    Layer.REMARK: Stroke("#6a3d9a", 1.8, "1.8 4"),
    Layer.REPORTED: Stroke("#7a1f1f", 1.8, "1.8 4 8 4"),
    Layer.DOCUMENT: Stroke("#707070", 1.2, "1.8 6"),
}
_ROW = 24.0


def shape(kind: str, x: float, y: float, radius: float, *, fill: str) -> str:
    """The outline of a kind of party around a centre."""
    paint = f'fill="{fill}" stroke="#000000" stroke-width="1.6"'
    if kind == "person":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {paint}/>'
    if kind == "organisation":
        side = radius * 0.92
        corner = f'x="{x - side:.1f}" y="{y - side:.1f}"'
        return f'<rect {corner} width="{2 * side:.1f}" height="{2 * side:.1f}" rx="2" {paint}/>'
    corners = 4 if kind == "craft" else 6
    reach = radius * (1.2 if corners == 4 else 1.06)
    angles = [2 * math.pi * turn / corners for turn in range(corners)]
    points = " ".join(f"{x + reach * math.cos(a):.1f},{y + reach * math.sin(a):.1f}" for a in angles)
    return f'<polygon points="{points}" {paint}/>'


def legend(picture: Picture, *, width: float) -> tuple[list[str], float]:
    """The key, with only what the picture uses.

    Returns:
        SVG elements from the origin down, and their height.
    """
    layers = sorted({edge.layer for edge in picture.edges}, key=lambda layer: layer.weakness)
    kinds = [k for k in ("person", "organisation", "craft", "other") if any(n.kind == k for n in picture.nodes)]
    samples = [(f'<line x1="0" y1="0" x2="52" y2="0" {STROKES[item].attributes}/>', f"layer.{item}") for item in layers]
    samples += [(shape(kind, 26, 0, 9, fill="#ffffff"), f"node.{kind}") for kind in kinds]
    if any(node.group for node in picture.nodes):
        samples.append((shape("organisation", 26, 0, 9, fill="#d9d9d9"), "node.group"))
    if any(node.dual for node in picture.nodes):
        ring = shape("person", 26, 0, 10.5, fill="#ffffff") + shape("person", 26, 0, 7, fill="#ffffff")
        samples.append((ring, "node.dual"))
    columns = max(1, int(width // 272))
    out = [f'<text x="0" y="14" font-weight="bold">{escape(text("network.picture.legend"))}</text>']
    for place, (sample, key) in enumerate(samples):
        x, y = (place % columns) * width / columns, 34 + (place // columns) * _ROW
        said = escape(text(f"network.{key}"))
        out.append(f'<g transform="translate({x:.1f} {y:.1f})">{sample}<text x="62" y="4.5">{said}</text></g>')
    last = 34 + math.ceil(len(samples) / columns) * _ROW
    out.append(f'<text x="0" y="{last + 4:.1f}">{escape(text("network.node.marks"))}</text>')
    return out, last + 10
