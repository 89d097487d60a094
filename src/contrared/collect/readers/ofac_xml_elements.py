"""Elements of OFAC's Advanced XML: which a record may hold, and how dates are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lxml import etree

from contrared.collect.readers.elements import GROUP, GROUPS, LEAF, LEAVES, Element, Kind
from contrared.collect.readers.un_elements import text


def _below(path: str, parts: Mapping[str, Kind]) -> dict[str, Kind]:
    return {f"{path}/{part}": kind for part, kind in parts.items()}


_DAY: Mapping[str, Kind] = dict.fromkeys(("Year", "Month", "Day"), LEAF)
_END: Mapping[str, Kind] = {
    "From": GROUP,
    **_below("From", _DAY),
    "To": GROUP,
    **_below("To", _DAY),
}
_PERIOD: Mapping[str, Kind] = {
    "Comment": LEAF,
    "Start": GROUP,
    **_below("Start", _END),
    "End": GROUP,
    **_below("End", _END),
}
_ALIAS = "Profile/Identity/Alias"
_GROUPS = "Profile/Identity/NamePartGroups"
_VERSION = "Profile/Feature/FeatureVersion"
#: Kind of every element of a record, by the record's tag and the path below it.
KNOWN: Mapping[str, Mapping[str, Kind]] = {
    "Location": {
        **dict.fromkeys(("LocationAreaCode", "LocationCountry", "FeatureVersionReference"), LEAVES),
        "IDRegDocumentReference": LEAVES,
        "LocationPart": GROUPS,
        "LocationPart/LocationPartValue": GROUPS,
        "LocationPart/LocationPartValue/Comment": LEAF,
        "LocationPart/LocationPartValue/Value": LEAF,
    },
    "IDRegDocument": {
        **dict.fromkeys(("Comment", "IDRegistrationNo", "IssuingAuthority"), LEAF),
        "DocumentedNameReference": LEAVES,
        "DocumentDate": GROUPS,
        "DocumentDate/DatePeriod": GROUP,
        **_below("DocumentDate/DatePeriod", _PERIOD),
    },
    "DistinctParty": {
        "Comment": LEAF,
        "Profile": GROUP,
        "Profile/Identity": GROUPS,
        _ALIAS: GROUPS,
        f"{_ALIAS}/DocumentedName": GROUPS,
        f"{_ALIAS}/DocumentedName/DocumentedNamePart": GROUPS,
        f"{_ALIAS}/DocumentedName/DocumentedNamePart/NamePartValue": LEAF,
        _GROUPS: GROUP,
        f"{_GROUPS}/MasterNamePartGroup": GROUPS,
        f"{_GROUPS}/MasterNamePartGroup/NamePartGroup": LEAVES,
        "Profile/Feature": GROUPS,
        "Profile/Feature/IdentityReference": LEAVES,
        _VERSION: GROUPS,
        f"{_VERSION}/Comment": LEAF,
        f"{_VERSION}/VersionDetail": LEAVES,
        f"{_VERSION}/VersionLocation": LEAVES,
        f"{_VERSION}/DatePeriod": GROUP,
        **_below(f"{_VERSION}/DatePeriod", _PERIOD),
    },
    "ProfileRelationship": {
        "Comment": LEAF,
        "DatePeriod": GROUP,
        **_below("DatePeriod", _PERIOD),
    },
    "SanctionsEntry": {
        "EntryEvent": GROUPS,
        "EntryEvent/Comment": LEAF,
        "EntryEvent/Date": GROUP,
        **_below("EntryEvent/Date", _DAY),
        "SanctionsMeasure": GROUPS,
        "SanctionsMeasure/Comment": LEAF,
        "SanctionsMeasure/DatePeriod": GROUP,
        **_below("SanctionsMeasure/DatePeriod", _PERIOD),
    },
}
#: Elements that stand in every edition, by record.
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "DistinctParty": (f"{_ALIAS}/DocumentedName/DocumentedNamePart/NamePartValue",),
    "SanctionsEntry": ("SanctionsMeasure",),
}


def bare(record: Element) -> Element:
    """The record with the namespace taken off its tags: OFAC has changed it, and it says nothing."""
    for element in record.iter():
        element.tag = etree.QName(element).localname
    return record


def words(element: Element) -> str:
    """All text below an element, its pieces parted by a space."""
    return " ".join(" ".join(str(part) for part in element.itertext()).split())


def day(element: Element | None) -> str | None:
    """``Year``, ``Month`` and ``Day`` of an element as ISO date, no more precise than stated; None for none."""
    if element is None:
        return None
    parts = [text(element, tag) for tag in ("Year", "Month", "Day")]
    stated = [part for part in parts if part]
    if not stated or stated != parts[: len(stated)] or not all(part.isdecimal() for part in stated):
        return None
    return "-".join([stated[0].zfill(4), *(part.zfill(2) for part in stated[1:])])


def period(element: Element) -> tuple[str, ...]:
    """The dates of a ``DatePeriod``.

    One where the first and the last day it may be make up a day, a month or a year; the years of both ends where it
    is a longer range, and the year alone where either end is marked as approximate.
    """
    first, last = day(element.find("Start/From")), day(element.find("End/To"))
    first, last = first or last, last or first
    if first is None or last is None:
        return ()
    if any(
        end is not None and end.get("Approximate") == "true" for end in (element.find("Start"), element.find("End"))
    ):
        return tuple(sorted({first[:4], last[:4]}))
    if first == last:
        return (first,)
    if first[:4] != last[:4]:
        return tuple(sorted({first[:4], last[:4]}))
    if first[:7] == last[:7] and first[8:] == "01" and _ends_month(last):
        return (first[:7],)
    if first[5:] == "01-01" and last[5:] == "12-31":
        return (first[:4],)
    return tuple(sorted({first, last}))


def _ends_month(day: str) -> bool:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return False
    return date.fromordinal(found.toordinal() + 1).day == 1
