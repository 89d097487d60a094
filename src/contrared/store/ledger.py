"""The ledger: transactions of the node, in SQLite (WAL) or PostgreSQL, migrated by Alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError

from contrared.model import NodeError

#: Newest migration; a test holds it against Alembic's own head.
HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"


def now() -> str:
    """Wall-clock time, UTC, ISO 8601 with seconds; only for records of acts, never in a finding."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Ledger:
    """Connections to the ledger, brought to the newest migration when opened.

    Args:
        url: SQLAlchemy URL, relative SQLite paths already made absolute.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _sqlite_settings)

    def open(self) -> Ledger:
        """Migrate if needed.

        Raises:
            NodeError: the ledger is newer than this program, locked, or not a database.
        """
        try:
            with self.engine.connect() as connection:
                revision = _revision(connection)
            if revision != HEAD:
                self._migrate(revision)
        except OperationalError as exc:
            raise NodeError(
                f"the ledger cannot be opened ({exc.orig})", where=self._shown, do="check the file and its folder"
            ) from exc
        except Exception as exc:
            if "not a database" in str(exc):
                raise NodeError(
                    "the ledger is not a database", where=self._shown, do="restore it from a backup"
                ) from exc
            raise
        return self

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed on leaving, rolled back on an error."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading."""
        with self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Release all connections."""
        self.engine.dispose()

    def problems(self) -> list[str]:
        """What is wrong with the file itself, empty when nothing."""
        if self.engine.dialect.name != "sqlite":
            return []
        with self.reading() as connection:
            rows = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        return [str(row) for row in rows if row != "ok"]

    @property
    def _shown(self) -> str:
        return self.engine.url.render_as_string(hide_password=True)

    def _migrate(self, revision: str | None) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if revision is not None and revision not in known:
            raise NodeError(
                f"the ledger is at migration {revision}, which this version of contrared does not know",
                where=self._shown,
                do="use the newer contrared that wrote it",
            )
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _sqlite_settings(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
