"""Negatives: near-namesakes of each tradition, counterfeit organisations and vessels, and plain clean persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from . import counterfeits, facts
from .case import Case
from .clean import Clean, clean
from .facts import Facts
from .guard import Guard
from .keys import script
from .listed import Listed
from .made import Made
from .namesakes import MAKERS, Known, Namesake, heritage, inverted
from .persons import parts_of, recased
from .pools import Pool, pools
from .register import Register
from .traditions import ORDER, OTHER

#: Cases a half of each kind and tradition, and of clean persons.
PER_KIND = 90
RECOMBINED = 600
HERITAGE = 200
CLEAN = 3000
FIRMS_PER_KIND = 220
#: Attempts for each case wanted, before a kind is taken to be exhausted.
ATTEMPTS = 4


def negatives(register: Register) -> Iterator[Case]:
    """All negatives of both halves, in a fixed order."""
    persons = list(clean())
    stock = pools(register, persons)
    made = [
        *_namesakes(register, stock),
        *_inverted(register),
        *_recombined(stock),
        *_heritage(register, stock),
        *_plain(persons),
    ]
    yield from _admitted(register, "person", made)
    known = counterfeits.vocabulary(register.entries)
    for kind, makers in (("organisation", counterfeits.ORGANISATIONS), ("vessel", counterfeits.VESSELS)):
        yield from _admitted(register, kind, list(counterfeits.made(register.entries, kind, makers, known)))


def _admitted(register: Register, kind: str, made: Sequence[Made]) -> Iterator[Case]:
    """Drop what the guard refuses, set the rest against its target or the nearest listed name, keep to the quotas."""
    guard = Guard(register, kind)
    passed = [
        item
        for item in made
        if not guard.refuses(item.name, item.born, target=_canonical(register, item.target), same_name=item.same_name)
    ]
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    nearest = register.nearest(kind, [item.name for item in passed])
    for item, (near, likeness) in zip(passed, nearest, strict=True):
        own = _canonical(register, item.target)
        if guard.near(item.name, item.born, near, likeness, target=own):
            continue
        target = item.target or near
        half = register.half(target)
        place = (half, item.kind, "" if item.kind == "clean person" else item.tradition)
        counts[place] += 1
        if counts[place] > _quota(kind, item.kind):
            continue
        yield Case(
            f"n-{item.id}",
            half,
            False,
            item.kind,
            0,
            item.tradition,
            item.mix,
            item.schema,
            item.name,
            item.properties,
            target.id,
            register.canonical[target.id],
        )


def _quota(party: str, kind: str) -> int:
    if party != "person":
        return FIRMS_PER_KIND
    return {"clean person": CLEAN, "recombined parts": RECOMBINED, "mixed heritage": HERITAGE}.get(kind, PER_KIND)


def _canonical(register: Register, entry: Listed | None) -> str:
    return "" if entry is None else register.canonical[entry.id]


def _known(register: Register) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = defaultdict(list)
    for entry in register.entries:
        if entry.kind != "person":
            continue
        tradition = register.tradition(entry)
        for name in entry.names[:3]:
            parts = parts_of(name, entry.properties) if script(name) == "latin" else None
            if parts is not None and parts.given:
                found[tradition].append(Known(entry, name, parts, tradition))
                break
    for tradition, people in found.items():
        Random(f"namesakes:{tradition}").shuffle(people)
    return found


def _namesakes(register: Register, stock: dict[str, Pool]) -> Iterator[Made]:
    known = _known(register)
    for tradition in (*ORDER, OTHER):
        for kind, make in MAKERS.items():
            wanted = 2 * PER_KIND * ATTEMPTS
            for person in known.get(tradition, ())[:wanted]:
                rng = Random(f"{kind}:{person.entry.id}")
                found = make(rng, person, stock[tradition])
                if found is not None:
                    yield _set_against(rng, kind, tradition, person, found)


def _inverted(register: Register) -> Iterator[Made]:
    for entry in register.entries:
        name = next((turned for name in entry.names if (turned := inverted(name)) is not None), None)
        if entry.kind == "person" and name is not None:
            rng = Random(f"inverted:{entry.id}")
            properties = facts.country(rng, entry.properties) if rng.random() < 0.4 else {}
            yield Made(
                f"inverted-{entry.id}",
                "patronymic inverted",
                register.tradition(entry),
                "Person",
                recased(rng, name),
                properties,
                "same country" if properties else "name alone",
                entry,
                True,
            )


def _set_against(rng: Random, kind: str, tradition: str, person: Known, found: Namesake) -> Made:
    properties: Facts = {}
    mix = "name alone"
    if found.born:
        properties["birthDate"] = [found.born]
        mix = "other birth date"
    if rng.random() < 0.55 and (shared := facts.country(rng, person.entry.properties)):
        properties |= shared
        mix = "other birth date, same country" if found.born else "same country"
    return Made(
        f"{kind.replace(' ', '-').replace(',', '')}-{person.entry.id}",
        kind,
        tradition,
        "Person",
        recased(rng, found.name),
        properties,
        mix,
        person.entry,
        kind == "same name, other birth date",
    )


def _recombined(stock: dict[str, Pool]) -> Iterator[Made]:
    for tradition in (*ORDER, OTHER):
        for number in range(2 * RECOMBINED * ATTEMPTS if tradition in stock else 0):
            rng = Random(f"recombined:{tradition}:{number}")
            name = stock[tradition].person(rng, tradition).written()
            properties, mix = _own_facts(rng, tradition)
            yield Made(
                f"recombined-{tradition}-{number}",
                "recombined parts",
                tradition,
                "Person",
                recased(rng, name),
                properties,
                mix,
            )


def _heritage(register: Register, stock: dict[str, Pool]) -> Iterator[Made]:
    people = _known(register)["arabic"]
    for tradition in ("lusophone", "hispanic"):
        for person in people[: 2 * HERITAGE * ATTEMPTS]:
            rng = Random(f"heritage:{tradition}:{person.entry.id}")
            found = heritage(rng, person, stock, tradition)
            if found is not None:
                properties, mix = _own_facts(rng, tradition)
                yield Made(
                    f"heritage-{tradition}-{person.entry.id}",
                    "mixed heritage",
                    tradition,
                    "Person",
                    recased(rng, found.name),
                    properties,
                    mix,
                    person.entry,
                )


_HOME = {
    "arabic": "sy iq lb eg jo sa", "persianate": "ir af pk", "hispanic": "mx co ve pe es", "lusophone": "br pt",
    "east asian": "cn kp kr", "slavic": "ru ua by", "anglo": "us gb", OTHER: "de fr it",
}  # fmt: skip


def _own_facts(rng: Random, tradition: str) -> tuple[Facts, str]:
    """Facts of a made-up person: none, a country usual for the tradition, a birth date, or both."""
    properties: Facts = {}
    if rng.random() < 0.45:
        properties["birthDate"] = [f"{rng.randint(1940, 2003)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"]
    if rng.random() < 0.5:
        properties["country"] = [rng.choice(_HOME[tradition].split())]
    return properties, ", ".join(
        sorted({"birthDate": "own birth date", "country": "country"}[p] for p in properties)
    ) or "name alone"


def _plain(persons: Sequence[Clean]) -> Iterator[Made]:
    rng = Random("clean persons")
    for person in rng.sample(persons, min(len(persons), 3 * CLEAN)):
        dated = person.row % 2 == 0
        properties = {"birthDate": [person.born]} if dated else {}
        yield Made(
            f"clean-{person.row}",
            "clean person",
            person.tradition,
            "Person",
            person.name,
            properties,
            "own birth date" if dated else "name alone",
        )
