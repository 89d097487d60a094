"""A text that remembers what it was made of, so that it can be told again in another language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class Phrase(str):
    """English text, and the template and values it was made from.

    It is a string like any other, to be kept, hashed and compared; only where a person reads it
    :func:`contrared.model.language.said` looks at what it was made of. What a string operation makes of it is a plain
    string.

    Attributes:
        key: Key of the template in the catalogue; empty for punctuation, which is no matter of language.
        template: The template in English, with ``{placeholders}``.
        values: What fills them; a phrase among them is told in the same language.
        capital: Begins with a capital letter.
    """

    __slots__ = ("capital", "key", "template", "values")

    key: str
    template: str
    values: Mapping[str, Any]
    capital: bool

    def __new__(cls, key: str, template: str, values: Mapping[str, Any], capital: bool = False) -> Phrase:
        """Fill the template.

        Raises:
            KeyError: a placeholder has no value.
        """
        english = template.format(**values)
        self = super().__new__(cls, english[:1].upper() + english[1:] if capital else english)
        self.key, self.template, self.values, self.capital = key, template, values, capital
        return self

    def __reduce__(self) -> tuple[type[Phrase], tuple[str, str, Mapping[str, Any], bool]]:
        return Phrase, (self.key, self.template, self.values, self.capital)

    def __deepcopy__(self, memo: object) -> Phrase:
        return self

    def capitalised(self) -> Phrase:
        """The same with a capital letter in front, in whatever language it is told.

        >>> str(Phrase("", "{who} agree", {"who": "two"}).capitalised())
        'Two agree'
        """
        return Phrase(self.key, self.template, self.values, capital=True)


def strung(separator: str, parts: Iterable[str]) -> Phrase:
    """Texts with a separator between them, each still to be told in its own words.

    >>> str(strung("; ", ["a", "b", "c"]))
    'a; b; c'
    """
    values = {f"p{place}": part for place, part in enumerate(parts)}
    quoted = separator.replace("{", "{{").replace("}", "}}")
    return Phrase("", quoted.join(f"{{{name}}}" for name in values), values)
