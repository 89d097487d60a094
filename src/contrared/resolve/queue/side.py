"""Two parties side by side: what each is said to be, and where the two agree and differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from contrared.match.profile import CONTACTS, COUNTRIES, DATES, IDENTIFIERS, NAME_PARTS, NAMES, PLACES, WEAK_NAMES
from contrared.model import PROTECTED_PROPERTIES


class Told(StrEnum):
    """How what is said of two parties compares."""

    #: A value of one is a value of the other.
    SAME = "same"
    #: A date of one is that of the other as far as it goes (1971 and 1971-03-04).
    NEAR = "near"
    #: Both say something, and no value agrees.
    DIFFERS = "differs"
    #: Only one of them says anything.
    ONE_SIDE = "one side"


@dataclass(frozen=True, slots=True)
class Line:
    """One property of two parties.

    Attributes:
        prop: FtM property; of what points to a party, ``Schema.property``, as in ``Passport.number``.
        left: Values of the one, in order.
        right: Values of the other.
        told: How they compare.
        shared: Values of either that agree with one of the other.
    """

    prop: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    told: Told
    shared: frozenset[str]


#: What tells parties apart comes first; the rest follows by name.
_FIRST = ("schema", *NAMES, *NAME_PARTS, *WEAK_NAMES, *DATES, *PLACES, "gender", *COUNTRIES, *IDENTIFIERS, *CONTACTS)
#: Entities that say something of the party they point to, and the properties of theirs that tell.
ATTACHED: Mapping[str, tuple[str, ...]] = {
    "Passport": ("number", "country"),
    "Identification": ("number", "country"),
    "Sanction": ("program", "authority", "reason", "listingDate"),
    "Address": ("full",),
}


def side_by_side(left: Iterable[Mapping[str, Any]], right: Iterable[Mapping[str, Any]]) -> list[Line]:
    """What statements say of two parties, property by property, what tells parties apart first.

    Ethnicity, religion and political opinion are left out: nobody is to be recognised by them.

    Args:
        left: Rows of statements about one party and about what is attached to it (:data:`ATTACHED`).
        right: The same of the other.

    >>> rows = [{"entity_id": "a", "schema": "Person", "prop": "birthDate", "prop_type": "date", "value": "1971"}]
    >>> side_by_side(rows, [{**rows[0], "value": "1971-03-04"}])[1].told
    <Told.NEAR: 'near'>
    """
    mine, theirs = _values(left), _values(right)
    found = []
    for prop in sorted({*mine, *theirs}, key=_place):
        said, also = mine.get(prop, ()), theirs.get(prop, ())
        shared = _shared(said, also)
        if not said or not also:
            told = Told.ONE_SIDE
        elif shared:
            told = Told.SAME
        else:
            told = Told.NEAR if prop in DATES and _near(said, also) else Told.DIFFERS
        found.append(Line(prop, tuple(said), tuple(also), told, shared))
    return found


def _values(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        schema, prop, value = row["schema"], row["prop"], row["value"]
        if schema in ATTACHED:
            if prop in ATTACHED[schema]:
                found.setdefault(f"{schema}.{prop}", set()).add(value)
            continue
        found.setdefault("schema", set()).add(schema)
        if prop not in PROTECTED_PROPERTIES and row["prop_type"] != "entity":
            found.setdefault(prop, set()).add(value)
    return {prop: sorted(values) for prop, values in found.items()}


def _shared(left: Sequence[str], right: Sequence[str]) -> frozenset[str]:
    ours, others = {_folded(value) for value in left}, {_folded(value) for value in right}
    return frozenset(value for value in (*left, *right) if _folded(value) in ours & others)


def _folded(value: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def _near(left: Sequence[str], right: Sequence[str]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in left for b in right)


def _place(prop: str) -> tuple[int, str]:
    return (_FIRST.index(prop) if prop in _FIRST else len(_FIRST), prop)
