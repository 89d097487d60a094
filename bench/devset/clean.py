"""Clean persons: synthetic, on no list; only their names and birth dates are used, for their countries are random."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass

from .keys import script
from .listed import DATA
from .traditions import of_name

PATH = DATA / "matching" / "negatives_us.csv.gz"


@dataclass(frozen=True)
class Clean:
    """A clean person.

    Attributes:
        row: Number of the row, from 1.
        given: Given names.
        surname: Surname.
        name: The whole name.
        born: Birth date, ISO.
        gender: As given.
        tradition: Naming tradition, from the name.
    """

    row: int
    given: tuple[str, ...]
    surname: str
    name: str
    born: str
    gender: str
    tradition: str

    @property
    def script(self) -> str:
        """Script of the name."""
        return script(self.name)


def clean() -> Iterator[Clean]:
    """All clean persons, in the order of the file."""
    with gzip.open(PATH, "rt", encoding="utf-8", newline="") as source:
        for number, row in enumerate(csv.DictReader(source), 1):
            given = tuple(part for part in (row["first_name"], row["middle_name"]) if part)
            name = row["full_name"]
            yield Clean(number, given, row["last_name"], name, row["date_of_birth"], row["gender"], of_name(name))
