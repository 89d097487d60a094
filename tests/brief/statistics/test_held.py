"""What is counted: encounters and hits that policy opens, and rows of a file; by time, without names."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.brief.statistics.held import Kind, cases, cases_of, checked
from contrared.govern import Desk
from contrared.govern.rights.channel import Channel, Sought
from contrared.match.encounter import Met, record
from contrared.match.question import Known
from contrared.model import InputError


def test_encounters_by_country_month_and_nationality(desk: Desk) -> None:
    met = (("Rumi Apaza", "2026-01-05", ("pe",)), ("Illari Mamani", "2026-02-05", ()))
    for name, day, countries in met:
        queries = Known(names=(name,), schema="Person", born="1970", countries=countries).queries()
        record(desk, Met(queries=queries, at=f"{day}T08:00-05:00", place="Puente", country="co"))
    found = cases(desk, Kind.ENCOUNTERS)
    assert [(row["country"], row["month"], row["nationality"]) for row in found] == [
        ("co", "2026-01", "pe"),
        ("co", "2026-02", ""),
    ]
    assert "Apaza" not in str(found)
    assert [row["month"] for row in cases(desk, Kind.ENCOUNTERS, since="2026-02")] == ["2026-02"]
    assert [row["month"] for row in cases(desk, Kind.ENCOUNTERS, until="2026-01")] == ["2026-01"]
    assert len(cases(desk, Kind.ENCOUNTERS, since="2026", until="2026")) == 2
    assert cases(desk, Kind.HITS) == []


def test_trafficking_counts_searches_and_names_nobody(desk: Desk) -> None:
    queries = Known(names=("Killa Huanca",), schema="Person").queries()
    Channel(desk).seek(Sought.TRAFFICKED, "Killa", queries, contact="155", country="PE", legal_basis="Ley")
    (row,) = cases(desk, Kind.TRAFFICKING)
    assert (row["kind"], row["country"], row["state"]) == ("trafficked", "pe", "open")
    assert "Killa" not in str(row)


def test_a_file_of_seizures(tmp_path: Path) -> None:
    path = tmp_path / "seizures.csv"
    path.write_text(
        "\ufeffdate,country,drug\n2026-01-05,co,cocaine\n2026-03-05,pe,cocaine\n,pe,other\n", encoding="utf-8"
    )
    found = cases_of(path)
    assert [row["month"] for row in found] == ["2026-01", "2026-03", ""]
    assert len(cases_of(path, since="2026-02")) == 1, "without a date it is of no time"
    checked(found, ["country", "drug", "year"])
    with pytest.raises(InputError, match="nothing to count by"):
        checked(found, ["colour"])
    with pytest.raises(InputError, match="nothing to count"):
        checked([], ["country"])


@pytest.mark.parametrize("content", [b"a,b\n1\n", b"a,b\n1,2,3\n", b"a,b\n\xff,1\n", b'a,b\n"1,2\n'])
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        cases_of(path)
    with pytest.raises(InputError, match="cannot be read"):
        cases_of(tmp_path / "missing.csv")
