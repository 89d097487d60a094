"""Organisations and vessels that are not the listed ones: other telling words, other numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from . import facts
from .firms import number_of, tables, without_form
from .keys import script, words
from .listed import Listed
from .made import Made
from .persons import recased
from .pools import different
from .spellings import like

#: A word in at least this many names of organisations is generic.
GENERIC_FROM = 25
#: Entries each kind is tried on.
MOST_TRIED = 8000
_PLACES = (
    "Syria Jordan Lebanon Iran Iraq Russia Ukraine Belarus Chile Peru Mexico Brazil China Korea India Egypt".split()
)


@dataclass(frozen=True)
class Vocabulary:
    """Words of organisations' and vessels' names: which are generic, and the telling ones to draw from."""

    generic: frozenset[str]
    telling: tuple[str, ...]
    vessel: tuple[str, ...]


def vocabulary(entries: Sequence[Listed]) -> Vocabulary:
    """Count words over the names of all listed organisations and vessels."""
    seen: Counter[str] = Counter()
    spelled: list[str] = []
    vessel: list[str] = []
    for entry in entries:
        for name in entry.names:
            if script(name) == "latin" and entry.kind == "organisation":
                seen.update(set(words(name)))
                spelled.extend(word for word in _split(without_form(name)) if word.isalpha())
            elif script(name) == "latin" and entry.kind == "vessel":
                vessel.extend(word for word in _split(name) if word.isalpha() and len(word) > 2)
    listed_generic = {w for row in tables()["abbreviations"] for way in row for w in words(way)}
    generic = frozenset({word for word, count in seen.items() if count >= GENERIC_FROM} | listed_generic)
    telling = [word for word in spelled if len(word) > 3 and word.casefold() not in generic]
    return Vocabulary(generic, tuple(telling), tuple(vessel))


def _split(name: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", name) if word]


Maker = Callable[[Random, str, Vocabulary], str | None]


def _replaced(rng: Random, word: str, among: Sequence[str]) -> str | None:
    for _ in range(10):
        other = rng.choice(among)
        if different(other, word):
            return like(word, other.lower() if word.isupper() else other.title())
    return None


def _telling_places(cells: Sequence[str], known: Vocabulary) -> list[int]:
    return [
        at for at, cell in enumerate(cells) if len(cell) > 3 and cell.isalpha() and cell.casefold() not in known.generic
    ]


def same_generic(rng: Random, name: str, known: Vocabulary) -> str | None:
    """Every telling word replaced; the generic words and the form stay."""
    cells = name.split(" ")
    places = _telling_places(cells, known)
    generic = [cell for cell in cells if cell.strip(",.").casefold() in known.generic]
    if not places or not generic:
        return None
    for at in places:
        other = _replaced(rng, cells[at], known.telling)
        if other is None:
            return None
        cells[at] = other
    return " ".join(cells)


def one_word_differs(rng: Random, name: str, known: Vocabulary) -> str | None:
    """One of several telling words replaced."""
    cells = name.split(" ")
    places = _telling_places(cells, known)
    if len(places) < 2:
        return None
    at = rng.choice(places)
    # One word of many tells little; of two or three it makes another company.
    if 3 * len(cells[at]) < sum(len(cells[place]) for place in places):
        return None
    other = _replaced(rng, cells[at], known.telling)
    return None if other is None else " ".join([*cells[:at], other, *cells[at + 1 :]])


def other_place(rng: Random, name: str, known: Vocabulary) -> str | None:
    """The country in the name is another, and all other words are generic: Bank of Syria, Bank of Jordan."""
    cells = name.split(" ")
    if len(_telling_places(cells, known)) > 1:
        return None
    spots = [at for at, cell in enumerate(cells) if cell.strip(",.").title() in _PLACES]
    if not spots or len(cells) < 2:
        return None
    at = rng.choice(spots)
    cells[at] = like(cells[at], rng.choice([place for place in _PLACES if place != cells[at].strip(",.").title()]))
    return " ".join(cells)


def other_number(rng: Random, name: str, known: Vocabulary) -> str | None:
    """Another number at the end."""
    found = number_of(name)
    if found is None:
        return None
    stem, number = found
    return f"{stem} {rng.choice([n for n in range(1, 12) if n != number])}"


def number_added(rng: Random, name: str, known: Vocabulary) -> str | None:
    """A number put behind a name that has none: Victory 3 is not Victory."""
    if number_of(name) is not None or any(c.isdigit() for c in name):
        return None
    return f"{name} {rng.choice(('2', '3', '4', '5', '7', '9', 'II', 'III', 'IV'))}"


def number_removed(rng: Random, name: str, known: Vocabulary) -> str | None:
    """The number left out of a numbered name."""
    found = number_of(name)
    return None if found is None or len(found[0]) < 5 else found[0]


def one_vessel_word_differs(rng: Random, name: str, known: Vocabulary) -> str | None:
    """One word of a vessel's name replaced by one of another vessel's."""
    cells = name.split(" ")
    places = [at for at, cell in enumerate(cells) if len(cell) > 2 and cell.isalpha()]
    if len(places) < 2:
        return None
    at = rng.choice(places)
    other = _replaced(rng, cells[at], known.vessel)
    return None if other is None else " ".join([*cells[:at], other, *cells[at + 1 :]])


def imo_number(rng: Random) -> str:
    """A well-formed IMO number: seven digits, the last a check digit."""
    digits = [rng.randint(8, 9), *(rng.randint(0, 9) for _ in range(5))]
    check = sum(digit * weight for digit, weight in zip(digits, range(7, 1, -1), strict=True)) % 10
    return "IMO " + "".join(str(digit) for digit in (*digits, check))


ORGANISATIONS: Mapping[str, Maker] = {
    "same generic words": same_generic,
    "one telling word differs": one_word_differs,
    "other country in the name": other_place,
    "other number": other_number,
}
VESSELS: Mapping[str, Maker] = {
    "other number": other_number,
    "number added": number_added,
    "number removed": number_removed,
    "one word differs": one_vessel_word_differs,
}


def made(entries: Sequence[Listed], kind: str, makers: Mapping[str, Maker], known: Vocabulary) -> Iterator[Made]:
    """Counterfeits of one kind of party, in a shuffled but fixed order."""
    pool = [entry for entry in entries if entry.kind == kind]
    Random(f"counterfeits:{kind}").shuffle(pool)
    for name_of_kind, make in makers.items():
        for entry in pool[:MOST_TRIED]:
            rng = Random(f"{kind}:{name_of_kind}:{entry.id}")
            # What stands in brackets is mostly the short name, which would stay.
            latin = [name for name in entry.names if script(name) == "latin" and "(" not in name]
            found = make(rng, rng.choice(latin), known) if latin else None
            if found is None:
                continue
            properties = facts.country(rng, entry.properties) if rng.random() < 0.4 else {}
            mix = "same country" if properties else "name alone"
            if kind == "vessel" and rng.random() < 0.4:
                properties = {**properties, "imoNumber": [imo_number(rng)]}
                mix = f"other IMO number, {mix}" if mix != "name alone" else "other IMO number"
            yield Made(
                f"{kind}-{name_of_kind.replace(' ', '-')}-{entry.id}",
                name_of_kind,
                kind,
                entry.schema,
                recased(rng, found),
                properties,
                mix,
                entry,
            )
        if kind == "vessel" and name_of_kind == "other number":
            yield from _same_vessel_name(pool)


def _same_vessel_name(entries: Sequence[Listed]) -> Iterator[Made]:
    for entry in entries:
        if entry.properties.get("imoNumber"):
            rng = Random(f"same vessel name:{entry.id}")
            yield Made(
                f"vessel-same-name-{entry.id}",
                "same name, other IMO number",
                "vessel",
                "Vessel",
                entry.names[0],
                {"imoNumber": [imo_number(rng)]},
                "other IMO number",
                entry,
                True,
            )
