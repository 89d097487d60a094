"""Further development material: two public sets of duplicated person records with known truth.

``fake_1000`` (of Splink) and FEBRL 3. All true pairs; as negatives, records of different persons that share a surname
or a birth date. Halves by person.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from random import Random
from typing import Any

from .groups import half_of
from .listed import DATA

FOLDER = DATA / "matching"
MOST_PAIRS = 4


@dataclass(frozen=True)
class Record:
    """One record: the person it is of, and an FtM entity."""

    person: str
    entity: dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """Two records and whether they are of one person."""

    label: bool
    left: Record
    right: Record


def fake_1000() -> Iterator[Record]:
    """Records of ``fake_1000``."""
    with (FOLDER / "fake_1000.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            name = f"{row['first_name']} {row['surname']}".strip()
            facts = {"birthDate": row["dob"], "email": row["email"], "address": row["city"]}
            if name:
                yield Record(f"fake-{row['cluster']}", _entity(f"fake-{row['unique_id']}", name, facts))


def febrl_3() -> Iterator[Record]:
    """Records of FEBRL 3; dates that cannot be are left out."""
    with gzip.open(FOLDER / "dataset3.csv.gz", "rt", encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source, skipinitialspace=True):
            name = f"{row['given_name']} {row['surname']}".strip()
            facts = {
                "birthDate": _iso(row["date_of_birth"].strip()),
                "socialSecurityNumber": row["soc_sec_id"].strip(),
                "address": " ".join(
                    row[c] for c in ("street_number", "address_1", "suburb", "postcode", "state")
                ).strip(),
            }
            if name:
                person = "-".join(row["rec_id"].split("-")[:2])
                yield Record(f"febrl-{person}", _entity(f"febrl-{row['rec_id']}", name, facts))


def pairs(records: list[Record], half: str) -> list[Pair]:
    """True pairs and as many hard false ones, of persons of one half."""
    chosen = [record for record in records if half_of(record.person) == half]
    by_person: dict[str, list[Record]] = defaultdict(list)
    by_fact: dict[str, list[Record]] = defaultdict(list)
    for record in chosen:
        by_person[record.person].append(record)
        properties = record.entity["properties"]
        by_fact["surname " + properties["name"][0].split()[-1].casefold()].append(record)
        by_fact["born " + "".join(properties.get("birthDate", ["?" + record.entity["id"]]))].append(record)
    true = [Pair(True, a, b) for same in by_person.values() for a, b in list(combinations(same, 2))[:MOST_PAIRS]]
    rivals = {
        (a.entity["id"], b.entity["id"]): Pair(False, a, b)
        for same in by_fact.values()
        for a, b in combinations(same, 2)
        if a.person != b.person
    }
    false = [rivals[key] for key in sorted(rivals)]
    return [*true, *Random("records").sample(false, min(len(false), len(true)))]


def _entity(entity_id: str, name: str, facts: dict[str, str]) -> dict[str, Any]:
    return {
        "id": entity_id,
        "schema": "Person",
        "properties": {"name": [name], **{k: [v] for k, v in facts.items() if v}},
    }


def _iso(value: str) -> str:
    if len(value) != 8 or not value.isdigit():
        return ""
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:])).isoformat()
    except ValueError:
        return ""
