"""Streams of queries as a checkpoint or a bank sees them: mostly clean, a few listed, a few misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from .case import Case
from .clean import clean
from .keys import words
from .listed import Listed

#: Shares of clean names, exact listed names and misspelt listed names.
CLEAN, EXACT = 0.90, 0.05
#: Corruptions that count as misspelling.
MISSPELT = frozenset(
    {
        "keyboard neighbour",
        "OCR confusion",
        "dropped letter",
        "doubled letter",
        "transposed letters",
        "two slips",
        "phonetic respelling",
        "transliteration variant",
        "Slavic Latin spelling",
    }
)

Query = dict[str, Any]


def misspelt(cases: Sequence[Case], number: int) -> list[Query]:
    """Misspelt names of listed parties with whatever facts the case has; repeated when there are too few."""
    found = [case.query() for case in cases if case.kind in MISSPELT and not case.withheld]
    Random("misspelt").shuffle(found)
    return [found[at % len(found)] | {"id": f"m-{at}"} for at in range(number)]


def mixed(entries: Sequence[Listed], cases: Sequence[Case], number: int) -> list[Query]:
    """90 % clean persons with birth dates, 5 % exact listed names, 5 % misspelt ones, shuffled."""
    rng = Random("mixed")
    people = list(clean())
    listed = [entry for entry in entries if entry.kind != "aircraft" and len(words(entry.names[0])) > 1]
    exact = round(number * EXACT)
    honest = round(number * CLEAN)
    found: list[Query] = []
    for at in range(honest):
        person = people[rng.randrange(len(people))]
        found.append(
            {"id": f"c-{at}", "schema": "Person", "properties": {"name": [person.name], "birthDate": [person.born]}}
        )
    for at in range(exact):
        entry = rng.choice(listed)
        found.append({"id": f"e-{at}", "schema": entry.schema, "properties": {"name": [entry.names[0]]}})
    found.extend(misspelt(cases, number - honest - exact))
    rng.shuffle(found)
    return found
