"""What the values of a column look like: dates and in which format, mail, phones, numbers with check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
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
    "%m/%d/%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%d.%m.%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d %Y",
    "%B %d, %Y",
    "%d%m%Y",
)
#: Formats that another with day and month in the other order may be taken for.
_TURNED = {form: form.replace("%d", "%x").replace("%m", "%d").replace("%x", "%m") for form in FORMATS if "%m" in form}
_ISO = re.compile(r"(?:1[6-9]|20)\d\d(?:-(?:0\d|1[0-2])(?:-[0-3]\d(?:[T ]\d\d:.*)?)?)?")
_DATISH = re.compile(r"(?=.*\d)[\w ,./:+-]{4,32}")
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
        form: Formats of dates, the commonest first, parted by ``|``; None where it is that of ISO 8601.
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
    """One format, or several where a column was written by several hands; day before month unless a value says no."""
    if _share(values, lambda text: _DATISH.fullmatch(text) is not None) < ENOUGH:
        return None
    left = [text for text in values if _ISO.fullmatch(text) is None]
    iso = 1 - len(left) / len(values)
    if iso >= ENOUGH and any(len(text) > 4 for text in values) and not any(map(_fitting, left)):
        return Kind("date", iso)
    fits = {form: frozenset(at for at, text in enumerate(left) if _dated(form, text)) for form in FORMATS}
    clear = {form: len(found - fits.get(_TURNED.get(form, ""), frozenset())) for form, found in fits.items()}
    first_day = sum(clear[form] for form in _TURNED if _day_first(form))
    first_month = sum(clear[form] for form in _TURNED if not _day_first(form))
    order = sorted(FORMATS, key=lambda form: _day_first(form) is (first_month > first_day))
    chosen: list[str] = []
    reached: frozenset[int] = frozenset()
    while form := max(order, key=lambda f: len(fits[f] - reached)):
        if not fits[form] - reached:
            break
        chosen.append(form)
        reached |= fits[form]
    share = iso + len(reached) / len(values)
    if share < ENOUGH or not chosen:
        return None
    other = _TURNED.get(chosen[0])
    unclear = other if other in fits and fits[other] == fits[chosen[0]] and not clear[chosen[0]] else None
    return Kind("date", share, " | ".join(chosen), unclear)


def _day_first(form: str) -> bool:
    return form.find("%d") < form.find("%m") if "%m" in form else True


def _fitting(text: str) -> bool:
    return any(_dated(form, text) for form in FORMATS)


def _dated(form: str, text: str) -> bool:
    if text.isdigit() and len(text) != 8:
        return False
    try:
        year = datetime.strptime(text, form).replace(tzinfo=UTC).year
    except ValueError:
        return False
    return 1800 < year < 2100


def _is_country(text: str) -> bool:
    return not text.isdigit() and clean("country", text) is not None


def _is_phone(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return 7 <= digits <= 15 and _PLACED.fullmatch(text) is not None and (text.startswith("+") or not text.isdigit())


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(bool, map(fits, values))) / len(values)
