"""Protection marks: people who are left out of rankings and masked for all but those who must see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: What stands in place of what is known of a protected person.
MASKED = "protected person"


class Protection(StrEnum):
    """Why a person is protected."""

    VICTIM = "victim"
    WITNESS = "witness"
    MINOR = "minor"
    ASYLUM_SEEKER = "asylum-seeker"


@dataclass(frozen=True, slots=True)
class Mark:
    """A protection mark in force.

    Attributes:
        protection: Why the person is protected.
        fled: Country an asylum seeker fled, ISO 3166-1 alpha-2; empty where nobody said.
    """

    protection: Protection
    fled: str = ""


def may_tell(marks: Iterable[Mark], country: str, own: str = "", *, channel: bool = False) -> bool:
    """Whether anything of a person may be told to authorities of a country.

    Who is protected is never part of ordinary exchange, in which even a hit would say where they are. In the protection
    channel, authorities for victims may be told; those of the country an asylum seeker fled never, and where nobody
    said which it is, those of no other country than the node's own.

    Args:
        marks: Marks in force of the person, and of everybody they were merged with.
        country: Country that would be told, ISO 3166-1 alpha-2.
        own: Country of the node, where it is known.
        channel: Whether it is told in the protection channel, by named release.

    >>> may_tell([Mark(Protection.ASYLUM_SEEKER, "ve")], "ve", channel=True)
    False
    """
    found = list(marks)
    if found and not channel:
        return False
    country, own = country.strip().lower(), own.strip().lower()
    for mark in found:
        if mark.protection is Protection.ASYLUM_SEEKER:
            if country and country == mark.fled:
                return False
            if not mark.fled and (not country or country != own):
                return False
    return True


#: FtM properties that never enter a match score, a ranking or a typology, even when a source states them.
PROTECTED_PROPERTIES = frozenset({"ethnicity", "religion", "political"})
