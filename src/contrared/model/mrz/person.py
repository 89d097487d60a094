"""The holder of a document as a FollowTheMoney person, to be screened."""

from __future__ import annotations

from contrared.model.mrz.document import Mrz
from contrared.model.mrz.formats import Format
from contrared.model.mrz.states import country

_GENDERS = {"M": "male", "F": "female"}


def person(mrz: Mrz) -> dict[str, list[str]]:
    """Properties of a FollowTheMoney ``Person``; only those the zone states.

    Nationality is a country, so a stateless person and a refugee have none: the state that issued the document is not
    theirs. The French card states no nationality and is only given to nationals. The number of a visa may be its own or
    the passport's, so it is no passport number. Nothing is left out because a check digit is wrong.

    >>> from datetime import date
    >>> from contrared.model.mrz import parse
    >>> person(parse("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<< D231458907UTO7408122F1204159<<<<<<<6",
    ...              reference=date(2012, 1, 1)))["birthDate"]
    ['1974-08-12']
    """
    number = "passportNumber" if mrz.format is Format.TD3 else "idNumber"
    nationality = mrz.issuing_state if mrz.format is Format.FRENCH_ID else mrz.nationality
    values = {
        "name": mrz.name.full,
        "firstName": mrz.given_names,
        "lastName": mrz.surname,
        "birthDate": str(mrz.birth_date) if mrz.birth_date is not None else "",
        "gender": _GENDERS.get(mrz.sex or "", ""),
        "nationality": country(nationality) or "",
        number: mrz.document_number,
    }
    return {name: [value] for name, value in values.items() if value}
