"""Nested records as columns: the same fact stands in the same column, wherever in a list it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.collect.mapping.drafting import draft_mapping
from contrared.collect.mapping.tables.flat import flat
from contrared.collect.mapping.tables.wrapped import records_in

FIRST = {
    "is": [{"type": "PERSON"}, {"last": "Ruiz", "first": "Ana"}, {"born": "1980"}, {"city": "Lima", "kind": "home"}]
}
OTHER = {
    "is": [{"city": "Quito", "kind": "home"}, {"born": "1981"}, {"type": "PERSON"}, {"last": "Paz"}, {"city": "Loja"}]
}


def test_objects_of_a_list_are_numbered_among_their_kind() -> None:
    assert flat(FIRST) == {
        "is.0.type": "PERSON",
        "is.0.last": "Ruiz",
        "is.0.first": "Ana",
        "is.0.born": "1980",
        "is.0.city": "Lima",
        "is.0.kind": "home",
    }
    assert flat(OTHER) == {
        "is.0.city": "Quito",
        "is.0.kind": "home",
        "is.0.born": "1981",
        "is.0.type": "PERSON",
        "is.0.last": "Paz",
        "is.1.city": "Loja",
    }


@pytest.mark.parametrize(
    ("record", "cells"),
    [
        ({"a": [{"x": 1, "y": 2}, {"y": 3}, {"x": 4}]}, {"a.0.x": "1", "a.0.y": "2", "a.1.y": "3", "a.1.x": "4"}),
        ({"a": [[1, 2], [3]]}, {"a.0": "1\x1f2", "a.1": "3"}),
        ({"a": [{}, {"x": None}, {"x": 1}]}, {"a.1.x": "1"}),
        ({"a": [{"x": 1}, {"y": 2}, {"x": 3, "y": 4}]}, {"a.0.x": "1", "a.0.y": "2", "a.1.x": "3", "a.1.y": "4"}),
    ],
)
def test_what_belongs_together_stays_together(record: dict[str, Any], cells: dict[str, str]) -> None:
    assert list(flat(record).items()) == list(cells.items())


ROWS = [{"id": str(at), "name": f"Ana {at}", "birth": "1980-02-03"} for at in range(5)]


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"data": {"rows": ROWS, "pages": [{"n": 1}, {"n": 2}]}, "n": 5}, "data.rows"),
        ({"rows": ROWS[:1]}, ""),
        ({"names": ["a", "b", "c"], "mixed": [{"a": 1}, 2]}, ""),
        (ROWS, ""),
        ({"a.b": ROWS}, ""),
    ],
)
def test_where_the_records_of_a_document_are(tmp_path: Path, document: Any, where: str) -> None:
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document))
    assert records_in(path) == where


def test_lines_of_json_are_their_own_records(tmp_path: Path) -> None:
    path = tmp_path / "lines.json"
    path.write_text("\n".join(json.dumps({"of": ROWS, **row}) for row in ROWS))
    assert records_in(path) == ""


def test_a_draft_finds_the_records_and_asks(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text(json.dumps({"data": {"rows": ROWS}}, indent=1))
    found = draft_mapping(path)
    assert {guess.column for guess in found.columns} == {"id", "name", "birth"}
    assert 'records: "data.rows"' in found.text
    assert any("data.rows" in question for question in found.questions)
