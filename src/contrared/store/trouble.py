"""What a database says when something is wrong, in words for the person who must act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError

from contrared.model import NodeError

_RESTORE = "run `contrared check`, and restore it from a backup"
#: What SQLite says, what that means, and what to do.
_SQLITE = (
    ("file is not a database", "the ledger is not a database", "restore it from a backup"),
    ("malformed", "the ledger is damaged", _RESTORE),
    ("disk is full", "the disk is full", "free some space and run it again; what was there is whole"),
    ("database is locked", "somebody else is writing to the ledger", "wait until they have ended and run it again"),
    ("readonly database", "the ledger cannot be written", "check the owner and permissions of the file and its folder"),
    ("no such table", "the ledger lacks a table", _RESTORE),
    ("no such column", "the ledger lacks a column", _RESTORE),
)
_GONE = (
    "the database server went away before it said that the transaction is committed",
    "wait until it is back and look whether the act is on record before doing it again; nothing is half-written",
)
_SIGN_IN = "put the password into CONTRARED_LEDGER_PASSWORD, or into keys/ledger.key of the node (mode 600)"
_NO_TLS = (
    "turn it on there (ssl = on), or name a tunnel on this host; to do without it, say sslmode=disable in the URL and "
    "why in node.toml, [ledger] unprotected"
)
#: SQLSTATE (PostgreSQL 18, appendix A), or its class, what that means, and what to do.
_POSTGRES = (
    ("28", "the database server does not let this node in: wrong user or password", _SIGN_IN),
    ("3D000", "there is no such database", "make it: CREATE DATABASE name TEMPLATE template0 LOCALE 'C'"),
    ("42501", "the user of the database may not do this", "make the user owner of the database"),
    ("42P01", "the ledger lacks a table", _RESTORE),
    ("42703", "the ledger lacks a column", _RESTORE),
    ("53100", "the disk of the database server is full", "free some space there and run it again"),
    ("53300", "the database server has no connection left", "raise max_connections, or stop what holds them"),
    ("55P03", "somebody else is writing to the ledger", "wait until they have ended and run it again"),
    ("25006", "the ledger cannot be written: the server is a read replica", "name the primary server"),
    ("57P03", "the database server is starting or stopping", "wait and run it again"),
    ("57P", *_GONE),
    ("08", *_GONE),
)
#: What the driver says where the server said nothing.
_DRIVER = (
    ("Server refuses SSL", "the database server speaks no TLS", _NO_TLS),
    ("requesting", "the database server asks for a password and there is none", _SIGN_IN),
    ("Can't create a connection", "the database server cannot be reached", "check that it runs, its host and its port"),
    ("communication error", "the database server cannot be reached", "check that it runs and its socket"),
    ("network error", *_GONE),
    ("connection is closed", *_GONE),
)


@contextmanager
def readable(where: str) -> Iterator[None]:
    """Turn an error of a database into one that a person can act on.

    Args:
        where: The ledger, without its password.

    Raises:
        NodeError: it is locked, damaged, not a database, not reachable, refused, gone, or its disk is full.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as exc:
        if (found := _found(exc)) is not None:
            raise NodeError(found[0], where=where, do=found[1]) from exc
        if isinstance(exc, OperationalError) or not isinstance(exc, DatabaseError):
            raise NodeError(
                f"the ledger cannot be used ({exc.orig})",
                where=where,
                do="check the file and its folder, or the server",
            ) from exc
        raise


def _found(exc: DBAPIError) -> tuple[str, str] | None:
    told = exc.orig.args[0] if exc.orig is not None and exc.orig.args else ""
    if isinstance(told, dict):
        state = str(told.get("C", ""))
        return next(((what, do) for code, what, do in _POSTGRES if state.startswith(code)), None)
    said = str(exc.orig)
    return next(((what, do) for words, what, do in (*_SQLITE, *_DRIVER) if words in said), None)
