"""Slips of hand and eye: what a keyboard, a scanner or a tired clerk does to a name."""

from __future__ import annotations

from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
#: Confusions of optical recognition, in both directions.
_SCANNED = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("l", "1"), ("i", "l"), ("l", "i"), ("o", "0"), ("e", "c"),
    ("c", "e"), ("h", "b"), ("b", "h"), ("u", "v"), ("v", "u"), ("s", "5"), ("g", "q"), ("n", "ri"), ("vv", "w"),
    ("w", "vv"), ("t", "f"), ("a", "o"), ("z", "2"), ("b", "6"), ("g", "9"),
)  # fmt: skip


def _neighbours() -> dict[str, str]:
    place = {letter: (row, column + 0.5 * row) for row, line in enumerate(_ROWS) for column, letter in enumerate(line)}
    return {
        letter: "".join(
            sorted(o for o, (r, c) in place.items() if o != letter and abs(r - row) <= 1 and abs(c - column) <= 1)
        )
        for letter, (row, column) in place.items()
    }


NEIGHBOURS = _neighbours()


def _spots(name: str, *, inner: bool = False) -> list[int]:
    """Positions of Latin letters in words of four letters or more; ``inner`` leaves out the first of a word."""
    found: list[int] = []
    start = 0
    for word in name.split(" "):
        if sum(c.isalpha() for c in word) >= 4:
            found.extend(start + i for i, c in enumerate(word) if c.isascii() and c.isalpha() and (i or not inner))
        start += len(word) + 1
    return found


def _like(pattern: str, text: str) -> str:
    return text.upper() if pattern.isupper() else text


def keyboard(rng: Random, name: str) -> str | None:
    """A letter replaced by one beside it on a QWERTY keyboard.

    >>> keyboard(Random(1), "Barakat") != "Barakat"
    True
    """
    spots = _spots(name)
    if not spots:
        return None
    at = rng.choice(spots)
    return name[:at] + _like(name[at], rng.choice(NEIGHBOURS[name[at].lower()])) + name[at + 1 :]


def scanned(rng: Random, name: str) -> str | None:
    """One confusion of optical recognition, such as ``rn`` for ``m``."""
    low = name.lower()
    inner = set(_spots(name))
    options = [
        (at, a, b) for a, b in _SCANNED for at in sorted(inner) if low.startswith(a, at) and at + len(a) - 1 in inner
    ]
    if not options or len(low) != len(name):
        return None
    at, wrong, read = rng.choice(options)
    return name[:at] + _like(name[at : at + len(wrong)], read) + name[at + len(wrong) :]


def dropped(rng: Random, name: str) -> str | None:
    """A letter left out."""
    spots = _spots(name)
    if not spots:
        return None
    at = rng.choice(spots)
    return name[:at] + name[at + 1 :]


def doubled(rng: Random, name: str) -> str | None:
    """A letter written twice, or a double letter written once."""
    spots = _spots(name, inner=True)
    if not spots:
        return None
    twice = [at for at in spots if at and name[at].lower() == name[at - 1].lower()]
    if twice and rng.random() < 0.5:
        at = rng.choice(twice)
        return name[:at] + name[at + 1 :]
    at = rng.choice(spots)
    return name[: at + 1] + name[at] + name[at + 1 :]


def transposed(rng: Random, name: str) -> str | None:
    """Two neighbouring letters changed over."""
    inner = _spots(name, inner=True)
    spots = [at for at in inner if at + 1 in inner and name[at].lower() != name[at + 1].lower()]
    if not spots:
        return None
    at = rng.choice(spots)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def two_slips(rng: Random, name: str) -> str | None:
    """Two slips, each of any kind above."""
    for _ in range(2):
        slip = rng.choice((keyboard, scanned, dropped, doubled, transposed))
        changed = slip(rng, name)
        if changed is None:
            return None
        name = changed
    return name


def truncated(rng: Random, name: str) -> str | None:
    """Cut off, as a field of fixed width or a machine-readable zone cuts."""
    if len(name) < 16:
        return None
    return name[: rng.randint(max(11, int(len(name) * 0.6)), len(name) - 2)].rstrip(" -,")
