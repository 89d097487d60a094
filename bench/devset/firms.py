"""What becomes of the names of organisations and vessels: legal forms, abbreviations, generic words, numbers."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

from .keys import script
from .spellings import like

Table = tuple[tuple[str, ...], ...]
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V", 6: "VI", 7: "VII", 8: "VIII", 9: "IX", 10: "X"}
_NUMBER = re.compile(r"(?<!\S)(?:no\.? ?)?(\d{1,3}|[IVX]{1,4})$", re.I)


@cache
def tables() -> dict[str, Table]:
    """``forms``, ``starred`` (at the beginning) and ``abbreviations``: rows of ways to write one thing."""
    raw = tomllib.loads((Path(__file__).parent / "firms.toml").read_text(encoding="utf-8"))
    return {
        name: tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines())
        for name, text in raw.items()
    }


def _forms() -> list[tuple[str, tuple[str, ...]]]:
    found = [(cell, row) for row in tables()["forms"] for cell in row if cell != "="]
    return sorted(found, key=lambda pair: (-len(pair[0]), pair[0]))


def without_form(name: str) -> str:
    """The name without its legal form.

    >>> without_form("AGA PEZ FACTORY, S. DE R.L. DE C.V."), without_form("Volga-Dnepr Airlines Limited")
    ('AGA PEZ FACTORY', 'Volga-Dnepr Airlines')
    """
    for form, _ in _forms():
        if name.upper().endswith(" " + form.upper()):
            return name[: -len(form)].rstrip(" ,")
    return name


def other_form(rng: Random, name: str) -> str | None:
    """The legal form written otherwise, or left out."""
    for form, row in _forms():
        if name.upper().endswith(" " + form.upper()):
            other = rng.choice([cell for cell in row if cell.upper() != form.upper()])
            stem = name[: -len(form)]
            return stem.rstrip(" ,") if other == "=" else stem + other
    for row in tables()["starred"]:
        for form in row:
            if form != "=" and name.upper().startswith(form.upper() + " "):
                other = rng.choice([cell for cell in row if cell != form])
                rest = name[len(form) + 1 :]
                return rest if other == "=" else f"{other} {rest}"
    return None


def abbreviated(rng: Random, name: str) -> str | None:
    """A common word shortened, or a shortened one written out."""
    cells = name.split(" ")
    options = [
        (at, cell, row)
        for at, cell in enumerate(cells)
        for row in tables()["abbreviations"]
        if cell.strip(",").casefold() in {way.casefold() for way in row}
    ]
    if not options:
        return None
    at, cell, row = rng.choice(options)
    bare = cell.strip(",")
    other = rng.choice([way for way in row if way.casefold() != bare.casefold()])
    cells[at] = like(bare, other) + ("," if cell.endswith(",") else "")
    return " ".join(cells)


def without_generic(rng: Random, name: str) -> str | None:
    """A generic word left out, where telling words remain."""
    stem = without_form(name)
    generic = {way.casefold() for row in tables()["abbreviations"] for way in row}
    cells = stem.split(" ")
    options = [at for at, cell in enumerate(cells) if cell.strip(",").casefold() in generic]
    telling = [c for c in cells if c.strip(",").casefold() not in generic and len(c) > 3]
    if not options or len(telling) < 2:
        return None
    at = rng.choice(options)
    return " ".join(cells[:at] + cells[at + 1 :])


def reordered(rng: Random, name: str) -> str | None:
    """The first word put last, as registers sort."""
    stem = without_form(name)
    cells = stem.replace(",", "").split()
    if len(cells) < 3 or script(name) != "latin":
        return None
    return " ".join(cells[1:] + cells[:1])


def number_of(name: str) -> tuple[str, int] | None:
    """Stem and number of a numbered name.

    >>> number_of("JI SONG 6"), number_of("BICENTENARIO III"), number_of("MUNAKATA MARU NO.5"), number_of("ARTMAN")
    (('JI SONG', 6), ('BICENTENARIO', 3), ('MUNAKATA MARU', 5), None)
    """
    found = _NUMBER.search(name)
    if found is None or found.start() < 3:
        return None
    written = found.group(1).upper()
    roman = {text: value for value, text in _ROMAN.items()}
    number = int(written) if written.isdigit() else roman.get(written, 0)
    return (name[: found.start()].rstrip(), number) if number else None


def renumbered(rng: Random, name: str) -> str | None:
    """The same number written otherwise: 3, III, NO. 3, 03, or joined to the name."""
    found = number_of(name)
    if found is None:
        return None
    stem, number = found
    ways = [f"{stem} {number}", f"{stem} NO. {number}", f"{stem}-{number}", f"{stem} {number:02d}"]
    if number in _ROMAN:
        ways.append(f"{stem} {_ROMAN[number]}")
    return rng.choice([way for way in ways if way.casefold() != name.casefold()])


def prefixed(rng: Random, name: str) -> str | None:
    """A vessel's prefix put before its name."""
    return f"{rng.choice(('M/V', 'MV', 'M/T', 'MT', 'MS', 'M.V.'))} {name}"


def spaced(rng: Random, name: str) -> str | None:
    """Two words of a name written as one."""
    spaces = [m.start() for m in re.finditer(r"(?<=[A-Za-z]) (?=[A-Za-z])", name)]
    if not spaces:
        return None
    at = rng.choice(spaces)
    return name[:at] + name[at + 1 :]
