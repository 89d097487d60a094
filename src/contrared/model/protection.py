"""Protection marks: people who are left out of rankings and masked for all but those who must see."""

from __future__ import annotations

from enum import StrEnum


class Protection(StrEnum):
    """Why a person is protected."""

    VICTIM = "victim"
    WITNESS = "witness"
    MINOR = "minor"
    ASYLUM_SEEKER = "asylum-seeker"


#: FtM properties that never enter a match score, a ranking or a typology, even when a source states them.
PROTECTED_PROPERTIES = frozenset({"ethnicity", "religion", "political"})
