"""How often entries of two parties agree by chance, field by field, from random pairs of the register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contrared.resolve.bulk.comparing import Field

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Random pairs that are looked at.
PAIRS = 400_000
#: Entries of which values that stand several times are sampled; a sampled value is looked at in all its entries.
SAMPLED = 100_000


def random_pairs(connection: DuckDBPyConnection, fields: Sequence[Field], entries: int) -> int:
    """Make the table ``by_chance``: how many random pairs show each combination of levels; say how many there are.

    Entries are laid in a ring in the order of a hash of their id, and each is paired with those that follow; so the
    pairs are the same whatever the threads. A level is numbered from 0, the strongest; -1 is a value missing.

    Args:
        connection: Where ``features`` is.
        fields: Fields compared.
        entries: Number of entries.
    """
    steps = max(1, min((entries - 1) // 2, PAIRS // max(entries, 1)))
    connection.execute(
        "create or replace temp table ring as select *, row_number() over (order by md5(unique_id), unique_id) - 1 "
        "as place from features"
    )
    pairs = pair_columns(fields)
    levels = ", ".join(f"{level_of(field)} as {field.name}" for field in fields)
    names = ", ".join(field.name for field in fields)
    connection.execute(f"""
        create or replace temp table by_chance as
        select {names}, count(*) as pairs from (
            select {levels} from (
                select {pairs} from (
                    select place as first, (place + step.range) % {entries} as second
                    from ring cross join range(1, {steps + 1}) step) drawn
                join ring l on l.place = drawn.first join ring r on r.place = drawn.second))
        group by all order by all""")
    return steps * entries


def sampled(columns: Sequence[str], entries: int) -> str:
    """SQL condition that all columns are there and their values in the sample, which is the same in every run."""
    there = " and ".join(f'"{column}" is not null' for column in columns)
    every = entries // SAMPLED
    if every < 2:
        return there
    value = " || '|' || ".join(f'"{column}"' for column in columns)
    return f"{there} and md5_number_lower({value}) % {every} = 0"


def pair_columns(fields: Sequence[Field]) -> str:
    """SQL that names the columns of both sides which these fields compare."""
    columns = sorted({column for field in fields for column in _columns(field)})
    return ", ".join(f'l."{column}" as "{column}_l", r."{column}" as "{column}_r"' for column in columns)


def level_of(field: Field) -> str:
    """SQL that numbers the level at which a pair agrees."""
    cases = " ".join(f"when {level.sql} then {number}" for number, level in enumerate(field.levels))
    return f"case when {field.missing} then -1 {cases} else {len(field.levels)} end"


def shares(connection: DuckDBPyConnection, field: Field) -> tuple[list[float], int]:
    """Share of each level among random pairs where the field is on both sides, and how many these are."""
    rows = connection.execute(
        f"select {field.name}, sum(pairs)::bigint from by_chance where {field.name} >= 0 group by 1 order by 1"
    ).fetchall()
    counted = {int(level): int(pairs) for level, pairs in rows}
    total = sum(counted.values())
    return [counted.get(number, 0) / total if total else 0.0 for number in range(len(field.labels))], total


def _columns(field: Field) -> set[str]:
    text = " ".join((field.missing, *(level.sql for level in field.levels)))
    return {match[1] for match in re.finditer(r'"(\w+)_[lr]"', text)}
