"""Templates of texts, and finding in a finished text what filled one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

#: Letters that a template must have of its own to be told in a finished text; “{a} and {b}” could be anybody's name.
OWN_LETTERS = 6


@dataclass(frozen=True)
class Template:
    """An English template with ``{placeholders}``, as it stands in a catalogue."""

    text: str

    @cached_property
    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """Literal text and the placeholder after it, in their order; ``None`` where none follows.

        Raises:
            ValueError: the braces do not pair.
        """
        return tuple((literal, field) for literal, field, _, _ in Formatter().parse(self.text))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Names of the placeholders, each once, in their order."""
        return tuple(dict.fromkeys(field for _, field in self.parts if field is not None))

    @cached_property
    def anchor(self) -> str:
        """The longest literal: what must be in a text that this template made."""
        return max((literal for literal, _ in self.parts), key=len, default="")

    @property
    def weight(self) -> int:
        """How many characters are its own."""
        return sum(len(literal) for literal, _ in self.parts)

    @property
    def telling(self) -> bool:
        """Whether enough letters are its own for a finished text to be known by them."""
        return sum(char.isalpha() for literal, _ in self.parts for char in literal) >= OWN_LETTERS

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        groups: dict[str, int] = {}
        pieces = []
        for literal, field in self.parts:
            pieces.append(re.escape(literal))
            if field in groups:
                pieces.append(f"(?P=f{groups[field]})")
            elif field is not None:
                groups[field] = len(groups)
                pieces.append(f"(?P<f{groups[field]}>.*?)")
        return re.compile("".join(pieces), re.DOTALL)

    def match(self, text: str) -> dict[str, str] | None:
        """What the placeholders hold in a text that this template made; nothing where it did not.

        >>> Template("{name} is no list, see {page}").match("a b is no list, see c")
        {'name': 'a b', 'page': 'c'}
        """
        if self.anchor not in text or (found := self._pattern.fullmatch(text)) is None:
            return None
        return {field: found[f"f{place}"] for place, field in enumerate(self.fields)}

    def filled(self, values: dict[str, str]) -> str:
        """The template with texts in its placeholders, whatever is written after their names."""
        return "".join(literal + (values[field] if field is not None else "") for literal, field in self.parts)
