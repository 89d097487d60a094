"""Parts of a person's name, and what people and clerks do to them: order, omission, initials, particles, titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from .keys import JOINING, script, words

_PARTICLE = re.compile(
    r"\b(al|el|ul|bin|ben|ibn|bint|de la|de las|de los|del|de|da|do|dos|das|van der|van|von)\b[ \-]?", re.I
)
_HONORIFICS = {
    "arabic": ("Sheikh", "Dr.", "Haji", "Eng.", "Sayyid", "Ustad", "Colonel"),
    "persianate": ("Mullah", "Haji", "Dr.", "Maulavi", "General", "Eng."),
    "hispanic": ("Sr.", "Lic.", "Dr.", "Ing.", "Don", "Gral."),
    "lusophone": ("Sr.", "Dr.", "Eng.", "Dom"),
    "slavic": ("Mr", "Dr.", "General", "Prof."),
    "east asian": ("Mr.", "Dr.", "General"),
    "anglo": ("Mr.", "Dr.", "Sir", "Prof."),
    "other": ("Mr.", "Dr.", "General"),
}


@dataclass(frozen=True)
class Parts:
    """Given names and surnames in their usual order, particles joined to what they lead."""

    given: tuple[str, ...]
    surname: tuple[str, ...]

    def written(self) -> str:
        """Given names, then surnames."""
        return " ".join((*self.given, *self.surname))


def parts_of(name: str, properties: Mapping[str, Sequence[str]]) -> Parts | None:
    """Split a Latin name into given names and surnames; None where the list does not tell.

    Lists tell by capitals (``Enrique PLANCARTE SOLIS``) or by saying the surname.

    >>> parts_of("Enrique PLANCARTE SOLIS", {})
    Parts(given=('Enrique',), surname=('PLANCARTE', 'SOLIS'))
    """
    if script(name) != "latin" or "," in name or "(" in name:
        return None
    pieces = name.split()
    capitals = [len(p) > 1 and p.upper() == p for p in pieces]
    if not all(capitals):
        surname = [p for p, c in zip(pieces, capitals, strict=True) if c]
        given = [p for p, c in zip(pieces, capitals, strict=True) if not c]
        if surname and given and capitals == [False] * len(given) + [True] * len(surname):
            return Parts(_joined(given), _joined(surname))
    for said in sorted(properties.get("lastName", ()), key=len, reverse=True):
        end = said.split()
        if end and len(pieces) > len(end) and words(" ".join(pieces[-len(end) :])) == words(said):
            return Parts(_joined(pieces[: -len(end)]), _joined(pieces[-len(end) :]))
    return None


def _joined(pieces: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    leading: list[str] = []
    for piece in pieces:
        leading.append(piece)
        if piece.casefold() not in JOINING:
            found.append(" ".join(leading))
            leading = []
    return (*found, *leading)


def swapped(rng: Random, parts: Parts) -> str | None:
    """Surname first, with or without a comma."""
    first, last = " ".join(parts.surname), " ".join(parts.given)
    return f"{first}, {last}" if rng.random() < 0.5 else f"{first} {last}"


def without_second_given(rng: Random, parts: Parts) -> str | None:
    """One given name that is not the first left out."""
    if len(parts.given) < 2:
        return None
    at = rng.randrange(1, len(parts.given))
    return Parts(parts.given[:at] + parts.given[at + 1 :], parts.surname).written()


def without_second_surname(rng: Random, parts: Parts) -> str | None:
    """The last of several surnames left out."""
    return Parts(parts.given, parts.surname[:-1]).written() if len(parts.surname) > 1 else None


def initials(rng: Random, parts: Parts) -> str | None:
    """Given names as initials, all or all but the first."""
    if not parts.given or any(len(given) < 3 for given in parts.given):
        return None
    dot = rng.choice((".", ""))
    keep = 1 if len(parts.given) > 1 and rng.random() < 0.5 else 0
    short = tuple(given[0].upper() + dot for given in parts.given[keep:])
    return Parts(parts.given[:keep] + short, parts.surname).written()


def particles(rng: Random, name: str) -> str | None:
    """A particle left out, joined to what follows, hyphenated, or written by its cousin (al, el).

    >>> particles(Random(2), "Omar AL-BASHIR") != "Omar AL-BASHIR"
    True
    """
    found = [m for m in _PARTICLE.finditer(name) if m.end() < len(name)]
    if not found:
        return None
    at = rng.choice(found)
    particle = at.group(1)
    cousins = {"al": "el", "el": "al", "bin": "ibn", "ibn": "bin", "ben": "bin", "ul": "al"}
    options = ["", particle, particle + " ", particle + "-"]
    if particle.casefold() in cousins:
        cousin = cousins[particle.casefold()]
        options.append((cousin.upper() if particle.isupper() else cousin) + name[at.end(1) : at.end()])
    others = [option for option in options if option != at.group()]
    return name[: at.start()] + rng.choice(others) + name[at.end() :]


def joined_or_split(rng: Random, name: str) -> str | None:
    """Two words written as one, a hyphen for a space, or a hyphen left out."""
    if script(name) != "latin":
        return None
    hyphens = [m.start() for m in re.finditer(r"(?<=\w)-(?=\w)", name)]
    if hyphens and rng.random() < 0.6:
        at = rng.choice(hyphens)
        return name[:at] + rng.choice(("", " ")) + name[at + 1 :]
    spaces = [m.start() for m in re.finditer(r"(?<=\w) (?=\w)", name)]
    if not spaces:
        return None
    at = rng.choice(spaces)
    return name[:at] + rng.choice(("", "-")) + name[at + 1 :]


def titled(rng: Random, name: str, tradition: str) -> str | None:
    """An honorific put before the name."""
    return f"{rng.choice(_HONORIFICS[tradition])} {name}" if script(name) == "latin" else None


def recased(rng: Random, name: str) -> str:
    """As customers are entered: as it was, in capitals, or with a capital a word."""
    style = rng.random()
    if style < 0.4:
        return name
    return name.upper() if style < 0.6 else " ".join(piece[:1].upper() + piece[1:].lower() for piece in name.split(" "))
