"""Name parts by tradition, as often as they occur: what near-namesakes are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from rapidfuzz import fuzz

from .clean import Clean
from .keys import script, words
from .persons import Parts, parts_of
from .register import Register
from .spellings import first_spelling, like

#: Parts less alike than this (0–100) are different names, not spellings of one.
UNLIKE = 55
_PATRONYMIC = re.compile(r"(?<=.{3})([oe]?v[iy]?ch|[oe]vi?t?ch|[oe]vna|ichna)$")


@dataclass
class Pool:
    """Given names and surnames of one tradition, each as often as it occurs; sampling is thus by frequency."""

    given: list[str] = field(default_factory=list)
    second: list[str] = field(default_factory=list)
    surname: list[str] = field(default_factory=list)

    def person(self, rng: Random, tradition: str) -> Parts:
        """A person made of parts, in the shape usual for the tradition."""
        given = [rng.choice(self.given)]
        if self.second and rng.random() < {"slavic": 0.7, "arabic": 0.6, "hispanic": 0.5, "anglo": 0.3}.get(
            tradition, 0.35
        ):
            given.append(rng.choice(self.second))
        surnames = [rng.choice(self.surname)]
        if tradition in {"hispanic", "lusophone"} and rng.random() < 0.65:
            surnames.append(rng.choice(self.surname))
        return Parts(tuple(given), tuple(surnames))

    def other(self, rng: Random, among: list[str], than: str) -> str | None:
        """A part that is not another spelling of ``than``, in its case; None if ten draws find none."""
        for _ in range(10):
            part = rng.choice(among)
            if different(part, than) and _woman(part) == _woman(than):
                return like(than, part.lower() if than.isupper() or than.islower() else part)
        return None


def different(left: str, right: str) -> bool:
    """Whether two parts are different names.

    >>> different("Muhammad", "Mohamed"), different("Jong", "Chol"), different("Ivan", "Iwan")
    (False, True, False)
    """
    a, b = " ".join(words(left)), " ".join(words(right))
    if first_spelling(a) == first_spelling(b):
        return False
    return fuzz.ratio(_PATRONYMIC.sub("", a), _PATRONYMIC.sub("", b)) < UNLIKE


def pools(register: Register, persons: Iterable[Clean]) -> dict[str, Pool]:
    """Pools of Latin name parts by tradition, from listed and clean persons."""
    found: dict[str, Pool] = defaultdict(Pool)
    for entry in register.entries:
        if entry.kind != "person":
            continue
        name = next((name for name in entry.names if script(name) == "latin"), None)
        parts = None if name is None else parts_of(name, entry.properties)
        if parts is not None:
            _add(found[register.tradition(entry)], parts.given, parts.surname)
    for person in persons:
        if person.script == "latin":
            _add(found[person.tradition], person.given, (person.surname,))
    return dict(found)


def _add(pool: Pool, given: tuple[str, ...], surname: tuple[str, ...]) -> None:
    titled = [_title(part) for part in given if len(part) > 1]
    pool.given.extend(titled[:1])
    pool.second.extend(titled[1:])
    pool.surname.extend(_title(part) for part in surname if len(part) > 1)


def _woman(part: str) -> bool:
    """Whether a patronymic is a woman's: Viktorovna, not Viktorovich."""
    return part.casefold().endswith(("vna", "chna"))


def _title(part: str) -> str:
    return part.title() if part.isupper() else part
