"""What a database says when something is wrong, in words for the person who must act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError

from contrared.model import NodeError


@dataclass(frozen=True, slots=True)
class Meaning:
    """What something that a database says means for a person.

    Attributes:
        said: Words that the database or its driver uses, or the beginning of an SQLSTATE.
        what: What that means.
        do: What to do.
    """

    said: str
    what: str
    do: str


_RESTORE = "run `contrared check`, and restore it from a backup"
#: What SQLite says, what that means, and what to do.
_SQLITE = (
    Meaning("file is not a database", what="the ledger is not a database", do="restore it from a backup"),
    Meaning("malformed", what="the ledger is damaged", do=_RESTORE),
    Meaning("disk is full", what="the disk is full", do="free some space and run it again; what was there is whole"),
    Meaning(
        "database is locked",
        what="somebody else is writing to the ledger",
        do="wait until they have ended and run it again",
    ),
    Meaning(
        "readonly database",
        what="the ledger cannot be written",
        do="check the owner and permissions of the file and its folder",
    ),
    Meaning("no such table", what="the ledger lacks a table", do=_RESTORE),
    Meaning("no such column", what="the ledger lacks a column", do=_RESTORE),
)
_GONE = "the database server went away before it said that the transaction is committed"
_LOOK = "wait until it is back and look whether the act is on record before doing it again; nothing is half-written"
_SIGN_IN = "put the password into CONTRARED_LEDGER_PASSWORD, or into keys/ledger.key of the node (mode 600)"
_NO_TLS = (
    "turn it on there (ssl = on), or name a tunnel on this host; to do without it, say sslmode=disable in the URL and "
    "why in node.toml, [ledger] unprotected"
)
#: SQLSTATE (PostgreSQL 18, appendix A), or its class, what that means, and what to do.
_POSTGRES = (
    Meaning("28", what="the database server does not let this node in: wrong user or password", do=_SIGN_IN),
    Meaning(
        "3D000", what="there is no such database", do="make it: CREATE DATABASE name TEMPLATE template0 LOCALE 'C'"
    ),
    Meaning("42501", what="the user of the database may not do this", do="make the user owner of the database"),
    Meaning("42P01", what="the ledger lacks a table", do=_RESTORE),
    Meaning("42703", what="the ledger lacks a column", do=_RESTORE),
    Meaning("53100", what="the disk of the database server is full", do="free some space there and run it again"),
    Meaning(
        "53300", what="the database server has no connection left", do="raise max_connections, or stop what holds them"
    ),
    Meaning("55P03", what="somebody else is writing to the ledger", do="wait until they have ended and run it again"),
    Meaning("25006", what="the ledger cannot be written: the server is a read replica", do="name the primary server"),
    Meaning("57P03", what="the database server is starting or stopping", do="wait and run it again"),
    Meaning("57P", what=_GONE, do=_LOOK),
    Meaning("08", what=_GONE, do=_LOOK),
)
#: What the driver says where the server said nothing.
_DRIVER = (
    Meaning("Server refuses SSL", what="the database server speaks no TLS", do=_NO_TLS),
    Meaning("requesting", what="the database server asks for a password and there is none", do=_SIGN_IN),
    Meaning(
        "Can't create a connection",
        what="the database server cannot be reached",
        do="check that it runs, its host and its port",
    ),
    Meaning(
        "communication error", what="the database server cannot be reached", do="check that it runs and its socket"
    ),
    Meaning("network error", what=_GONE, do=_LOOK),
    Meaning("connection is closed", what=_GONE, do=_LOOK),
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
            raise NodeError(found.what, where=where, do=found.do) from exc
        if isinstance(exc, OperationalError) or not isinstance(exc, DatabaseError):
            raise NodeError(
                f"the ledger cannot be used ({exc.orig})",
                where=where,
                do="check the file and its folder, or the server",
            ) from exc
        raise


def _found(exc: DBAPIError) -> Meaning | None:
    told = exc.orig.args[0] if exc.orig is not None and exc.orig.args else ""
    if isinstance(told, dict):
        state = str(told.get("C", ""))
        return next((known for known in _POSTGRES if state.startswith(known.said)), None)
    said = str(exc.orig)
    return next((known for known in (*_SQLITE, *_DRIVER) if known.said in said), None)
