"""Family as running text states it: the kin of another listed party, and the names of father and mother."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = (
    r"(?:half-|step)?"
    r"(?:brother|sister|son|daughter|father|mother|wife|husband|uncle|aunt|cousin|nephew|niece)(?:-in-law)?"
)
#: A sentence that begins with the word, ``He is a cousin of``, or a second word after the first reference (``(…) and
#: uncle of``). Elsewhere (``met the son of``, ``and the son of``) it is open of whom it is said.
_KIN_OF = re.compile(
    rf"(?:\b[Hh]e is (?:an? |the )?|\b[Ss]he is (?:an? |the )?|\)\s*and\s+|(?=[A-Z]))\b(?P<word>(?i:{_WORDS}))\s+of\s+"
    r"(?:(?!\b(?:of|and|with)\b)[^.,():;]){2,60}\(\s*$"
)
_PARENT = re.compile(
    r"\b(?P<parent>father|mother)[’'`]?s?\s+name(?:\s+is|:)\s+(?P<name>(?:(?!\band\b)[^.,:;()]){2,60}?)"
    r"(?=\s*(?:[.,;()]|$|\band\b))",
    re.IGNORECASE,
)
_PARENT_BEARS = re.compile(r"\b(?P<parent>[Ff]ather|[Mm]other)[’'`]?s?\s+name(?:\s+is|:)\s+[^.,:;()]{2,60}\(\s*$")
#: How far before a reference its words of kinship may begin.
_REACH = 120


@dataclass(frozen=True, slots=True)
class Kin:
    """How the party of a text and the party it names are related.

    Attributes:
        relationship: ``brother of``, said of the one whom it describes.
        of_other: Whether it describes the party that is named, not the one the text is about.
        start: Where the words begin.
    """

    relationship: str
    of_other: bool
    start: int


@dataclass(frozen=True, slots=True)
class ParentName:
    """A parent's name: FtM property, name, and its characters."""

    prop: str
    name: str
    start: int
    end: int


def kin_before(text: str, at: int) -> Kin | None:
    """The kinship stated right before the reference that begins at ``at``; None where none is, or of whom is open.

    >>> kin_before("Brother of Malik Noorzai (TAi.154).", 26).relationship
    'brother of'
    """
    begin = max(0, at - _REACH)
    before = text[begin:at]
    if match := _KIN_OF.search(before):
        return Kin(f"{match['word'].lower()} of", False, begin + match.start("word"))
    if match := _PARENT_BEARS.search(before):
        return Kin(f"{match['parent'].lower()} of", True, begin + match.start("parent"))
    return None


def parent_names(text: str) -> Iterator[ParentName]:
    """Names that a text gives as *Father's name is …* or *Mother's name: …*."""
    for match in _PARENT.finditer(text):
        name = " ".join(match["name"].split())
        yield ParentName(f"{match['parent'].lower()}Name", name, *match.span("name"))
