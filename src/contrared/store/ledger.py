"""The ledger: transactions of the node, in SQLite (WAL) or PostgreSQL, migrated by Alembic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from contrared.model import NodeError

#: Newest migration; a test holds it against Alembic's own head.
HEAD = "0016"
_T = TypeVar("_T")
MIGRATIONS = Path(__file__).parent / "migrations"


_RESTORE = "run `contrared check`, and restore it from a backup"
#: What SQLite says, what that means, and what to do.
_TROUBLES = (
    ("file is not a database", "the ledger is not a database", "restore it from a backup"),
    ("malformed", "the ledger is damaged", _RESTORE),
    ("disk is full", "the disk is full", "free some space and run it again; what was there is whole"),
    ("database is locked", "somebody else is writing to the ledger", "wait until they have ended and run it again"),
    ("readonly database", "the ledger cannot be written", "check the owner and permissions of the file and its folder"),
    ("no such table", "the ledger lacks a table", _RESTORE),
    ("no such column", "the ledger lacks a column", _RESTORE),
)


def now() -> str:
    """Wall-clock time, UTC, ISO 8601 with seconds; only for records of acts, never in a finding."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def portions(items: Sequence[_T], size: int = 500) -> Iterator[Sequence[_T]]:
    """Items in portions that one statement of SQL may name."""
    for at in range(0, len(items), size):
        yield items[at : at + size]


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

    def open(self, *, create: bool = False) -> Ledger:
        """Migrate if needed.

        Args:
            create: Whether a ledger that is not there is made; otherwise that is an error, since what was decided on
                the node is lost with it.

        Raises:
            NodeError: the ledger is missing, newer than this program, locked, damaged or not a database.
        """
        with _readable(self._shown):
            if not create and not self._there():
                raise NodeError(
                    "the ledger is missing or empty: decisions, marks and the record of reads are in it",
                    where=self._shown,
                    do="restore it from a backup",
                )
            with self.engine.connect() as connection:
                revision = _revision(connection)
            if revision != HEAD:
                self._migrate(revision)
        return self

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed on leaving, rolled back on an error.

        Raises:
            NodeError: the ledger is locked, damaged, or the disk is full.
        """
        with _readable(self._shown), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading.

        Raises:
            NodeError: the ledger is locked or damaged.
        """
        with _readable(self._shown), self.engine.connect() as connection:
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

    def scrub(self) -> None:
        """Leave nothing of deleted rows in the file: rebuild it, and empty its write-ahead log.

        Raises:
            NodeError: somebody else has the ledger open, so that it cannot be done now.
        """
        self.engine.dispose()
        with _readable(self._shown), self.engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            if self.engine.dialect.name != "sqlite":
                plain.execute(text("VACUUM FULL"))
                return
            # What it is rebuilt in would otherwise be a file outside the node.
            plain.execute(text("PRAGMA temp_store=MEMORY"))
            plain.execute(text("VACUUM"))
            busy = plain.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
        self.engine.dispose()
        if busy:
            raise NodeError(
                "somebody else reads the ledger, so that deleted rows are still in its write-ahead log",
                where=self._shown,
                do="stop `contrared serve` and other commands, and run it again",
            )

    def _there(self) -> bool:
        """Whether there is a database with something in it; SQLite would make one."""
        if self.engine.dialect.name == "sqlite":
            path = Path(self.engine.url.database or "")
            if not path.is_file() or not path.stat().st_size:
                return False
        with self.engine.connect() as connection:
            return _revision(connection) is not None

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


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """What a database says of itself, in words for the person who must act.

    Raises:
        NodeError: it is locked, damaged, not a database, not reachable, or the disk is full.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (OperationalError, DatabaseError) as exc:
        said = str(exc.orig)
        for words, what, do in _TROUBLES:
            if words in said:
                raise NodeError(what, where=where, do=do) from exc
        if isinstance(exc, OperationalError):
            raise NodeError(
                f"the ledger cannot be used ({said})", where=where, do="check the file and its folder"
            ) from exc
        raise


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
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
