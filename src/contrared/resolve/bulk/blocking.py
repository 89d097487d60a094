"""Which entries are compared at all: those that share a key, no key being shared by too many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Keys, the most telling first, as columns of ``features`` that must all be there and be the same.
KEYS = {
    "person": (
        ("national_id",),
        ("social_security",),
        ("passport",),
        ("tax",),
        ("registration",),
        ("email",),
        ("phone",),
        ("name_codes", "born_year"),
        ("born_loose", "family_code"),
        ("born_loose", "given_code"),
        ("born_loose", "last_code"),
        ("given_code", "family_code", "born_day"),
        ("address", "given_code"),
        ("address", "family_code"),
        ("name_codes",),
        ("given_code", "family_code", "birthplace"),
        ("given_code", "last_code"),
        ("given_code", "family_code"),
        ("born",),
        ("address",),
        ("family_code",),
        ("given_code",),
    ),
    "organisation": (
        ("lei",),
        ("registration",),
        ("tax",),
        ("email",),
        ("phone",),
        ("name_key",),
        ("name_codes",),
        ("address",),
        ("name_start", "born"),
        ("name_start", "country"),
        ("name_start",),
    ),
}
#: Pairs that one key may add: so many for each entry, but never fewer than this in all.
PAIRS_AN_ENTRY = 1
PAIRS_IN_ALL = 200_000
#: Entries that may share a key at most.
LARGEST_BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Block:
    """One key as it was used.

    Attributes:
        column: Column of ``features`` that holds it; null where the key is missing, unique or too common.
        of: Columns it is made of.
        largest: Entries that may share a value.
        pairs: Pairs it finds, with those that other keys find.
        left_out: Entries whose value more of them share than may.
    """

    column: str
    of: tuple[str, ...]
    largest: int
    pairs: int
    left_out: int


def make_blocks(connection: DuckDBPyConnection, kind: str, there: Collection[str]) -> list[Block]:
    """Add the columns of keys to ``features``, as the table ``entries``; give those that find a pair.

    The largest block of a key is chosen so that it adds at most :data:`PAIRS_AN_ENTRY` pairs for each entry: in a small
    register a family name alone is a key, in a large one it is none.

    Args:
        connection: Where ``features`` is.
        kind: Kind of register.
        there: Columns with values.
    """
    entries = _one(connection, "select count(*) from features")
    budget = max(PAIRS_IN_ALL, PAIRS_AN_ENTRY * entries)
    found = []
    for number, columns in enumerate(KEYS[kind]):
        if set(columns) <= set(there):
            block = _block(connection, f"key_{number}", columns, budget)
            if block.pairs:
                found.append(block)
    keys = ", ".join(f"{block.column}.value as {block.column}" for block in found)
    joins = " ".join(
        f"left join of_{block.column} {block.column} on {block.column}.value = {_value(block.of)}" for block in found
    )
    chosen = f", {keys}" if keys else ""
    # Keys are put together beside the ids alone: the other columns are wide and would go through every join.
    connection.execute(f"create or replace temp table keys as select f.unique_id{chosen} from features f {joins}")
    connection.execute(
        "create or replace table entries as select f.*, k.* exclude (unique_id) from features f "
        "join keys k using (unique_id)"
        if found
        else "create or replace table entries as from features"
    )
    return found


def _block(connection: DuckDBPyConnection, column: str, columns: tuple[str, ...], budget: int) -> Block:
    connection.execute(f"""
        create or replace temp table of_{column} as
        select {_value(columns)} as value, count(*) as size from features f
        where {_value(columns)} is not null group by 1 having count(*) > 1""")
    sizes = connection.execute(
        f"select size, size * (size - 1) // 2 * count(*) from of_{column} group by size order by size"
    ).fetchall()
    total, largest = 0, 0
    for size, pairs in sizes:
        if total + pairs > budget or size > LARGEST_BLOCK:
            break
        total, largest = total + int(pairs), int(size)
    left_out = _one(connection, f"select coalesce(sum(size), 0) from of_{column} where size > {largest}")
    connection.execute(f"delete from of_{column} where size > {largest}")
    return Block(column, columns, largest, total, left_out)


def _value(columns: tuple[str, ...]) -> str:
    return f"f.{columns[0]}" if len(columns) == 1 else " || '|' || ".join(f"f.{column}" for column in columns)


def _one(connection: DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
