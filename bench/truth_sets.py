"""Registers of others with known duplicates, from the raw file to clusters as a user does it: map, load, resolve.

Only totals are looked at, never which pairs are wrong. Needs the folder of shared data.
"""

from __future__ import annotations

import csv
import gzip
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from contrared.govern import enter
from contrared.store import Node
from figure import Figure, of

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "matching"
_REC_ID = re.compile(r"rec-(\d+)-")
Row = Mapping[str, str]


def _febrl(row: Row) -> tuple[str, str]:
    found = _REC_ID.match(row["rec_id"])
    if found is None:
        raise ValueError(f"{row['rec_id']!r} names no person")
    return row["rec_id"], found[1]


#: File, what was asked for, and how a row names its entry and the person it is about.
SETS: Mapping[str, tuple[str, str, Callable[[Row], tuple[str, str]]]] = {
    "fake_1000": ("fake_1000.csv", "≥ 0.97", lambda row: (row["unique_id"], row["cluster"])),
    "FEBRL 1": ("dataset1.csv", "", _febrl),
    "FEBRL 3": ("dataset3.csv.gz", "", _febrl),
}


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream, skipinitialspace=True)


def _linked(path: Path, folder: Path) -> dict[str, str]:
    mapping, node = folder / "mapping.yml", folder / "node"
    for command in (
        ["map", str(path), "--out", str(mapping)],
        ["init", str(node), "--unencrypted", "a bench"],
        ["load", str(path), "--map", str(mapping), "--dataset", "set", "--as-of", "2020", "--node", str(node)],
        ["resolve", "--node", str(node)],
    ):
        subprocess.run([sys.executable, "-m", "contrared.cli", *command], check=True, capture_output=True)
    return dict(enter(Node.open(node), purpose="bench").canonical())


def _pairs(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def measure(runs: int) -> list[Figure]:
    """Precision, recall and F1 over pairs of entries within clusters; the same in every run."""
    figures = []
    for name, (file, target, told) in SETS.items():
        truth = [told(row) for row in _rows(FOLDER / file)]
        with tempfile.TemporaryDirectory() as folder:
            canonical = _linked(FOLDER / file, Path(folder))
        persons = [person for _, person in truth]
        found = [canonical.get(f"set-{entry}", entry) for entry, _ in truth]
        both, drawn, true = (_pairs(Counter(group)) for group in (zip(found, persons, strict=True), found, persons))
        for what, value, wanted in (
            ("precision", both / max(drawn, 1), ""),
            ("recall", both / true, ""),
            ("F1", 2 * both / (drawn + true), target),
        ):
            figures.append(of("truth_sets", f"{name}, {what} of pairs within clusters", [value], "", wanted, 4))
    return figures
