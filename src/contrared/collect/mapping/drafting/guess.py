"""What a column holds, from its name and its values together, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrared.collect.mapping.drafting.headings import role_of
from contrared.collect.mapping.drafting.kinds import Kind, kind_of
from contrared.collect.mapping.drafting.types import schemas_of

#: Role of a column that tells what a row is about.
SCHEMA = "schema"

#: Roles the values can bear out, by kind of value.
_BORNE_OUT: dict[str, frozenset[str]] = {
    "date": frozenset({"birthDate", "deathDate", "incorporationDate", "date"}),
    "email": frozenset({"email"}),
    "phone": frozenset({"phone"}),
    "country": frozenset({"country", "nationality", "jurisdiction", "flag"}),
    "url": frozenset({"website", "sourceUrl"}),
    "iban": frozenset({"iban"}),
    "lei": frozenset({"leiCode"}),
    "imo": frozenset({"imoNumber"}),
    "sex": frozenset({"gender"}),
    "company": frozenset({"name", "alias", "previousName"}),
}
_NUMBERS = frozenset(
    {
        *("cnpj", "cpf", "rfc", "cuit", "rut", "nit"),
        *("ruc (Peru)", "ruc (Ecuador)", "nif (Spain)", "nif (Portugal)"),
    }
)
#: What values alone say, where the name says nothing.
_ALONE = {
    "email": "email",
    "phone": "phone",
    "country": "country",
    "url": "website",
    "iban": "iban",
    "lei": "leiCode",
    "imo": "imoNumber",
    "sex": "gender",
    "company": "name",
    "date": "date",
}
_CHECKED_ROLES = frozenset(role for roles in _BORNE_OUT.values() for role in roles) - {"name", "alias", "previousName"}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column holds.

    Attributes:
        column: Its name.
        role: A property of FollowTheMoney, or one of ``headings.toml``; empty where nothing is known.
        sure: 0 to 1.
        why: In words.
        kind: What the values look like, where they look like something.
        distinct: Whether no value was there twice.
        schemas: Of a column that tells what rows are about: schemas, each with the values that mean it.
    """

    column: str
    role: str
    sure: float
    why: str
    kind: Kind | None
    distinct: bool
    schemas: tuple[tuple[str, tuple[str, ...]], ...] = ()


def guess(column: str, values: Sequence[str]) -> Guess:
    """Guess what a column holds.

    Args:
        column: Its name.
        values: Values of its first rows, empty ones left out.
    """
    if schemas := schemas_of(values):
        told = f"its values mean {', '.join(schemas)}"
        return Guess(column, SCHEMA, 0.9, told, None, False, tuple(schemas.items()))
    named, kind = role_of(column), kind_of(values)
    distinct = len(set(values)) == len(values) > 0
    seen = f"{kind.share:.0%} of {len(values)} values look like {_called(kind)}" if kind is not None else ""
    if not values:
        return Guess(column, "", 0.0, "no values in the first rows", None, False)
    if named is not None and not named.role:
        return Guess(column, "", 0.0, "by its name it tells something of another column", kind, distinct)
    if named is None:
        role = "" if kind is None else "taxNumber" if kind.name in _NUMBERS else _ALONE[kind.name]
        why = f"{seen}; the name says nothing" if kind else "neither the name nor the values say"
        return Guess(column, role, 0.7 * kind.share if kind else 0.0, why, kind, distinct)
    said = f"called {'so' if named.whole else 'nearly so'}"
    start = 0.8 if named.whole else 0.6
    borne = kind is not None and (named.role in _BORNE_OUT.get(kind.name, ()) or _number(kind, named.role))
    if borne:
        return Guess(column, named.role, min(0.98, start + 0.18), f"{said}, and {seen}", kind, distinct)
    if kind is not None and kind.name in _ALONE and kind.name not in ("country", "company", "phone", "sex"):
        # An address of mail under "address" is one of mail, whatever the name says.
        return Guess(column, _ALONE[kind.name], 0.6 * kind.share, f"{seen}, though {said} {named.role}", kind, distinct)
    if kind is not None and kind.name in _NUMBERS and named.role == "id":
        return Guess(column, "id", start, f"{said}, and {seen}", kind, distinct)
    if named.role in _CHECKED_ROLES:
        return Guess(column, named.role, start - 0.3, f"{said}, but the values do not look like it", kind, distinct)
    return Guess(column, named.role, start, said, kind, distinct)


def _number(kind: Kind, role: str) -> bool:
    return kind.name in _NUMBERS and role in ("taxNumber", "idNumber", "registrationNumber")


def _called(kind: Kind) -> str:
    if kind.name == "date":
        return f"dates {kind.form or 'YYYY-MM-DD'}"
    names = {"email": "addresses of mail", "phone": "phone numbers", "country": "countries", "url": "web addresses"}
    return names.get(kind.name, "names of companies" if kind.name == "company" else kind.name.upper() + " numbers")
