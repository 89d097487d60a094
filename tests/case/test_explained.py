"""Why two entries of a register are one party is told by what linked them, not by how lists are compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from contrared.case.identity import explain, resolve_with_registers
from contrared.collect import LoadOptions, load
from contrared.govern import Desk
from tests.conftest import LinesReader
from tests.resolve.bulk.people import register


def test_a_pair_of_a_register(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> None:
    lines_reader.name = "map"  # a register is what a mapping read
    rows = register()
    text = "".join(
        f"{row['id']}|Person|{prop}|{value}\n" for row in rows for prop, value in row.items() if prop != "id" and value
    )
    text += "".join(f"{row['id']}|Person|name|{row['firstName']} {row['lastName']}\n" for row in rows)
    load(desk, lines("clients", text), LoadOptions(as_of="2021", dataset="clients"))
    found = resolve_with_registers(desk)
    link = found.resolution.automatic[0]
    told = explain(desk, *link.pair)
    assert told.decision == "linked automatically"
    assert told.score == link.comparison.score
    assert [reason["feature"] for reason in told.reasons] == [reason.feature for reason in link.comparison.reasons]
    assert "address" in {reason["feature"] for reason in told.reasons}, "what lists are not compared by"
    merged = set(found.resolution.canonical)
    one, other = [row["id"] for row in rows if row["id"] not in merged][:2]
    assert "not linked in bulk" in explain(desk, one, other).decision
