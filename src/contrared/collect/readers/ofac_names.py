"""Names as OFAC writes them, and which party bears one."""

from __future__ import annotations

from dataclasses import dataclass, field

_SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name written ``LAST, First`` or ``LAST, First, Jr.``; one without a comma has only ``full``."""

    full: str
    first: str = ""
    last: str = ""
    suffix: str = ""


def person_name(raw: str) -> PersonName:
    """Read a person's name into natural order.

    >>> person_name("DELOS REYES, Feliciano Semborio, Jr.").full
    'Feliciano Semborio DELOS REYES, Jr.'
    """
    last, comma, first = raw.partition(", ")
    if not comma:
        return PersonName(raw)
    before, comma, end = first.rpartition(", ")
    if comma and end in _SUFFIXES:
        return PersonName(f"{before} {last}, {end}", before, last, end)
    return PersonName(f"{first} {last}", first, last)


@dataclass(slots=True)
class OfacNames:
    """Which entity numbers bear a name: as the primary name, or as an alias."""

    _named: dict[str, set[str]] = field(default_factory=dict)
    _aliased: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, number: str, *, alias: bool = False) -> None:
        """Remember that a party bears a name."""
        (self._aliased if alias else self._named).setdefault(_key(name), set()).add(number)

    def find(self, name: str) -> frozenset[str]:
        """Those who bear a name as their primary one, or where nobody does, as an alias.

        Where remarks point at another party they print its primary name, so that an alias of a third party that
        happens to be the same does not make it ambiguous.
        """
        key = _key(name)
        return frozenset(self._named.get(key) or self._aliased.get(key) or ())


def _key(name: str) -> str:
    return " ".join(name.upper().split()).rstrip(".")
