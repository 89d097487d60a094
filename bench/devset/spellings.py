"""Other spellings of the same sounds: phonetic respelling, romanisations, transliteration by scheme."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

from normality import ascii_text

from .keys import script

#: What an ear writes: sound, other spelling. Applied once, at one place.
_HEARD = (
    ("ph", "f"), ("f", "ph"), ("ou", "u"), ("oo", "u"), ("u", "ou"), ("ee", "i"), ("kh", "h"), ("kh", "k"), ("gh", "g"),
    ("dh", "d"), ("th", "t"), ("ck", "k"), ("c", "k"), ("k", "c"), ("q", "k"), ("x", "ks"), ("y", "i"), ("i", "y"),
    ("z", "s"), ("s", "z"), ("v", "b"), ("b", "v"), ("w", "v"), ("v", "w"), ("j", "dj"), ("dj", "j"), ("sh", "ch"),
    ("ch", "sh"), ("ll", "y"), ("e", "i"), ("o", "u"), ("ss", "s"), ("nn", "n"), ("mm", "m"), ("ai", "ay"),
    ("ts", "tz"), ("ei", "ey"), ("ge", "je"), ("gi", "ji"), ("ce", "se"), ("ci", "si"), ("h", ""),
)  # fmt: skip

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў"
#: Schemes of romanisation, one cell a letter of ``_CYRILLIC``.
_SCHEMES = {
    "English": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u",
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia i i ie g u",
    "French": "a b v g d e io j z i i k l m n o p r s t ou f kh ts tch ch chtch _ y _ e iou ia i i ie g ou",
    "German": "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch _ y _ e ju ja i ji je g u",
}
#: Endings and groups that Latin spellings of Slavic names exchange.
_SLAVIC = (
    ("ov", "off"), ("ev", "eff"), ("iy", "y"), ("iy", "i"), ("y", "iy"), ("ya", "ia"), ("ia", "ya"), ("yu", "iu"),
    ("yu", "ju"), ("kh", "h"), ("ks", "x"), ("x", "ks"), ("zh", "j"), ("ye", "e"), ("ey", "ei"), ("ei", "ey"),
    ("ay", "ai"), ("sky", "ski"), ("skiy", "sky"), ("ts", "c"), ("shch", "sch"), ("v", "w"),
)  # fmt: skip


@cache
def families() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Families of spellings by tradition: ``(own script, Latin spellings)``."""
    table = tomllib.loads((Path(__file__).parent / "families.toml").read_text(encoding="utf-8"))
    found = {}
    for tradition, text in table.items():
        rows = [line.split("|", 1) for line in text.strip().splitlines()]
        found[tradition] = tuple((own, tuple(latin.split())) for own, latin in rows)
    return found


@cache
def _others() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rows in families().values():
        for _, spellings in rows:
            for spelling in spellings:
                found.setdefault(spelling, ())
                found[spelling] += tuple(other for other in spellings if other != spelling)
    return found


@cache
def first_spelling(word: str) -> str:
    """The first spelling of the word's family, else the word: words of one family count as the same."""
    for rows in families().values():
        for _, spellings in rows:
            if word in spellings:
                return spellings[0]
    return word


def like(pattern: str, text: str) -> str:
    """``text`` in the case of ``pattern``.

    >>> like("IVAN", "ivann"), like("Ivan", "john"), like("ivan", "john")
    ('IVANN', 'John', 'john')
    """
    if len(pattern) > 1 and pattern.isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if pattern[:1].isupper() else text


def heard(rng: Random, name: str) -> str | None:
    """One sound written otherwise, as by ear."""
    low = name.lower()
    inside = {at for m in re.finditer(r"[a-z]{4,}", low) for at in range(m.start(), m.end())}
    first = {m.start() for m in re.finditer(r"[a-z]{4,}", low)}
    options = [
        (m.start(), sound, other)
        for sound, other in _HEARD
        for m in re.finditer(sound, low)
        if m.start() in inside and (other or m.start() not in first)
    ]
    if not options or len(low) != len(name):
        return None
    at, sound, other = rng.choice(options)
    written = name[at : at + len(sound)]
    return name[:at] + like(written, other) + name[at + len(sound) :]


def variant(rng: Random, name: str) -> str | None:
    """A name part in another common romanisation: Muhammad, Mohamed; Kim, Gim.

    >>> variant(Random(0), "Kim Jong-un") != "Kim Jong-un"
    True
    """
    if script(name) != "latin" or any(script(word) not in {"latin", ""} for word in name.split()):
        return None
    cells = re.split(r"([ \-]+)", name)
    options = [i for i, cell in enumerate(cells) if (ascii_text(cell) or "").lower() in _others()]
    if not options:
        return None
    for at in options if rng.random() < 0.5 else [rng.choice(options)]:
        cells[at] = like(cells[at], rng.choice(_others()[(ascii_text(cells[at]) or "").lower()]))
    return "".join(cells)


def slavic(rng: Random, name: str) -> str | None:
    """Latin spelling of a Slavic name by another habit: -ov and -off, ya and ia."""
    low = name.lower()
    options = [(m.start(), a, b) for a, b in _SLAVIC for m in re.finditer(f"(?<=[a-z]){a}", low)]
    if not options or len(low) != len(name):
        return None
    at, habit, other = rng.choice(options)
    return name[:at] + like(name[at : at + len(habit)], other) + name[at + len(habit) :]


def romanised(rng: Random, name: str) -> str | None:
    """A Cyrillic name in Latin letters by one of four schemes.

    >>> romanised(Random(3), "Хрущёв") in {"Khrushchyov", "Khrushchev", "Khrouchtchiov", "Chruschtschjow"}
    True
    """
    if script(name) != "cyrillic" or any("a" <= c.lower() <= "z" for c in name):
        return None
    scheme = dict(zip(_CYRILLIC, _SCHEMES[rng.choice(sorted(_SCHEMES))].split(), strict=True))
    written = []
    for character in name:
        latin = scheme.get(character.lower(), character).replace("_", "")
        written.append(latin.capitalize() if character.isupper() else latin)
    found = "".join(written)
    return found.upper() if name.isupper() else found


def in_arabic_script(rng: Random, name: str) -> str | None:
    """A Latin name written in Arabic letters, where every part is a known one."""
    own = {spelling: arabic for arabic, spellings in families()["arabic"] for spelling in spellings}
    parts = [own.get((ascii_text(part) or "").lower()) for part in name.split()]
    return " ".join(str(part) for part in parts) if len(parts) > 1 and all(parts) else None


def plain(rng: Random, name: str) -> str | None:
    """Diacritics and apostrophes lost."""
    if script(name) != "latin":
        return None
    found = (ascii_text(name) or "").replace("'", "").replace("`", "")
    return found if found != name else None
