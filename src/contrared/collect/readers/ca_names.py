"""Several names in an *Aliases* cell of the Canadian list."""

from __future__ import annotations

import re

_LANGUAGE = r"(?:Belaruss?ian|Russian|Arabic|Ukrainian|Persian|Farsi|Chinese|Spanish|French|English)\s*:"
#: ``;``, a slash with white space beside it (bilingual names have none), "or", and the name of a language.
_ALWAYS = re.compile(rf"\s*;\s*|\s+/\s*|\s*/\s+|\s+or\s+|,?\s*\b{_LANGUAGE}\s*")
_COMMA = re.compile(r"\s*,\s*(?![^()]*\))")
#: "and" joins two names of a person; in the name of a body it is a word of the name, unless the name beside it is in
#: Cyrillic and "and" is not.
_AND = re.compile(r",?\s+and\s+")
_AND_CYRILLIC = re.compile(r"(?<=[А-ЯЁа-яёі»\".-]) and (?=[А-ЯЁ])|(?<=[А-ЯЁа-яёі»]) and (?=\w)")
#: Pieces after a comma that belong to the name before it (or, at the very beginning, after it).
_FORMS = re.compile(
    r"(?:АО|САО|ООО|ПАО|ОАО|ЗАО|НАО|ФГУП|ГУП|УП|Некоммерческое Партнерство|Inc\.?|Ltd\.?|LLC|LLP|Co\.?|"
    r"JSC|PJSC|OJSC|CJSC|FSUE|FGUP|OOO|OAO|AO|S\.?A\.?|GRI)",
    re.IGNORECASE,
)


def split_aliases(cell: str, *, person: bool) -> list[str]:
    """The names in a cell, in order.

    A comma parts names, except before a legal form or a word in lower case.

    >>> split_aliases("КВЗ-Ремсервис, АО; Sergey Shoigu, Sergey Shoygu", person=False)
    ['КВЗ-Ремсервис, АО', 'Sergey Shoigu', 'Sergey Shoygu']
    >>> split_aliases("Abdul Rahim Dagalo and Abdelrahim Hamdan Dagalo Arabic:عبدالرحيم دقلو", person=True)
    ['Abdul Rahim Dagalo', 'Abdelrahim Hamdan Dagalo', 'عبدالرحيم دقلو']
    """
    found: list[str] = []
    for part in _ALWAYS.split(cell):
        for clause in (_AND if person else _AND_CYRILLIC).split(part):
            begun = len(found)
            for piece in _COMMA.split(clause.strip()):
                if not piece:
                    continue
                if len(found) > begun and (
                    _FORMS.fullmatch(piece) or piece[0].islower() or _FORMS.fullmatch(found[-1])
                ):
                    found[-1] = f"{found[-1]}, {piece}"
                else:
                    found.append(piece)
    return found
