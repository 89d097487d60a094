"""The reference value sets of OFAC's Advanced XML: what the numbers in its attributes stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contrared.collect.readers.elements import Element


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a set.

    Attributes:
        name: What it is called, e.g. ``A.K.A.``; empty for an area that has no code.
        attributes: What else is said of it, e.g. ``ISO2`` of a country or ``PartyTypeID`` of a kind of party.
    """

    name: str
    attributes: Mapping[str, str]


@dataclass(slots=True)
class Values:
    """All sets of one file, by the name of their elements: ``AliasType``, ``Country``, ``FeatureType``."""

    _sets: dict[str, dict[str, Value]] = field(default_factory=dict)

    def learn(self, sets: Element) -> None:
        """Take in the element ``ReferenceValueSets``."""
        for group in sets:
            for item in group:
                kind = str(item.tag)
                name = " ".join((item.text or "").split())
                self._sets.setdefault(kind, {})[item.get("ID", "")] = Value(
                    name, {str(key): str(said) for key, said in item.attrib.items()}
                )

    def find(self, kind: str, number: str | None) -> Value | None:
        """The value, or None where the file defines none of that number."""
        return self._sets.get(kind, {}).get(number or "")

    def name(self, kind: str, number: str | None) -> str:
        """What a number stands for; empty where the file does not say."""
        found = self.find(kind, number)
        return found.name if found is not None else ""

    def names(self, kind: str) -> frozenset[str]:
        """All names of a set."""
        return frozenset(value.name for value in self._sets.get(kind, {}).values())
