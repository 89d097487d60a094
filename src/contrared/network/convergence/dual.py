"""Dual-listed parties: named by programmes against terrorism and by programmes against drugs or organised crime."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contrared.model.programmes import Category
from contrared.network.finding import Method
from contrared.network.ties.parties import Listing, Party

TERROR = frozenset({Category.TERROR})
CRIME = frozenset({Category.DRUGS, Category.ORGANISED_CRIME})


@dataclass(frozen=True, slots=True)
class DualListed:
    """A party listed on both sides.

    Attributes:
        party: Canonical id.
        name: Name it is shown under.
        terror: Listings against terrorism.
        crime: Listings against drugs or organised crime.
    """

    party: str
    name: str
    terror: tuple[Listing, ...]
    crime: tuple[Listing, ...]

    @property
    def statement_ids(self) -> tuple[str, ...]:
        """All statements it rests on, sorted."""
        return tuple(sorted({key for item in (*self.terror, *self.crime) for key in item.statement_ids}))


@dataclass(frozen=True, slots=True)
class DualListings:
    """All dual-listed parties, by canonical id, and how they were found.

    Attributes:
        found: The parties.
        unclassified: ``dataset:code`` of programmes met that the table does not know; parties listed under them might
            be missing above.
        method: How.
    """

    found: tuple[DualListed, ...]
    unclassified: tuple[str, ...]
    method: Method


def dual_listed(parties: Mapping[str, Party], *, hidden: Collection[str] = ()) -> DualListings:
    """Parties whose programmes, over all their listings on all lists, are against terror and against crime.

    Args:
        parties: The parties, by canonical id.
        hidden: Canonical ids left out (protected persons).
    """
    found = []
    unknown: set[str] = set()
    for key in sorted(parties):
        party = parties[key]
        unknown.update(f"{item.dataset}:{item.code}" for item in party.listings if item.category is None)
        terror = tuple(item for item in party.listings if item.category in TERROR)
        crime = tuple(item for item in party.listings if item.category in CRIME)
        if terror and crime and key not in hidden:
            found.append(DualListed(key, party.name, terror, crime))
    method = Method.of("dual listing", terror=sorted(TERROR), crime=sorted(CRIME))
    return DualListings(tuple(found), tuple(sorted(unknown)), method)
