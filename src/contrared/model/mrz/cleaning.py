"""Pasted text made comparable: one case, one filler, no invisible characters.

Only what cannot change the meaning is done here. ``O`` is never made ``0``: that would hide what was printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from contrared.model.errors import InputError
from contrared.model.messages import text as message

#: More than this is no scanned document, and searching it would take long.
MAX_CHARACTERS = 20_000

#: What readers, fonts and typists put for one filler, and for two.
_ONE_FILLER = "‹＜〈˂❮⟨"
_TWO_FILLERS = "«≪《⟪"
#: A sign that may stand for one filler or for two, until the length of the line decides.
EITHER = "«"
#: Signs that part a label from a line, and never stand in one.
LABEL_SIGNS = frozenset(":=|;,\"'`()[]{}>")

_FOLD: dict[int, str | None] = {
    **{ord(small): small.upper() for small in "abcdefghijklmnopqrstuvwxyz"},
    **{ord(sign): "<" for sign in _ONE_FILLER},
    **{ord(sign): EITHER for sign in _TWO_FILLERS},
}
_FOLD.update({0xFEE0 + ord(character): character for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_FOLD.update({0xFEE0 + ord(small): small.upper() for small in "abcdefghijklmnopqrstuvwxyz"})
_ENTITIES = (("&LT;", "<"), ("&LSAQUO;", "<"), ("&LAQUO;", EITHER))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the pasted text that is not blank.

    Attributes:
        number: Its number in the text, from 1.
        text: Its characters after cleaning, white space as it stood.
    """

    number: int
    text: str

    @property
    def compact(self) -> str:
        """Without any white space, each ``«`` as one filler."""
        return "".join(self.readings()[0].split())

    def readings(self) -> tuple[str, ...]:
        """The row with each ``«`` as one filler, and as two."""
        if EITHER not in self.text:
            return (self.text,)
        return self.text.replace(EITHER, "<"), self.text.replace(EITHER, "<<")


def rows(text: str) -> tuple[Row, ...]:
    """The rows of a pasted text.

    Raises:
        InputError: the text is far longer than any document.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            message("mrz.error.too_long.what", count=len(text), limit=MAX_CHARACTERS),
            do=message("mrz.error.too_long.do"),
        )
    return tuple(_rows(text))


def _rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        folded = line.translate(_FOLD)
        if not folded.isascii():
            folded = "".join(map(_visible, folded))
        if "&" in folded:
            for entity, sign in _ENTITIES:
                folded = folded.replace(entity, sign)
        if not folded.isspace() and folded:
            yield Row(number, folded)


def _visible(character: str) -> str:
    """The character, unless it is one that shows nothing: controls, joiners, direction marks, byte-order marks."""
    return "" if unicodedata.category(character) in {"Cc", "Cf"} and character != "\t" else character
