"""The ledger in PostgreSQL: how it is reached, and what of it must be as in SQLite.

SQLite has one writer at a time, and text is ordered by its bytes. What the rooms above rest on is kept here: each
transaction that may write takes one advisory lock first (PostgreSQL 18, 13.3.5) and holds it to its end, so that what
it looked at stays as it was; readers never wait. A database that orders text otherwise is refused, since results would
come out in another order than on the next node.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, false, func, make_url, select, text

from contrared.model import InputError, NodeError
from contrared.store import tls
from contrared.store.tables import access_log, metadata

#: The lock that writers of a ledger take; the number is "contrared" in base 36, within 63 bits.
WRITER = int("contrared", 36)
#: How long a writer waits for the one before it, as in SQLite.
WAIT = "10s"
#: SQLSTATE of a password that is not that of the user.
_WRONG_PASSWORD = "28P01"
_ORDERED_BY_BYTES = ("C", "POSIX", "C.UTF-8", "C.utf8", "ucs_basic")
#: A statement of its own, after that for the lock: it sees what was committed when the lock was had, not asked for.
_NEXT_LINE = select(
    func.setval(
        func.pg_get_serial_sequence(access_log.name, access_log.c.seq.name),
        func.coalesce(func.max(access_log.c.seq), 0) + 1,
        false(),
    )
)


def address(url: str, password: str = "") -> URL:
    """The URL with our driver, and with the password where it bears none.

    Raises:
        InputError: it is no URL of a database we know, or asks for what is not to be had.
    """
    try:
        found = make_url(url)
    except Exception as exc:  # SQLAlchemy raises ArgumentError and ValueError, by what is wrong
        raise InputError(
            f"is no URL of a database ({exc})", where="[ledger] url", do="see the reference of node.toml"
        ) from exc
    if found.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError(
            f"the ledger cannot be in {found.get_backend_name()}",
            where="[ledger] url",
            do="name a SQLite file or a PostgreSQL database",
        )
    if found.get_backend_name() == "postgresql":
        tls.understood(found)
        found = found.set(drivername="postgresql+pg8000")
        if password and not found.password:
            found = found.set(password=password)
    return found


def engine_of(url: URL) -> Engine:
    """An engine for a PostgreSQL ledger.

    Raises:
        NodeError: the driver is not installed, or the file of authorities cannot be used.
    """
    if find_spec("pg8000") is None:
        raise NodeError(
            "the driver for PostgreSQL is not installed",
            where=url.render_as_string(hide_password=True),
            do="run `pip install pg8000`",
        )
    engine = create_engine(tls.bare(url), pool_pre_ping=True, connect_args={"ssl_context": tls.context(url)})
    event.listen(engine, "do_connect", _sign_in)
    event.listen(engine, "connect", _settings)
    return engine


def alone(connection: Connection) -> None:
    """Be the only writer until the end of the transaction.

    Raises:
        DBAPIError: another one writes for too long.
    """
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})


def next_line(connection: Connection) -> None:
    """Let the next line on record have the number after the last one.

    A sequence takes no number back when a transaction is undone (PostgreSQL 18, 9.17), and a number left out looks as
    a line taken out does. Only whoever is :func:`alone` may set it.
    """
    connection.execute(_NEXT_LINE)


def fit(connection: Connection, where: str) -> None:
    """Check that the database orders and keeps text as the ledger needs it.

    Raises:
        NodeError: it has another order or encoding.
    """
    row = connection.execute(
        text(
            "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datcollate, coalesce(datlocale, '')"
            " FROM pg_database WHERE datname = current_database()"
        )
    ).one()
    encoding, provider, collate, locale = (str(value) for value in row)
    order = collate if provider == "c" else locale
    if encoding != "UTF8" or order not in _ORDERED_BY_BYTES:
        raise NodeError(
            f"the database keeps text as {encoding} in the order {order}; a ledger needs UTF8 in the order of bytes",
            where=where,
            do="make another: CREATE DATABASE name TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
        )


def problems(connection: Connection) -> list[str]:
    """Tables and columns of the ledger that the database lacks, in sentences."""
    rows = connection.execute(
        text("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()")
    )
    there: dict[str, set[str]] = {}
    for table, column in rows:
        there.setdefault(str(table), set()).add(str(column))
    found = [f"the table {name} is missing" for name in sorted(metadata.tables) if name not in there]
    for name in sorted(set(metadata.tables) & set(there)):
        gone = sorted({column.name for column in metadata.tables[name].columns} - there[name])
        found += [f"the column {column} of {name} is missing" for column in gone]
    return found


def _sign_in(dialect: Any, _record: Any, arguments: Any, told: dict[str, Any]) -> Any:
    """Connect, and raise what the server said where it lets nobody in.

    The driver says goodbye to a server that has hung up, and raises that this failed; and it looks for a password that
    is asked for without looking whether there is one. What TLS refuses it raises as it is.
    """
    driver = dialect.dbapi
    has = bool(told.get("password"))
    try:
        return dialect.connect(*arguments, **{**told, "password": told.get("password") or ""})
    except OSError as exc:
        raise tls.refused(exc, str(told.get("host") or "localhost")) from exc
    except driver.Error as exc:
        said = _refusal(exc)
        if said is None:
            raise
        if not has and said.get("C") == _WRONG_PASSWORD:
            raise driver.InterfaceError("server requesting a password, but none was provided") from exc
        raise driver.ProgrammingError(said) from exc


def _refusal(exc: BaseException | None) -> dict[str, str] | None:
    """What the server said, of the error or one that led to it."""
    while exc is not None:
        if exc.args and isinstance(exc.args[0], dict):
            return exc.args[0]
        exc = exc.__cause__ or exc.__context__
    return None


def _settings(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{WAIT}'")
    cursor.execute("SET synchronous_commit = on")
    cursor.close()
    connection.commit()
