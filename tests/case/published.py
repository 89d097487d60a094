"""The published files as a person with a text editor reads them: no code of the project is used here."""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from ..conftest import SHIPPED

LISTS = SHIPPED / "lists"
JUNE = LISTS / "ofac_2021-06"
MAY = LISTS / "ofac_2024-05" / "sdn_2024-05-03.csv.gz"
TERROR = {"FTO", "SDGT"}
CRIME = {"SDNT", "SDNTK", "TCO", "ILLICIT-DRUGS-EO14059"}
REGULATIONS = "Hizballah Financial Sanctions Regulations"
#: A party with more ties than this is no bridge.
HUB = 50


@dataclass(frozen=True)
class Entry:
    """A row of OFAC's main file, with its continuation in the comments."""

    name: str
    programmes: frozenset[str]
    remarks: str

    @property
    def both(self) -> bool:
        return bool(self.programmes & TERROR and self.programmes & CRIME)


@dataclass(frozen=True)
class Ties:
    """Who is tied to whom by "Linked To:" or by the name of the Hizballah regulations, undirected."""

    near: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, a: str, b: str) -> None:
        if a != b:
            self.near[a].add(b)
            self.near[b].add(a)

    def steps(self, start: str, goal: str, most: int, through: set[str]) -> int | None:
        """Least number of steps, hubs not passed unless they are named in ``through``."""
        seen, frontier = {start}, {start}
        for step in range(1, most + 1):
            passed = {node for node in frontier if node in through or len(self.near[node]) <= HUB}
            frontier = {other for node in passed for other in self.near[node]} - seen
            if goal in frontier:
                return step
            seen |= frontier
        return None


def _rows(name: str) -> list[list[str]]:
    path = JUNE / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="latin-1", newline="") as lines:
        return [[cell.strip() for cell in row] for row in csv.reader(lines) if len(row) > 1]


@cache
def june() -> dict[str, Entry]:
    more: dict[str, str] = defaultdict(str)
    for row in _rows("sdn_comments.csv"):
        more[row[0]] += row[1]
    return _entries(_rows("sdn.csv.gz"), more)


@cache
def may() -> dict[str, Entry]:
    with gzip.open(MAY, "rt", encoding="latin-1", newline="") as lines:
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines)]
    return _entries(rows, {})


def _entries(rows: list[list[str]], more: dict[str, str]) -> dict[str, Entry]:
    return {
        f"ofac-{row[0]}": Entry(row[1], frozenset(row[3].split("] [")), row[11] + more.get(row[0], ""))
        for row in rows
        if len(row) > 11
    }


@cache
def ties() -> Ties:
    found = Ties()
    names = {f"{row[3]}".upper(): f"ofac-{row[0]}" for row in _rows("alt.csv.gz") if len(row) > 3}
    names |= {entry.name.upper(): key for key, entry in june().items()}
    for key, entry in june().items():
        for said in re.findall(r"Linked To: ([^;]+)", entry.remarks):
            for name in (said.strip().upper(), said.strip().rstrip(".").upper()):
                if name in names:
                    found.add(key, names[name])
                    break
        if REGULATIONS in entry.remarks and key != "ofac-4697":
            found.add(key, "ofac-4697")
    return found
