"""The typed corruptions of names: which there are, how severe each is, and which apply to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from . import firms, persons, spellings, typos

Change = Callable[[Random, str], str | None]
OfParts = Callable[[Random, persons.Parts], str | None]


@dataclass(frozen=True)
class Source:
    """A listed name about to be corrupted.

    Attributes:
        name: The name.
        kind: ``person``, ``organisation`` or ``vessel``.
        tradition: Tradition of a person.
        properties: What else the list says, for telling surnames from given names.
    """

    name: str
    kind: str
    tradition: str
    properties: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Corruption:
    """One kind of corruption.

    Attributes:
        kind: Its name in all tables.
        severity: 1 (mild) to 3 (hard for a person too).
        weight: How often it is tried before others; rare opportunities get more.
        apply: From a random source and a listed name to the corrupted name; None where it cannot apply.
    """

    kind: str
    severity: int
    weight: int
    apply: Callable[[Random, Source], str | None]


def _of_name(change: Change) -> Callable[[Random, Source], str | None]:
    return lambda rng, source: change(rng, source.name)


def _of_parts(change: OfParts) -> Callable[[Random, Source], str | None]:
    def apply(rng: Random, source: Source) -> str | None:
        parts = persons.parts_of(source.name, source.properties)
        return None if parts is None else change(rng, parts)

    return apply


def _not_syllables(change: OfParts) -> Callable[[Random, Source], str | None]:
    """East Asian names are left alone: without a syllable another person bears the name."""
    of_parts = _of_parts(change)
    return lambda rng, source: None if source.tradition == "east asian" else of_parts(rng, source)


def _slavic(rng: Random, source: Source) -> str | None:
    return spellings.slavic(rng, source.name) if source.tradition == "slavic" else None


_SLIPS = (
    Corruption("keyboard neighbour", 1, 4, _of_name(typos.keyboard)),
    Corruption("OCR confusion", 1, 4, _of_name(typos.scanned)),
    Corruption("dropped letter", 1, 4, _of_name(typos.dropped)),
    Corruption("doubled letter", 1, 4, _of_name(typos.doubled)),
    Corruption("transposed letters", 1, 4, _of_name(typos.transposed)),
    Corruption("two slips", 2, 4, _of_name(typos.two_slips)),
    Corruption("phonetic respelling", 1, 5, _of_name(spellings.heard)),
    Corruption("truncated", 3, 2, _of_name(typos.truncated)),
    Corruption("diacritics lost", 1, 4, _of_name(spellings.plain)),
)
_PERSONS = (
    Corruption("order swapped", 1, 5, _of_parts(persons.swapped)),
    Corruption("second given name dropped", 2, 7, _not_syllables(persons.without_second_given)),
    Corruption("second surname dropped", 2, 7, _not_syllables(persons.without_second_surname)),
    Corruption("initials", 3, 3, _of_parts(persons.initials)),
    Corruption("particle varied", 1, 7, _of_name(lambda rng, name: persons.particles(rng, name))),
    Corruption("joined or split", 1, 4, _of_name(persons.joined_or_split)),
    Corruption("honorific", 1, 3, lambda rng, source: persons.titled(rng, source.name, source.tradition)),
    Corruption("transliteration variant", 1, 7, _of_name(spellings.variant)),
    Corruption("Slavic Latin spelling", 1, 8, _slavic),
    Corruption("romanised by scheme", 2, 12, _of_name(spellings.romanised)),
    Corruption("put into Arabic script", 2, 20, _of_name(spellings.in_arabic_script)),
)
_ORGANISATIONS = (
    Corruption("legal form varied", 1, 9, _of_name(firms.other_form)),
    Corruption("word abbreviated", 1, 9, _of_name(firms.abbreviated)),
    Corruption("generic word dropped", 2, 5, _of_name(firms.without_generic)),
    Corruption("first word put last", 2, 3, _of_name(firms.reordered)),
    Corruption("joined or split", 1, 3, _of_name(firms.spaced)),
    Corruption("romanised by scheme", 2, 12, _of_name(spellings.romanised)),
)
_VESSELS = (
    Corruption("number varied", 1, 14, _of_name(firms.renumbered)),
    Corruption("vessel prefix", 1, 4, _of_name(firms.prefixed)),
    Corruption("joined or split", 1, 3, _of_name(firms.spaced)),
)
BY_KIND: Mapping[str, tuple[Corruption, ...]] = {
    "person": (*_SLIPS, *_PERSONS),
    "organisation": (*_SLIPS, *_ORGANISATIONS),
    "vessel": (*_SLIPS, *_VESSELS),
}
COMBINED = "combined"
COMBINED_SHARE = 0.12


def corrupted(rng: Random, source: Source) -> tuple[str, int, str] | None:
    """Kind, severity and corrupted name; None where nothing applies.

    Kinds are tried in an order drawn by weight; now and then a second one is put on top.
    """
    found = _once(rng, source, ())
    if found is None:
        return None
    first, name = found
    if rng.random() < COMBINED_SHARE:
        again = _once(
            rng, Source(name, source.kind, source.tradition, source.properties), (first.kind, "truncated", "initials")
        )
        if again is not None:
            return COMBINED, 3, again[1]
    return first.kind, first.severity, name


def _once(rng: Random, source: Source, without: tuple[str, ...]) -> tuple[Corruption, str] | None:
    kinds = sorted(BY_KIND[source.kind], key=lambda kind: -(rng.random() ** (1 / kind.weight)))
    for kind in kinds:
        if kind.kind in without:
            continue
        name = kind.apply(rng, source)
        if name is not None and name.strip() and name.casefold() != source.name.casefold():
            return kind, " ".join(name.split())
    return None
