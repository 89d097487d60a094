"""Each row of a screened table is provable, hit or no hit, while the others stay hidden."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, leaves, record
from contrared.govern.log.merkle import ProofError, check_inclusion, leaf_hash
from contrared.govern.verify import verify
from contrared.match.batch import screen_table
from contrared.match.columns import known_row, read_columns
from contrared.match.counter import screen
from contrared.match.proof import NOTHING, result_hash
from contrared.match.question import Known
from contrared.match.sealing import SIZE, ProvenRow, proven_rows
from contrared.match.segments import refresh, segments
from contrared.model import InputError, NodeError

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]
ROWS = [f"Nobody Number{n}" for n in range(6)]


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    load(desk, lines("list", "l-3|Person|name|Nadia Farouk\n"), LoadOptions(as_of="2021", dataset="list"))
    refresh(desk)
    return desk


@pytest.fixture
def table(tmp_path: Path) -> Path:
    names = [*ROWS[:3], "Nadia Farouk", "", *ROWS[3:], ROWS[0]]
    path = tmp_path / "customers.csv"
    path.write_text("id,name,schema\n" + "".join(f"{n},{name},Person\n" for n, name in enumerate(names, 1)), "utf-8")
    return path


def screened(desk: Desk, table: Path, **options: Any) -> Path:
    out = table.with_name("hits.csv")
    screen_table(segments(desk), table, out, read_columns(table, {}), workers=1, desk=desk, **options)
    return out


def asked(name: str) -> list[dict[str, Any]]:
    return Known(names=(name,), schema="Person").queries()


def holds(proven: ProvenRow) -> bool:
    """What an outside body computes from the entry, the path and the line of the record."""
    leaf, path = leaf_hash(bytes.fromhex(proven.entry)), [bytes.fromhex(other) for other in proven.path]
    try:
        check_inclusion(proven.position, proven.entries, leaf, path, bytes.fromhex(proven.root))
    except ProofError:
        return False
    return True


def test_each_row_that_was_asked_is_proven_and_no_other(listed: Desk, table: Path) -> None:
    screened(listed, table)
    (line,) = [entry for entry in record.entries(listed.node.ledger) if entry.action == "screen table"]
    assert (line.what["customers"], line.what["candidates"], line.what["not_asked"]) == (9, 1, 1)
    for row, name in [(3, ROWS[2]), (4, "Nadia Farouk"), (6, ROWS[3])]:
        (proven,) = proven_rows(listed, asked(name))
        assert (proven.seq, proven.row, proven.entries) == (line.seq, row, 8)
        assert proven.versions == (f"list@{listed.version('list').version}",)
        assert proven.root == line.what["leaves"]["root"]
        assert holds(proven)
    (hit,) = proven_rows(listed, asked("Nadia Farouk"))
    assert (hit.candidates, hit.result) == (1, result_hash(screen(listed, asked("Nadia Farouk"))))
    first, last = proven_rows(listed, asked(ROWS[0]))
    assert (first.row, last.row, first.candidates, first.result) == (1, 9, 0, NOTHING)
    assert first.entry[24:88] != last.entry[24:88], "equal customers do not show as equal"
    assert list(proven_rows(listed, asked("Nobody Else"))) == []


def test_the_proof_holds_no_text_and_another_root_is_refused(listed: Desk, table: Path) -> None:
    screened(listed, table)
    (kept,) = (listed.node.root / leaves.FOLDER).iterdir()
    assert kept.stat().st_size == 8 * SIZE
    assert b"Nobody" not in kept.read_bytes()
    assert "Nobody" not in json.dumps([entry.what for entry in record.entries(listed.node.ledger)])
    assert hashlib.sha256(b"[]").digest() in kept.read_bytes()
    (proven,) = proven_rows(listed, asked(ROWS[1]))
    altered = bytearray(bytes.fromhex(proven.entry))
    altered[8:12] = (5).to_bytes(4, "big")
    assert not holds(replace(proven, entry=altered.hex()))


def test_rows_that_were_altered_or_lost_are_said(listed: Desk, table: Path) -> None:
    screened(listed, table)
    assert verify(listed.node).ok
    (kept,) = (listed.node.root / leaves.FOLDER).iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(NodeError, match="not those that were recorded"):
        list(proven_rows(listed, asked(ROWS[1])))
    assert ["not those that were recorded" in what for _, what in verify(listed.node).problems] == [True]
    kept.unlink()
    with pytest.raises(NodeError, match="are missing"):
        list(proven_rows(listed, asked(ROWS[1])))
    assert ["are missing" in what for _, what in verify(listed.node).problems] == [True]


def test_a_table_taken_up_again_is_proven_as_one(listed: Desk, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contrared.match.batch.CHUNK", 2)

    def stop(done: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screened(listed, table, progress=stop)
    assert list(proven_rows(listed, asked(ROWS[0]))) == [], "what is not done is not on record"
    out = screened(listed, table)
    for name in (*ROWS[1:], "Nadia Farouk"):
        (proven,) = proven_rows(listed, asked(name))
        assert (proven.entries, holds(proven)) == (8, True)
    assert sorted(path.name for path in out.parent.glob("hits.csv*")) == ["hits.csv"]


def test_a_table_without_a_row_that_can_be_asked_is_proven_too(listed: Desk, tmp_path: Path) -> None:
    table = tmp_path / "customers.csv"
    table.write_text("id,name\n1,\n", encoding="utf-8")
    screened(listed, table)
    assert list(proven_rows(listed, asked(ROWS[0]))) == []
    assert verify(listed.node).ok


def test_a_row_of_the_table_is_read_as_it_was_screened(table: Path) -> None:
    columns = read_columns(table, {})
    assert known_row(table, columns, 4).queries() == asked("Nadia Farouk")
    assert known_row(table, columns, 9).names == (ROWS[0],)
    for row in (10, 1000):
        with pytest.raises(InputError, match=f"no row {row}"):
            known_row(table, columns, row)
