"""How numbers and dates are written in each language.

Decimal comma and month in words, as *Ortografía de la lengua española* (RAE 2010, VIII 2–3) and the *Manual de Redação
da Presidência da República* (3rd ed., 2018) have it. Spanish groups digits by a space, which reads the same in every
country that writes Spanish; Portuguese by a point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

from contrared.model.language.phrase import Phrase

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
}
#: What stands between thousands; the decimal mark is a comma in both.
THOUSANDS = {"es": "\N{NO-BREAK SPACE}", "pt": "."}

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_COUNT = re.compile(r"[-−±]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SHARE = re.compile(r"[-−±]?0\.\d+")


def dated(value: str, language: str) -> str:
    """A date ``YYYY-MM-DD`` or month ``YYYY-MM`` in words.

    >>> dated("2021-08-01", "es"), dated("2021-08-01", "pt")
    ('1 de agosto de 2021', '1º de agosto de 2021')
    """
    year, month, *day = value.split("-")
    words = f"{MONTHS[language][int(month) - 1]} de {year}"
    if not day:
        return words
    first = "1º" if language == "pt" and day[0] == "01" else str(int(day[0]))
    return f"{first} de {words}"


def number(english: str, language: str) -> str:
    """A number as English writes it, with the marks of the language.

    >>> number("12,345.6", "pt")
    '12.345,6'
    """
    whole, point, rest = english.partition(".")
    return whole.replace(",", THOUSANDS[language]) + ("," if point else "") + rest


_AND = re.compile(r" y (?=h?[iíIÍ](?![aeou])[^ ]*[^,]*$|H[iíIÍ](?![aeou])[^ ]*[^,]*$)")
_OR = re.compile(r" o (?=[hH]?[oóOÓ][^,]*$)")


def euphonic(text: str) -> str:
    """Spanish *y* before the sound of *i*, and *o* before that of *o*, as they are then written (RAE 2010).

    >>> euphonic("Bogotá y Ibagué"), euphonic("Cali o Oaxaca"), euphonic("Perú y Ecuador")
    ('Bogotá e Ibagué', 'Cali u Oaxaca', 'Perú y Ecuador')
    """
    return _OR.sub(" u ", _AND.sub(" e ", text))


class Told(Formatter):
    """Fills a template: phrases, numbers and dates in the language, names and ids as they are."""

    def __init__(self, language: str) -> None:
        self._language = language

    def filled(self, template: str, values: Mapping[str, Any]) -> str:
        """The template with its values.

        Raises:
            KeyError: a placeholder has no value.
        """
        return self.vformat(template, (), values)

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value, as the language writes it."""
        from contrared.model.language.spoken import said

        if isinstance(value, Phrase) and not format_spec:
            return said(value, self._language)
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return number(format(value, format_spec), self._language)
        if isinstance(value, date) and type(value) is date:
            return dated(value.isoformat(), self._language)
        shown = format(value, format_spec)
        if _DATE.fullmatch(shown):
            return dated(shown, self._language)
        return number(shown, self._language) if _COUNT.fullmatch(shown) or _SHARE.fullmatch(shown) else shown

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """The value of a placeholder.

        Raises:
            KeyError: there is none.
        """
        return kwargs[str(key)]
