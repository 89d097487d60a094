"""Near-namesakes of listed persons: brothers, cousins, fathers, inversions, the same name born elsewhen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .keys import words
from .listed import Listed
from .persons import Parts
from .pools import Pool

_BIN = re.compile(
    r"^(?P<son>.+?) (?P<bin>bin|ibn|ben|bint) (?P<father>.+?)(?P<rest> (?:bin|ibn|ben|al|el)[ \-].*| AL-.*)?$", re.I
)


@dataclass(frozen=True)
class Namesake:
    """What is asked for: a name, and a birth date where the kind turns on it."""

    name: str
    born: str = ""


@dataclass(frozen=True)
class Known:
    """A listed person to be mistaken for: the entry, its name and its parts."""

    entry: Listed
    name: str
    parts: Parts
    tradition: str

    @property
    def born(self) -> date | None:
        """The one full birth date listed, if there is exactly one and no other year."""
        stated = self.entry.properties.get("birthDate", ())
        return date.fromisoformat(stated[0]) if len(stated) == 1 and len(stated[0]) == 10 else None


Maker = Callable[[Random, Known, Pool], Namesake | None]


def same_name(rng: Random, known: Known, pool: Pool) -> Namesake | None:
    """The same name, born at least four years and some months away."""
    return None if known.born is None else Namesake(known.name, elsewhen(rng, known.born, 4, 30))


def other_given(rng: Random, known: Known, pool: Pool) -> Namesake | None:
    """The surname with other given names."""
    given = [pool.other(rng, pool.given, part) for part in known.parts.given[:1]]
    given += [pool.other(rng, pool.second or pool.given, part) for part in known.parts.given[1:]]
    if not all(given):
        return None
    return Namesake(Parts(tuple(str(part) for part in given), known.parts.surname).written())


def brother(rng: Random, known: Known, pool: Pool) -> Namesake | None:
    """Another first name before the father's name and surname, born some years apart."""
    enough = len(known.parts.surname) > 1 or len(known.parts.given) > 1
    other = pool.other(rng, pool.given, known.parts.given[0])
    if other is None or not enough or known.born is None:
        return None
    parts = Parts((other, *known.parts.given[1:]), known.parts.surname)
    return Namesake(parts.written(), elsewhen(rng, known.born, 2, 9))


def father(rng: Random, known: Known, pool: Pool) -> Namesake | None:
    """The name without its first part, as the father bears it, born a generation earlier."""
    if len(known.parts.given) < 2 or known.born is None or known.tradition not in {"arabic", "persianate"}:
        return None
    born = known.born - timedelta(days=rng.randint(20 * 365, 38 * 365))
    return Namesake(Parts(known.parts.given[1:], known.parts.surname).written(), born.isoformat())


def other_middle(rng: Random, known: Known, pool: Pool) -> Namesake | None:
    """The same first name and surname with another patronymic, father's or second given name."""
    if len(known.parts.given) < 2 or known.tradition == "east asian":
        return None
    other = pool.other(rng, pool.second or pool.given, known.parts.given[1])
    if other is None:
        return None
    return Namesake(Parts((known.parts.given[0], other, *known.parts.given[2:]), known.parts.surname).written())


def other_second_surname(rng: Random, known: Known, pool: Pool) -> Namesake | None:
    """The same given name and first surname with another mother's surname."""
    if len(known.parts.surname) != 2 or known.tradition not in {"hispanic", "lusophone"}:
        return None
    other = pool.other(rng, pool.surname, known.parts.surname[1])
    return None if other is None else Namesake(Parts(known.parts.given, (known.parts.surname[0], other)).written())


def inverted(name: str) -> str | None:
    """Y bin X for X bin Y: the father named after the grandson. Without ``bin`` order alone is no evidence.

    >>> inverted("Salman bin Muhammad AL-SAUD"), inverted("Osama Saleh")
    ('Muhammad bin Salman AL-SAUD', None)
    """
    found = _BIN.match(name)
    if found is None or words(found["son"]) == words(found["father"]):
        return None
    if found["bin"].isupper() and not found["son"].isupper():
        return None  # BEN in capitals after other letters begins a surname
    father, rest = found["father"].split(), found["rest"] or ""
    if not rest and len(father) > 1 and father[-1].isupper() and not father[0].isupper():
        rest = f" {father.pop()}"  # a surname in capitals stays where it is
    return f"{' '.join(father)} {found['bin']} {found['son']}{rest}"


def other_syllable(rng: Random, known: Known, pool: Pool) -> Namesake | None:
    """One syllable of the given name replaced: Kim Jong Un, Kim Jong Chol."""
    if known.tradition != "east asian":
        return None
    syllables = re.split(r"([ \-])", known.name)
    surname = {word for part in known.parts.surname for word in words(part)}
    options = [at for at, s in enumerate(syllables) if words(s) and 1 < len(s) < 7 and words(s)[0] not in surname]
    if len(options) < 2:
        return None
    at = rng.choice(options)
    stock = [s for part in (*pool.given, *pool.second) for s in re.split(r"[ \-]", part) if 1 < len(s) < 6]
    other = pool.other(rng, stock, syllables[at])
    return None if other is None else Namesake("".join([*syllables[:at], other, *syllables[at + 1 :]]))


def heritage(rng: Random, known: Known, pools: Mapping[str, Pool], tradition: str) -> Namesake | None:
    """A Brazilian or Spanish American with a listed Arabic surname: Carlos Barakat da Silva."""
    own = pools[tradition]
    surname = re.sub(r"^(al|el)[ \-]", "", known.parts.surname[-1], flags=re.I).title()
    if len(surname) < 4:
        return None
    given = (rng.choice(own.given), *([rng.choice(own.second)] if own.second and rng.random() < 0.4 else []))
    both = (surname, rng.choice(own.surname)) if rng.random() < 0.7 else (surname,)
    return Namesake(Parts(given, both).written())


def elsewhen(rng: Random, born: date, least: int, most: int) -> str:
    """A birth date so many years away, whose day and month are others too."""
    years = rng.randint(least, most) * rng.choice((-1, 1))
    moved = born + timedelta(days=round(365.25 * years) + rng.randint(40, 150))
    if moved.day == born.day:
        moved += timedelta(days=3)
    return moved.isoformat()


#: Kinds set against one listed person, in the order of tables.
MAKERS: Mapping[str, Maker] = {
    "same name, other birth date": same_name,
    "same surname, other given names": other_given,
    "brother": brother,
    "father": father,
    "other patronymic or second name": other_middle,
    "other second surname": other_second_surname,
    "one syllable differs": other_syllable,
}
