"""A ledger copied row by row into another: from SQLite into PostgreSQL, back, or into a file to be kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Integer, Table, func, insert, select, text

from contrared.model import NodeError
from contrared.store.ledger import Ledger
from contrared.store.tables.base import metadata

ROWS = 1000


def into_file(ledger: Ledger, to: Path) -> None:
    """A copy of the ledger as one SQLite file, as it was at one moment, while others go on writing.

    Raises:
        NodeError: it cannot be read, or the disk is full.
    """
    if ledger.sqlite:
        source, target = sqlite3.connect(str(ledger.engine.url.database)), sqlite3.connect(to)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        return
    kept = Ledger(f"sqlite:///{to}").open(create=True)
    try:
        copy(ledger, kept)
    finally:
        kept.close()


def copy(source: Ledger, target: Ledger, progress: Callable[[int], None] = lambda _: None) -> int:
    """Copy all rows of one ledger into another that is empty and of the same migration, in one transaction.

    Args:
        source: Read at one moment: PostgreSQL in one snapshot, SQLite in one transaction.
        target: Has no rows.
        progress: Told how many rows are copied.

    Returns:
        How many rows there are.

    Raises:
        NodeError: the target holds rows already.
    """
    count = 0
    with source.engine.connect() as reading, target.engine.begin() as writing:
        if not source.sqlite:
            reading = reading.execution_options(isolation_level="REPEATABLE READ")
        for table in metadata.sorted_tables:
            if writing.execute(select(table).limit(1)).first() is not None:
                raise NodeError(f"the ledger holds rows in {table.name}", do="give a database that is empty")
        with reading.begin():
            for table in metadata.sorted_tables:
                rows = reading.execution_options(yield_per=ROWS).execute(select(table)).mappings()
                for some in rows.partitions(ROWS):
                    writing.execute(insert(table), [dict(row) for row in some])
                    count += len(some)
                    progress(count)
        if not target.sqlite:
            _numbers(writing)
    return count


def _numbers(connection: Connection) -> None:
    """Let the numbers that PostgreSQL gives out go on after those there are."""
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer) and len(table.primary_key.columns) == 1:
                _go_on(connection, table, column.name)


def _go_on(connection: Connection, table: Table, column: str) -> None:
    counter = connection.execute(select(func.pg_get_serial_sequence(table.name, column))).scalar()
    if counter is None:
        return
    last = connection.execute(select(func.max(table.c[column]))).scalar()
    if last is not None:
        connection.execute(text("SELECT setval(:counter, :last)"), {"counter": counter, "last": last})
