"""Elements of a UN record: which there are, their text, and the path at which each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contrared.collect.readers.elements import GROUP, GROUPS, LEAF, LEAVES, Element, Kind

_ADDRESS = "STREET CITY STATE_PROVINCE ZIP_CODE COUNTRY NOTE"
_BORN = "DATE_OF_BIRTH CITY_OF_BIRTH COUNTRY_OF_BIRTH"
#: Elements that repeat as wholes, and what each holds.
_GROUPS = {
    "INDIVIDUAL_ALIAS": f"QUALITY ALIAS_NAME {_BORN} NOTE",
    "ENTITY_ALIAS": "QUALITY ALIAS_NAME NOTE",
    "INDIVIDUAL_ADDRESS": _ADDRESS,
    "ENTITY_ADDRESS": _ADDRESS,
    "INDIVIDUAL_DATE_OF_BIRTH": "TYPE_OF_DATE DATE YEAR FROM_YEAR TO_YEAR NOTE",
    "INDIVIDUAL_PLACE_OF_BIRTH": "STREET CITY STATE_PROVINCE COUNTRY NOTE",
    "INDIVIDUAL_DOCUMENT": "TYPE_OF_DOCUMENT TYPE_OF_DOCUMENT2 NUMBER ISSUING_COUNTRY COUNTRY_OF_ISSUE CITY_OF_ISSUE "
    "DATE_OF_ISSUE NOTE",
}
_LISTS = ("TITLE", "DESIGNATION", "NATIONALITY", "LAST_DAY_UPDATED", "LIST_TYPE")
_LEAVES = (
    "DATAID VERSIONNUM FIRST_NAME SECOND_NAME THIRD_NAME FOURTH_NAME NAME_ORIGINAL_SCRIPT UN_LIST_TYPE "
    "REFERENCE_NUMBER LISTED_ON SUBMITTED_ON SUBMITTED_BY GENDER COMMENTS1 SORT_KEY SORT_KEY_LAST_MOD"
)
KNOWN: Mapping[str, Kind] = {
    **dict.fromkeys(_LEAVES.split(), LEAF),
    **dict.fromkeys(_LISTS, GROUP),
    **{f"{name}/VALUE": LEAVES for name in _LISTS},
    **dict.fromkeys(_GROUPS, GROUPS),
    **{f"{name}/{part}": LEAF for name, parts in _GROUPS.items() for part in parts.split()},
}
#: Elements that stand in every edition.
ALWAYS = ("DATAID", "FIRST_NAME", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON")


def text(element: Element, tag: str = "", *, squeeze: bool = True) -> str:
    """Text of a child, or of the element itself without ``tag``; trimmed, inner white space collapsed."""
    found = element.find(tag) if tag else element
    if found is None or found.text is None:
        return ""
    return " ".join(found.text.split()) if squeeze else found.text.strip()


def each(element: Element, path: str) -> Iterator[tuple[str, Element]]:
    """Descendants at ``path``, each with a path of its own: numbered from 1 where a tag stands there more than once."""
    first, _, rest = path.partition("/")
    found = element.findall(first)
    for number, child in enumerate(found, 1):
        own = first if len(found) == 1 else f"{first}[{number}]"
        if not rest:
            yield own, child
        else:
            for below, grandchild in each(child, rest):
                yield f"{own}/{below}", grandchild
