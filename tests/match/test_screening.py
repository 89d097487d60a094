"""Screening through the door: what was asked, what was not, and what is on record."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Decision, Desk, OwnerPolicy, Person, SourceClass, enter, record
from contrared.match.batch import screen_table
from contrared.match.columns import read_columns
from contrared.match.counter import screen
from contrared.match.proof import proven
from contrared.match.question import Known
from contrared.match.screening import opened
from contrared.match.segments import refresh, segments
from contrared.model import InputError, Tlp

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]
FIRST = "l-1|Person|name|Assad Ahmad Barakat\nl-1|Person|birthDate|1967-03-26\nl-2|Company|name|Minera del Sur SA\n"


class NoRed(OwnerPolicy):
    """Permits everything but TLP:RED."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        return Decision(about is None or about.handling.tlp is not Tlp.RED, "no red")


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    load(desk, lines("open", FIRST), LoadOptions(as_of="2021", dataset="open"))
    secret = LoadOptions(as_of="2022-05", dataset="closed", handling="TLP:RED")
    load(desk, lines("closed", "l-9|Person|name|Carlos Quintero Rojas\n"), secret)
    return desk


def ask(desk: Desk, name: str, **known: Any) -> Any:
    return screen(desk, Known(names=(name,), **known).queries())


def test_the_answer_names_the_lists_their_age_and_what_was_compared(listed: Desk) -> None:
    refresh(listed)
    answer = ask(listed, "Asad BARAKAT Ahmad", born="1967")
    assert [candidate.entity_id for candidate in answer.candidates] == ["l-1"]
    assert {(asked.dataset, asked.as_of, asked.entities) for asked in answer.asked} == {
        ("open", "2021", 2),
        ("closed", "2022-05", 1),
    }
    assert answer.compared == ("name", "date")
    assert answer.missing == ()


def test_a_list_without_an_index_is_named(listed: Desk, lines: Lines) -> None:
    refresh(listed)
    load(listed, lines("more", "l-5|Person|name|Eva Gomez\n"), LoadOptions(as_of="2023", dataset="more"))
    answer = ask(listed, "Eva Gomez")
    assert answer.candidates == ()
    assert [dataset for dataset, _ in answer.missing] == ["more"]
    assert [segment.version.dataset for segment in refresh(listed)] == ["more"]
    assert [candidate.entity_id for candidate in ask(listed, "Eva Gomez").candidates] == ["l-5"]


def test_a_new_version_replaces_the_old_one_and_nothing_stale_answers(listed: Desk, lines: Lines) -> None:
    refresh(listed)
    load(listed, lines("open2", "l-3|Person|name|Nadia Farouk\n"), LoadOptions(as_of="2024", dataset="open"))
    assert {dataset for dataset, _ in ask(listed, "Assad Barakat").missing} == {"open"}
    refresh(listed)
    assert ask(listed, "Assad Ahmad Barakat").candidates == ()
    assert ask(listed, "Nadia Farouk").candidates
    folders = sorted(path.name for path in (listed.node.root / "segments" / "open").iterdir())
    assert folders == [listed.version("open").version]


def test_a_class_that_policy_closes_is_never_opened(listed: Desk) -> None:
    refresh(listed)
    other = enter(listed.node, purpose="test", policy=NoRed())
    assert ask(listed, "Carlos Quintero Rojas").candidates
    answer = ask(other, "Carlos Quintero Rojas")
    assert answer.candidates == ()
    assert [asked.dataset for asked in answer.asked] == ["open"]
    assert answer.missing == (), "not even that there is such a list"


def test_the_record_says_that_and_not_who(listed: Desk) -> None:
    refresh(listed)
    ask(listed, "Carlos Quintero Rojas")
    line = [entry for entry in record.entries(listed.node.ledger) if entry.action == "screen"][-1]
    assert line.what["candidates"] == 1
    assert len(line.what["versions"]) == 2
    assert "Quintero" not in json.dumps(line.what)


def test_whoever_knows_the_query_can_show_that_it_was_asked(listed: Desk) -> None:
    refresh(listed)
    ask(listed, "Nobody Special", born="1980")
    again = Known(names=("Nobody Special",), born="1980").queries()
    (shown,) = proven(listed, again)
    assert (shown.candidates, shown.user) == (0, listed.person.id)
    assert len(shown.versions) == 2
    assert list(proven(listed, Known(names=("Nobody Special",)).queries())) == []
    ask(listed, "Nobody Special", born="1980")
    first, second = (e.what for e in record.entries(listed.node.ledger) if e.action == "screen")
    assert first["commitment"] != second["commitment"], "equal queries do not show as equal"
    assert len(list(proven(listed, again))) == 2


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"names": ("",)}, "no name"),
        ({"names": ("…",)}, "no name"),
        ({"names": ("x" * 5000,)}, "characters"),
        ({"names": ("A B",), "born": "1974-02-30"}, "not a date"),
        ({"names": ("A B",), "born": "74"}, "not a date"),
        ({"names": ("A B",), "countries": ("Atlantis",)}, "no country"),
        ({"names": ("A B",), "schema": "Address"}, "no kind of party"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(listed: Desk, known: dict[str, Any], said: str) -> None:
    refresh(listed)
    with pytest.raises(InputError, match=said):
        screen(listed, Known(**known).queries())


def test_an_unknown_list_is_refused(listed: Desk) -> None:
    refresh(listed)
    with pytest.raises(InputError, match="choose from: closed, open"):
        opened(listed).ask(*Known(names=("A B",)).queries(), datasets=["other"])


TABLE = """\
id;Cliente;fecha_nacimiento
1;Asad Ahmad Barakat;1967
2;Nobody Special;
3;;
4;Minera del Sur;
5;A B;1974-13-01
"""


def table(folder: Path) -> Path:
    path = folder / "customers.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_a_table_is_screened_row_by_row(listed: Desk, tmp_path: Path) -> None:
    refresh(listed)
    path, out = table(tmp_path), tmp_path / "hits.csv"
    columns = read_columns(path, {"name": "Cliente"})
    assert columns.delimiter == ";"
    done = screen_table(segments(listed), path, out, columns, workers=1)
    assert (done.customers, done.hits, done.unread, done.resumed) == (5, 2, 2, 0)
    rows = read(out)
    assert [(row["customer"], row["entity"]) for row in rows] == [("1", "l-1"), ("3", ""), ("4", "l-2"), ("5", "")]
    assert rows[1]["status"].startswith("not asked: ")
    assert "not a date" in rows[3]["status"]
    assert sorted(item.name for item in tmp_path.iterdir() if item.name.startswith("hits")) == ["hits.csv"]


def test_a_table_is_taken_up_where_it_stopped(listed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(listed)
    monkeypatch.setattr("contrared.match.batch.CHUNK", 2)
    path, out = table(tmp_path), tmp_path / "hits.csv"
    columns = read_columns(path, {"name": "Cliente"})

    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen_table(segments(listed), path, out, columns, workers=1, progress=stop)
    assert not out.exists()
    part = tmp_path / "hits.csv.part"
    part.write_bytes(part.read_bytes() + b"half a ro")
    done = screen_table(segments(listed), path, out, columns, workers=1)
    assert (done.customers, done.resumed) == (5, 2)
    assert [row["customer"] for row in read(out)] == ["1", "3", "4", "5"]


def test_an_earlier_run_with_another_table_is_not_mixed_in(
    listed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(listed)
    path, out = table(tmp_path), tmp_path / "hits.csv"
    columns = read_columns(path, {"name": "Cliente"})

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen_table(segments(listed), path, out, columns, workers=1, progress=stop)
    path.write_text(TABLE.replace("Asad", "Saad"), encoding="utf-8")
    with pytest.raises(InputError, match="another table"):
        screen_table(segments(listed), path, out, columns, workers=1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column is known to hold a name"),
        (b"name\n\xff\xfe\n", "not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_columns(path, {})
