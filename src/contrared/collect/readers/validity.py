"""Dates in words, and when running text says a document was issued and expires."""

from __future__ import annotations

import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}"
    r"|(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?\s*\d{4}|\d{4})(?!\d|/\d)"
)
_ISSUED = re.compile(
    rf"\b(?:issued(?:\s+(?:on|in))?|issue\s+date:?|date\s+of\s+issue:?)\s+(?P<date>(?-i:{_DAY}))", re.I
)
_EXPIRES = re.compile(
    rf"\b(?:expire[sd]?(?:\s+on)?|valid\s+until|expir(?:y|ation)\s+date:?|date\s+of\s+expiry:?)\s+(?P<date>(?-i:{_DAY}))",
    re.I,
)
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})")
_WORDS = re.compile(r"(?:(?P<day>\d{1,2})\s+)?(?P<month>[A-Za-z]{3,9})\.?\s*(?P<year>\d{4})")


def written(text: str) -> str | None:
    """A date as lists write it, day before month, in ISO form and no more precise than stated; None if it is none.

    >>> [written(text) for text in ("5 Apr. 2013", "31.7.2012", "August 1961", "1993", "2013-06-11", "Sep.")]
    ['2013-04-05', '2012-07-31', '1961-08', '1993', '2013-06-11', None]
    """
    text = text.strip().rstrip(".")
    if re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", text):
        return text
    match = _NUMBERS.fullmatch(text) or _WORDS.fullmatch(text)
    if match is None:
        return None
    name = match["month"]
    month = int(name) if name.isdigit() else _month(name)
    if not 1 <= month <= 12:
        return None
    if match["day"] is None:
        return f"{match['year']}-{month:02d}"
    day = int(match["day"])
    return f"{match['year']}-{month:02d}-{day:02d}" if 1 <= day <= 31 else None


def issued(text: str) -> tuple[str, int, int] | None:
    """The date a text says a document was issued (ISO, first and last character), if it does."""
    return _found(_ISSUED, text)


def expires(text: str) -> tuple[str, int, int] | None:
    """The date a text says a document expires or expired."""
    return _found(_EXPIRES, text)


def _found(pattern: re.Pattern[str], text: str) -> tuple[str, int, int] | None:
    match = pattern.search(text)
    if match is None or (date := written(match["date"])) is None:
        return None
    return date, *match.span("date")


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0
