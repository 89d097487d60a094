"""The ledger: transactions of the node, in SQLite (WAL) or PostgreSQL, migrated by Alembic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text

from contrared.model import NodeError
from contrared.store import postgres
from contrared.store.tables import ledger_node
from contrared.store.trouble import readable

#: Newest migration; a test holds it against Alembic's own head.
HEAD = "0019"
_T = TypeVar("_T")
MIGRATIONS = Path(__file__).parent / "migrations"


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
        password: For the database server, where the URL bears none.

    Raises:
        InputError: it is no URL of a database we know.
        NodeError: the driver for it is not installed.
    """

    def __init__(self, url: str, password: str = "") -> None:
        self.url = url
        found = postgres.address(url, password)
        self.sqlite = found.get_backend_name() == "sqlite"
        self.engine: Engine = create_engine(found) if self.sqlite else postgres.engine_of(found)
        if self.sqlite:
            event.listen(self.engine, "connect", _sqlite_settings)

    def open(self, *, create: bool = False) -> Ledger:
        """Migrate if needed.

        Args:
            create: Whether a ledger that is not there is made; otherwise that is an error, since what was decided on
                the node is lost with it.

        Raises:
            NodeError: the ledger is missing, newer than this program, locked, damaged or not a database.
        """
        with readable(self._shown):
            if not create and not self._there():
                raise NodeError(
                    "the ledger is missing or empty: decisions, marks and the record of reads are in it",
                    where=self._shown,
                    do="restore it from a backup",
                )
            with self.engine.connect() as connection:
                if not self.sqlite:
                    postgres.fit(connection, self._shown)
                revision = _revision(connection)
            if revision != HEAD:
                self._migrate()
        return self

    def free(self) -> None:
        """Check that a new node can have it, before anything of the node is made.

        Raises:
            NodeError: it cannot be used, or is the ledger of a node already.
        """
        with readable(self._shown), self.engine.connect() as connection:
            if not self.sqlite:
                postgres.fit(connection, self._shown)
            if not inspect(connection).has_table(ledger_node.name):
                return
            owner = connection.execute(select(ledger_node.c.node_id)).scalar()
        if owner is not None:
            raise NodeError(
                f"this is the ledger of another node, {owner}",
                where=self._shown,
                do="make a database of its own for the new one",
            )

    def belongs(self, node_id: str) -> None:
        """Hold against whose ledger it is; one that says nothing is this node's from now on.

        Raises:
            NodeError: it is that of another node.
        """
        with self.reading() as connection:
            owner = connection.execute(select(ledger_node.c.node_id)).scalar()
        if owner is None:
            with self.begin() as connection:
                owner = connection.execute(select(ledger_node.c.node_id)).scalar()
                if owner is None:
                    connection.execute(ledger_node.insert().values(node_id=node_id, since=now()))
                    return
        if owner != node_id:
            raise NodeError(
                f"this is the ledger of another node, {owner}",
                where=self._shown,
                do="name the ledger of this node in node.toml, or make a database of its own for it",
            )

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed on leaving, rolled back on an error.

        Raises:
            NodeError: the ledger is locked, damaged, or the disk is full.
        """
        with readable(self._shown), self.engine.begin() as connection:
            if not self.sqlite:
                postgres.alone(connection)
                postgres.next_line(connection)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading.

        Raises:
            NodeError: the ledger is locked or damaged.
        """
        with readable(self._shown), self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Release all connections."""
        self.engine.dispose()

    def problems(self) -> list[str]:
        """What is wrong with the file itself or the tables of the database, empty when nothing."""
        with self.reading() as connection:
            if not self.sqlite:
                return postgres.problems(connection)
            rows = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        return [str(row) for row in rows if row != "ok"]

    def scrub(self) -> None:
        """Leave nothing of deleted rows in the file: rebuild it, and empty its write-ahead log.

        Raises:
            NodeError: somebody else has the ledger open, so that it cannot be done now.
        """
        self.engine.dispose()
        with readable(self._shown), self.engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            if not self.sqlite:
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
        if self.sqlite:
            path = Path(self.engine.url.database or "")
            if not path.is_file() or not path.stat().st_size:
                return False
        with self.engine.connect() as connection:
            return _revision(connection) is not None

    @property
    def _shown(self) -> str:
        return self.engine.url.render_as_string(hide_password=True)

    def _migrate(self) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        with self.engine.begin() as connection:
            if not self.sqlite:
                postgres.alone(connection)
            # Looked at again under the lock: another process may have brought it on meanwhile.
            revision = _revision(connection)
            if revision is not None and revision not in known:
                raise NodeError(
                    f"the ledger is at migration {revision}, which this version of contrared does not know",
                    where=self._shown,
                    do="use the newer contrared that wrote it",
                )
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
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
