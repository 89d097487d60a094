"""The words in a drawing: told in the language of the brief around it."""

from __future__ import annotations

import re
from html import escape, unescape

from contrared.model.language import ENGLISH, said, spoken

_WORDS = re.compile(r">([^<>]*[^\W\d_][^<>]*)<|\b(aria-label)=\"([^\"]*)\"")


def drawing(svg: str) -> str:
    """A drawing with its words in the language that is spoken; names in it are no texts of ours and stay."""
    return svg if spoken() == ENGLISH else _WORDS.sub(_told, svg)


def _told(match: re.Match[str]) -> str:
    if match[2]:
        return f'{match[2]}="{escape(said(unescape(match[3])))}"'
    return f">{escape(said(unescape(match[1])), quote=False)}<"
