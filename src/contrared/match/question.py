"""From what is known at a counter to queries: properties checked, one query for each kind of party it may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from followthemoney.types import registry

from contrared.model import InputError
from contrared.model.ftm import model as ftm

#: Schemata that are asked for where nobody says what the party is.
ANY = ("Person", "Organization", "Vessel")
#: Birth dates before this are slips.
EARLIEST = 1850
#: Digits as phone numbers are written, with an extension or without.
_PHONE = re.compile(r"[\s+(]*\d[\d\s().+/\-]*(?:(?:ext|x|#)[\s.]*\d+)?\s*", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a party.

    Attributes:
        names: Names it goes by.
        schema: FtM schema; empty where it is not known what the party is.
        born: Birth date, or date of incorporation, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        countries: Nationality, registration or flag: ISO codes or names.
        documents: Numbers of documents, registers or tax offices.
        imo: IMO number of a ship.
        contacts: Phones, mail addresses, sites.
        wallets: Crypto addresses.
        gender: ``male`` or ``female``, or empty.
    """

    names: tuple[str, ...] = ()
    schema: str = ""
    born: str = ""
    countries: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    imo: str = ""
    contacts: tuple[str, ...] = ()
    wallets: tuple[str, ...] = ()
    gender: str = ""

    def queries(self) -> list[dict[str, Any]]:
        """Queries to put to the lists, one for each kind of party it may be.

        Raises:
            InputError: a date or country is none, or the schema is no party.
        """
        born = checked_date(self.born, "--born") if self.born else ""
        countries = [checked_country(text) for text in self.countries]
        schemata = (self.schema,) if self.schema else ("Person",) if born or self.gender else ANY
        if self.imo and not self.schema:
            schemata = ("Vessel",)
        return [self._query(checked_schema(schema), born, countries) for schema in schemata]

    def _query(self, schema: str, born: str, countries: list[str]) -> dict[str, Any]:
        person = schema == "Person"
        properties: dict[str, list[str]] = {
            "name": [name for name in self.names if name.strip()],
            "birthDate" if person else "incorporationDate": [born] if born else [],
            "nationality" if person else "flag" if schema == "Vessel" else "country": countries,
            "idNumber": list(self.documents) if person else [],
            "passportNumber": list(self.documents) if person else [],
            "taxNumber": list(self.documents),
            "registrationNumber": [] if person else list(self.documents),
            "imoNumber": [self.imo] if self.imo else [],
            "phone": [text for text in self.contacts if _PHONE.fullmatch(text)],
            "email": [text for text in self.contacts if "@" in text],
            "website": [text for text in self.contacts if "@" not in text and not _PHONE.fullmatch(text)],
            "cryptoAddress": list(self.wallets),
            "gender": [self.gender] if self.gender else [],
        }
        return {"id": "", "schema": schema, "properties": {key: values for key, values in properties.items() if values}}


def checked_schema(name: str) -> str:
    """The FtM schema of that name, whatever its case.

    Raises:
        InputError: there is none, or it is no party.
    """
    found = next((schema for schema in ftm if schema.name.lower() == name.strip().lower()), None)
    if found is None or not (found.is_a("LegalEntity") or found.is_a("Vehicle") or found.is_a("CryptoWallet")):
        raise InputError(
            f"{name!r} is no kind of party",
            where="--schema",
            do="give Person, Organization, Company, Vessel …",
        )
    return found.name


def checked_date(text: str, where: str) -> str:
    """A date to the day, month or year.

    Raises:
        InputError: no such day, or not in living memory.
    """
    text = text.strip()
    parts = _DATE.fullmatch(text)
    try:
        if parts is None:
            raise ValueError
        day = date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError as exc:
        raise InputError(f"{text!r} is not a date", where=where, do="write YYYY, YYYY-MM or YYYY-MM-DD") from exc
    if day.year < EARLIEST or day > date.max:
        raise InputError(f"{text!r} is too long ago", where=where, do="check the year")
    return text


def checked_country(text: str) -> str:
    """The ISO code of a country, given as code or name.

    Raises:
        InputError: no such country.
    """
    code: str | None = registry.country.clean(text, fuzzy=False)
    if code is None:
        raise InputError(f"{text!r} is no country", where="--country", do="give an ISO code such as ve, or the name")
    return code
