"""JSON records: every way they stand in a file, where each begins, and what is no such file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.collect import jsonrows
from contrared.collect.jsonplace import find, record
from contrared.collect.jsonrows import json_records
from contrared.collect.original import excerpt
from contrared.model import InputError, Locator

WRAPPED = '{"name": "x", "values": [\n {"id": 1}, {"id": 2},\n {"id": 3}\n], "version": 3}'


def held(tmp_path: Path, text: str | bytes, name: str = "a.json") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ('{"id": 1}\n\n{"id": 2}\n', "", [(1, 1, 1), (3, 1, 2)]),
        ('[{"id": 1}, {"id": 2},\n{"id": 3}]', "", [(1, 1, 1), (1, 2, 2), (2, 1, 3)]),
        ('[{"id": 1}, {"id": 2}]\n[{"id": 3}]\n', "", [(1, 1, 1), (1, 2, 2), (2, 1, 3)]),
        ('\ufeff{\n"id": 1\n}\n{"id": 2}', "", [(1, 1, 1), (4, 1, 2)]),
        ("[]", "", []),
        (WRAPPED, "values", [(2, 1, 1), (2, 2, 2), (3, 1, 3)]),
    ],
)
def test_records_and_where_they_begin(
    tmp_path: Path, text: str, within: str, expected: list[tuple[int, int, int]]
) -> None:
    path = held(tmp_path, text)
    found = list(json_records(path, within=within))
    assert [(item.line, item.nth, item.data["id"]) for item in found] == expected
    for item in found:
        shown = excerpt(path, Locator.parse(item.at("id")), filename="a.json", value=str(item.data["id"]))
        assert (shown.highlighted, shown.line_from) == (str(item.data["id"]), item.line)


@pytest.mark.parametrize(
    ("text", "within", "says"),
    [
        ('{"id": 1}\n{"id": ', "", "line 2: not such JSON: Expecting value"),
        ('[{"id": 1}\n', "", "line 2: not such JSON: the array is not closed"),
        ('[{"id": 1} {"id": 2}]', "", "'{' where a comma should be"),
        ('{"id": 1, "id": 2}', "", "a key of id stands there twice"),
        ('{"id": NaN}', "", "NaN is no number"),
        ("[1]", "", "something other than an object"),
        ("name,id\n", "", "'n' where a record should begin"),
        (WRAPPED, "items", "no array under the key 'items'"),
        ('{"values": 3}', "values", "no array under the key 'values'"),
        ("[]", "values", "no object with the key 'values'"),
        (b'{"id": 1}\n{"name": "N\xfa\xf1ez"}\n', "", "line 2: byte 0xfa is not UTF-8"),
        (b'{"id": 1}\n{"name": "\0"}\n', "", "line 2: a NUL byte"),
        ('{"id": 1}'.encode("utf-16"), "", "the file is in UTF-16"),
        ('{"a": ' * 100_000, "", "nested deeper than any record is|Expecting value"),
    ],
)
def test_what_is_no_such_file(tmp_path: Path, text: str | bytes, within: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        list(json_records(held(tmp_path, text), within=within))
    assert caught.match(says)
    assert caught.value.do


def test_records_longer_than_what_is_read_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonrows, "_CHUNK", 7)
    path = held(tmp_path, '[{"id": "ñañañañañaña", "n": 12345},\n {"id": 2, "n": -1.5e3}]')
    assert [item.data["n"] for item in json_records(path)] == [12345, -1.5e3]
    monkeypatch.setattr(jsonrows, "RECORD_LIMIT", 10)
    with pytest.raises(InputError, match="a record of more than 10 characters"):
        list(json_records(path))


SCALARS = st.text(max_size=5) | st.integers() | st.booleans() | st.none()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z.]{1,4}", fullmatch=True), VALUES, max_size=4), st.sampled_from([None, 2]))
def test_every_value_is_found_by_its_path(data: dict[str, object], indent: int | None) -> None:
    text = "[" + json.dumps(data, indent=indent) + "]"
    place = record(text, 0)
    assert place is not None
    assert json.loads(text[slice(*place)]) == data
    for key, value in data.items():
        if any(other != key and other.startswith(f"{key}.") for other in data):
            continue
        found = find(text, place[0], key)
        assert found is not None
        assert json.loads(text[slice(*found)]) == value
        for number, item in enumerate(value if isinstance(value, list) else [], 1):
            found = find(text, place[0], f"{key}[{number}]")
            assert found is not None
            assert json.loads(text[slice(*found)]) == item
