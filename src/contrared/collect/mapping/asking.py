"""A read-only question to a database, its answer kept as a table: what was asked of whom, and every row of it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import sqlalchemy as sa
import sqlglot
from sqlglot import exp

from contrared.collect.digest import digest
from contrared.collect.mapping.tables.flat import plain
from contrared.model import InputError
from contrared.store import tls

_PAGE = 1000
_DIALECTS = {"sqlite": "sqlite", "duckdb": "duckdb", "postgresql": "postgres"}
_KNOWN = "sqlite:///FILE, duckdb:///FILE or postgresql://USER@HOST/DATABASE"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which database.

    Attributes:
        url: Its URL.
        sql: One SELECT.
    """

    url: sa.URL
    sql: str

    @property
    def shown(self) -> str:
        """The URL without a password."""
        return self.url.set(password=None).render_as_string(hide_password=True)

    @property
    def filename(self) -> str:
        """Name of the table the answer becomes: another question has another name."""
        name = Path(self.url.database or "database").stem or "database"
        return f"{name}-{digest(f'{self.shown} {self.sql}', 8)}.csv"


def is_url(text: str) -> bool:
    """Whether this names a database and not a file."""
    return "://" in text


def make_question(url: str, query: Mapping[str, Any], where: str) -> Question:
    """The question of a query of a mapping: its ``query``, or all columns of its ``table``.

    Raises:
        InputError: no such kind of database, or what is asked is not one SELECT.
    """
    try:
        found = sa.make_url(os.path.expandvars(url))
    except (sa.exc.ArgumentError, ValueError) as exc:
        raise InputError("not the URL of a database", where=where, do=f"write {_KNOWN}") from exc
    kind = found.get_backend_name()
    if kind not in _DIALECTS:
        raise InputError(f"{kind!r} is no database that is read", where=where, do=f"write {_KNOWN}")
    if kind == "postgresql":
        _protected(found, str(query.get("unprotected") or ""), where)
    table = query.get("table")
    if query.get("joins") or query.get("tables"):
        raise InputError("'tables' and 'joins' are not read", where=where, do="write the join as 'query: SELECT …'")
    if "query" in query:
        sql = str(query["query"])
    elif isinstance(table, str) and table:
        sql = exp.select("*").from_(exp.to_table(table, dialect=_DIALECTS[kind])).sql(dialect=_DIALECTS[kind])
    else:
        raise InputError(
            "the mapping does not say what to ask", where=where, do="give 'query: SELECT …' or 'table: name'"
        )
    _only_reads(sql, _DIALECTS[kind], where)
    return Question(found, sql.strip().rstrip(";"))


def ask(question: Question, folder: Path) -> Path:
    """Ask, and write the answer as a CSV file, row by row.

    The database is opened for reading only: by the file's mode, by DuckDB's, or by PostgreSQL's transaction.

    Raises:
        InputError: it cannot be reached, refuses, or gives no columns.
    """
    path = folder / question.filename
    where = question.shown
    try:
        with _answered(question) as (columns, pages), path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(columns)
            for page in pages:
                out.writerows([plain(value) for value in row] for row in page)
    except (sa.exc.SQLAlchemyError, duckdb.Error) as exc:
        told = " ".join(str(getattr(exc, "orig", None) or exc).split())[:300]
        raise InputError(
            f"the database refuses: {told}", where=where, do="check the URL, the query and the access"
        ) from exc
    return path


Pages = Iterable[Sequence[Sequence[Any]]]


@contextmanager
def _answered(question: Question) -> Iterator[tuple[list[str], Pages]]:
    kind = question.url.get_backend_name()
    if kind == "duckdb":
        with duckdb.connect(
            str(_there(question)), read_only=True, config={"enable_external_access": "false"}
        ) as connection:
            cursor = connection.execute(question.sql)
            yield [column[0] for column in cursor.description or ()], iter(lambda: cursor.fetchmany(_PAGE), [])
        return
    engine = _engine(question, kind)
    try:
        with _connected(engine, question) as connection:
            if kind == "postgresql":
                # Before rows are streamed: what is streamed goes through a cursor, and this is no question.
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.execution_options(stream_results=True, max_row_buffer=_PAGE)
            result = connection.exec_driver_sql(question.sql)
            yield list(result.keys()), result.partitions(_PAGE)
            connection.rollback()
    finally:
        engine.dispose()


def _connected(engine: sa.Engine, question: Question) -> sa.Connection:
    try:
        return engine.connect()
    except OSError as exc:
        raise tls.refused(exc, question.url.host or "localhost") from exc


def _engine(question: Question, kind: str) -> sa.Engine:
    if kind == "sqlite":
        path = quote(str(_there(question).resolve()))
        return sa.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", poolclass=sa.NullPool)
    url = tls.bare(question.url.set(drivername="postgresql+pg8000"))
    return sa.create_engine(url, poolclass=sa.NullPool, connect_args={"ssl_context": tls.context(question.url)})


def _protected(url: sa.URL, reason: str, where: str) -> None:
    """Refuse a way on which others could read the answer or make it up, unless the mapping says why it may be."""
    tls.understood(url, where)
    if not tls.protected(url) and not reason.strip():
        raise InputError(
            f"whoever is between this node and {url.host} can read the answer, and make it up",
            where=where,
            do=f"say {tls.MODE}=verify-full in the URL, or why not: 'unprotected: REASON' beside the query",
        )


def _there(question: Question) -> Path:
    path = Path(question.url.database or "")
    if not path.is_file():
        raise InputError("there is no such database", where=question.shown, do="check the path: three strokes, then it")
    return path


def _only_reads(sql: str, dialect: str, where: str) -> None:
    try:
        parsed = sqlglot.parse(sql, dialect=dialect)
    except sqlglot.errors.ParseError as exc:
        told = " ".join(str(exc).split())[:200]
        raise InputError(f"not SQL: {told}", where=where, do="check the query") from exc
    changing = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Command, exp.Into)
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Query) or parsed[0].find(*changing) is not None:
        raise InputError("not one SELECT", where=where, do="only a question that changes nothing is asked")
