"""The sheet that drawings are made on: SVG with words for those who cannot see it, the same bytes each time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Okabe & Ito's colours, distinct for the colour-blind, darkened where they would stand too weakly against white.
COLOURS = ("#0072b2", "#b34700", "#00664b", "#8f2f66", "#6b4f00", "#3d8fbf", "#7a1f1f", "#5a5a5a")
INK, PALE = "#1a1a1a", "#c8c8c8"
_ROLE = 'role="img" aria-labelledby="drawing-title drawing-desc" font-family="sans-serif"'


def words(value: object) -> str:
    """Text for an SVG document: escaped, what XML cannot hold replaced."""
    return escape(_NOT_XML.sub("�", str(value)))


def number(value: float) -> str:
    """A coordinate."""
    return f"{value:.1f}".removesuffix(".0")


def clipped(value: str, most: int) -> str:
    """A label of at most so many characters."""
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"


def label(x: float, y: float, said: object, *, size: float = 12, anchor: str = "start", look: str = "") -> str:
    """A text element."""
    place = f'x="{number(x)}" y="{number(y)}" font-size="{size:g}" text-anchor="{anchor}"'
    return f"<text {place} {look}>{words(said)}</text>"


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, width: float = 1, dashes: str = "") -> str:
    """A line element."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def sheet(title: str, description: str, body: Iterable[str], *, width: float, height: float) -> str:
    """A complete SVG document with its title above the body, which starts 44 pixels down."""
    size = f'width="{number(width)}" height="{number(height + 44)}"'
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height + 44)}" {size} '
                f"{_ROLE}>"
            ),
            f'<title id="drawing-title">{words(title)}</title>',
            f'<desc id="drawing-desc">{words(description)}</desc>',
            f'<rect {size} fill="#ffffff"/>',
            label(16, 28, clipped(title, int(width / 9)), size=16, look='font-weight="bold"'),
            '<g transform="translate(0 44)">',
            *body,
            "</g>",
            "</svg>",
            "",
        ]
    )


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers between ``low`` and ``high`` that part an axis into about ``wanted`` pieces."""
    if not high > low:
        return [low]
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, 12) for place in range(first, last + 1)]
