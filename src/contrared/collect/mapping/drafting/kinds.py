"""What the values of a column look like: dates and in which format, mail, phones, numbers with check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from followthemoney.types import registry
from stdnum import iban, imo, lei
from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.ec import ruc as ec_ruc
from stdnum.es import nif as es_nif
from stdnum.mx import rfc
from stdnum.pe import ruc as pe_ruc
from stdnum.pt import nif as pt_nif

from contrared.collect.cleaning import clean
from contrared.collect.mapping.doubts import is_company

#: Share of the values that must look alike.
ENOUGH = 0.8
#: Formats in which a date is looked for, after that of ISO 8601; the first of two that fit as well is taken.
FORMATS = (
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y%m%d",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%d/%m/%y",
    "%d %b %Y",
    "%d%m%Y",
)
_ISO = re.compile(r"(?:1[6-9]|20)\d\d(?:-(?:0\d|1[0-2])(?:-[0-3]\d(?:[T ]\d\d:.*)?)?)?")
_PLACED = re.compile(r"\+\d[\d ().-]{6,}|\(?\d[\d ().-]{5,}\d")
_SEX = frozenset(
    {"m", "f", "male", "female", "h", "hombre", "mujer", "masculino", "femenino", "feminino", "homem", "mulher"}
)
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


class Kind(NamedTuple):
    """What values look like.

    Attributes:
        name: E.g. ``date``, ``email``, ``cpf``.
        share: Share of the values that do, 0 to 1.
        form: Format of a date; None where it is that of ISO 8601.
        unclear: Another format that fits as many values; None where there is none.
    """

    name: str
    share: float
    form: str | None = None
    unclear: str | None = None


_CHECKED: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", lambda text: "@" in text and registry.email.clean(text) is not None),
    ("url", lambda text: _URL.fullmatch(text) is not None),
    ("iban", iban.is_valid),
    ("lei", lei.is_valid),
    ("cnpj", cnpj.is_valid),
    ("cpf", cpf.is_valid),
    ("rfc", rfc.is_valid),
    ("cuit", cuit.is_valid),
    ("rut", rut.is_valid),
    ("nit", nit.is_valid),
    ("ruc (Peru)", pe_ruc.is_valid),
    ("ruc (Ecuador)", ec_ruc.is_valid),
    ("nif (Spain)", es_nif.is_valid),
    ("nif (Portugal)", pt_nif.is_valid),
    ("imo", lambda text: text.upper().startswith("IMO") and imo.is_valid(text)),
    ("sex", lambda text: text.casefold() in _SEX),
    ("company", is_company),
)


def kind_of(values: Sequence[str]) -> Kind | None:
    """What most of the values of a column look like; None where nothing in particular.

    Args:
        values: Some values, none empty.
    """
    if not values:
        return None
    dated = _date(values)
    if dated is not None:
        return dated
    for name, fits in _CHECKED:
        share = _share(values, fits)
        # A single value with the right check digit is an accident in one of eleven.
        if share >= ENOUGH and (len(set(values)) > 2 or name in ("email", "url", "iban", "sex", "company", "lei")):
            return Kind(name, share)
    if (share := _share(values, _is_country)) >= ENOUGH:
        return Kind("country", share)
    if (share := _share(values, _is_phone)) >= ENOUGH:
        return Kind("phone", share)
    share = _share(values, is_company)
    return Kind("company", share) if share >= 0.3 else None


def _date(values: Sequence[str]) -> Kind | None:
    iso = _share(values, lambda text: _ISO.fullmatch(text) is not None)
    if iso >= ENOUGH and any(len(text) > 4 for text in values):
        return Kind("date", iso)
    shares = [(_share(values, partial(_dated, form)), form) for form in FORMATS]
    best, form = max(shares, key=lambda found: found[0])
    if best < ENOUGH:
        return None
    others = [other for share, other in shares if share == best and other != form]
    return Kind("date", best, form, others[0] if others else None)


def _dated(form: str, text: str) -> bool:
    found = registry.date.clean(text, format=form)
    return found is not None and len(found) >= 10 and "1800" < found[:4] < "2100"


def _is_country(text: str) -> bool:
    return not text.isdigit() and clean("country", text) is not None


def _is_phone(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return 7 <= digits <= 15 and _PLACED.fullmatch(text) is not None and (text.startswith("+") or not text.isdigit())


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(bool, map(fits, values))) / len(values)
