"""Passports and national identification of the UK list: numbers in one column, what is said of each in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from followthemoney.types import registry

from contrared.collect.digest import digest
from contrared.collect.draft import Draft
from contrared.collect.readers.uk_cells import Part, numbered
from contrared.collect.readers.validity import expires, issued

#: Schema and property of the party by the first words of both columns.
COLUMNS = {"Passport": ("Passport", "passportNumber"), "National Identification": ("Identification", "idNumber")}
#: Details begin with the issuing country or its adjective, up to a stop or one of the words that go on.
_COUNTRY = re.compile(
    r"^\(?(?:Issued in )?(?P<country>[A-Z][^,.():;\d]*?)"
    r"(?=\s*(?:$|[,.():;\d]|\b(?i:numbers?|passport|identity|identification|national|nationality|no|issued|"
    r"diplomatic|service|driving|id|ration|valid|expire[sd]?|ordinary|official)\b))"
)


def papers(cells: Mapping[str, str], kind: str, party: Draft, place: str) -> Iterator[Draft]:
    """The papers of one kind that a row states; their numbers are added to ``party``.

    Details numbered like the numbers belong to the number of the same place; details without numbers to all.

    Args:
        cells: The row by column title.
        kind: A key of :data:`COLUMNS`.
        party: Whose papers they are.
        place: Locator of the row and sheet.
    """
    schema, prop = COLUMNS[kind]
    numbers, details = numbered(cells[f"{kind} Number"]), numbered(cells[f"{kind} Details"])
    told = f"{place};field={kind} Details"
    for part in numbers:
        where = _at(f"{place};field={kind} Number", part)
        party.add(prop, part.text, where)
        paper = Draft(f"{party.entity_id}-doc-{digest(f'{kind}|{part.text}', 12)}", schema, party.file)
        paper.add("holder", party.entity_id, where, original=part.text)
        paper.add("number", part.text, where)
        paper.add("type", kind, where, original=part.text)
        for detail in details:
            if part.number == 0 or detail.stands_for(part.number):
                say(paper, detail, told)
        yield paper
    for detail in details:
        if not any(part.number == 0 or detail.stands_for(part.number) for part in numbers):
            party.add("notes", f"{kind}: {detail.text}", _at(told, detail), original=detail.text)


def say(paper: Draft, detail: Part, told: str) -> None:
    """State what a detail says of a paper: all of it, the country that issued it, from when and until when it holds."""
    paper.add("summary", detail.text, _at(told, detail))
    match = _COUNTRY.match(detail.text)
    if match is not None and registry.country.clean(match["country"]) is not None:
        start = detail.start + match.start("country")
        paper.add("country", match["country"], f"{told};chars={start}-{start + len(match['country'])}")
    for prop, found in (("startDate", issued(detail.text)), ("endDate", expires(detail.text))):
        if found is not None:
            date, low, high = found
            where = f"{told};chars={detail.start + low}-{detail.start + high}"
            paper.add(prop, date, where, original=detail.text[low:high])


def _at(place: str, part: Part) -> str:
    return f"{place};chars={part.start}-{part.end}"
