"""Canada's listed terrorist entities, as the galaxy of MISP carries them: a designation, with the names it covers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contrared.collect.draft import Draft
from contrared.collect.jsonrows import JsonRecord
from contrared.collect.readers.jsonwalk import Teller, texts

#: Type of the galaxy.
LISTED = "canada-listed-terrorist-entities"
AUTHORITY = "Public Safety Canada"
PROGRAMME = "Listed Terrorist Entities, Criminal Code"
#: A comma or semicolon that stands in no parentheses, and the word before the last name.
_BETWEEN = re.compile(r"[,;]\s+(?:and\s+)?(?![^()]*\))")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def listed(record: JsonRecord, own: str, file: str) -> Iterator[Draft]:
    """Other names of the entity, which the summary holds, and its listing."""
    tell = Teller(record, record.data)
    names = Draft(own, "Organization", file)
    for place, said in texts(record.data, "meta.summary"):
        for name in _BETWEEN.split(said) if said != "N/A" else ():
            name = name.strip(" .")
            if name:
                names.add("alias", name, tell.at(place), original=name)
    if names.facts:
        yield names
    sanction = Draft(f"{own}-listing", "Sanction", file)
    tell.derived(sanction, "entity", own, "uuid")
    for prop, value in (("authority", AUTHORITY), ("program", PROGRAMME), ("country", "ca")):
        tell.derived(sanction, prop, value, "meta.id")
    tell.say(sanction, "recordId", "meta.id")
    for prop, path in (("listingDate", "meta.published"), ("modifiedAt", "meta.updated")):
        for place, said in texts(record.data, path):
            sanction.add(prop, said if _DAY.fullmatch(said) else "", tell.at(place))
    yield sanction
