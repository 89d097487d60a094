"""The record of what was read and done: appended, never updated. Deepened into the audit log later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from contrared.govern.log.entry import ERASE, opening, sealed
from contrared.model import InputError
from contrared.store.ledger import Ledger, now, portions
from contrared.store.tables import access_log


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record."""

    seq: int
    at: str
    user: str
    purpose: str
    case: str
    action: str
    what: dict[str, Any]
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A line of the record as it stands in the log: its place, its entry, and the frame that opens it."""

    place: int
    leaf: bytes
    frame: bytes


def append(
    ledger: Ledger,
    *,
    user: str,
    purpose: str,
    case: str,
    action: str,
    what: dict[str, Any],
    legal_basis: str = "",
) -> dict[str, Any]:
    """Write one line in a transaction of its own, before the answer is given.

    Returns:
        The sealed row, which a receipt can be made of.
    """
    row = line(user=user, purpose=purpose, case=case, action=action, what=what, legal_basis=legal_basis)
    with ledger.begin() as connection:
        connection.execute(insert(access_log).values(**row))
    return row


def line(
    *, user: str, purpose: str, case: str, action: str, what: Mapping[str, Any], legal_basis: str = ""
) -> dict[str, Any]:
    """A row of the record, sealed for the log."""
    frame = {"at": now(), "user_id": user, "purpose": purpose, "case_id": case, "action": action}
    return sealed({**frame, "legal_basis": legal_basis, "what": dict(what)})


def note(connection: Connection, *, user: str, purpose: str, case: str, action: str, what: Mapping[str, Any]) -> None:
    """Write one line within a transaction: an act and its line stand or fall together."""
    row = line(user=user, purpose=purpose, case=case, action=action, what=what)
    connection.execute(insert(access_log).values(**row))


def entries(ledger: Ledger) -> Iterator[Entry]:
    """All lines, oldest first."""
    with ledger.reading() as connection:
        for row in connection.execute(select(access_log).order_by(access_log.c.seq)):
            yield _entry(row)


def newest(ledger: Ledger, number: int) -> list[Entry]:
    """The newest lines, oldest of them first."""
    with ledger.reading() as connection:
        rows = connection.execute(select(access_log).order_by(access_log.c.seq.desc()).limit(number)).all()
    return [_entry(row) for row in reversed(rows)]


def opened(ledger: Ledger, seq: int) -> Opened:
    """What proves a line to somebody else: its frame (who, when, why, which act), never its content.

    Raises:
        InputError: there is no such line, or the log has not taken it in yet.
    """
    row = promised(ledger, seq)
    if row["place"] is None:
        raise InputError(f"line {seq} waits to be taken into the log", do="run `contrared audit sequence --once`")
    return Opened(row["place"], row["leaf"], opening(row))


def promised(ledger: Ledger, seq: int) -> dict[str, Any]:
    """A sealed line, to make a receipt of.

    Raises:
        InputError: there is no such line.
    """
    with ledger.reading() as connection:
        row = connection.execute(select(access_log).where(access_log.c.seq == seq)).mappings().first()
    if row is None:
        raise InputError(f"there is no line {seq} on record", do="see `contrared audit tail`")
    return dict(row)


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, row.at, row.user_id, row.purpose, row.case_id, row.action, row.what, row.legal_basis)


def erase(ledger: Ledger, lines: Sequence[int], *, user: str, purpose: str, case: str, legal_basis: str) -> None:
    """Erase whom lines were about: their content and its salt are destroyed, their frame and their place stay.

    The act itself is a line, with its legal basis; without it the missing salt is found as tampering.

    Raises:
        InputError: no legal basis is given, a line is not on record, or it is itself an act of erasure.
    """
    if not legal_basis.strip():
        raise InputError("erasing needs a legal basis", do="say which law or order demands it")
    with ledger.begin() as connection:
        erase_in(connection, lines, user=user, purpose=purpose, case=case, legal_basis=legal_basis)


def erase_in(
    connection: Connection, lines: Sequence[int], *, user: str, purpose: str, case: str, legal_basis: str
) -> None:
    """As :func:`erase`, within a transaction.

    Raises:
        InputError: a line is not on record, or it is itself an act of erasure.
    """
    wanted = sorted(set(lines))
    known: dict[int, str] = {}
    for some in portions(wanted):
        chosen = select(access_log.c.seq, access_log.c.action).where(access_log.c.seq.in_(some))
        known.update({row.seq: row.action for row in connection.execute(chosen)})
    for seq in wanted:
        if seq not in known:
            raise InputError(f"there is no line {seq} on record", do="see `contrared audit tail`")
        if known[seq] == ERASE:
            raise InputError(f"line {seq} is an act of erasure and stays", do="leave it out")
    for some in portions(wanted):
        erased = update(access_log).where(access_log.c.seq.in_(some))
        connection.execute(erased.values(what={}, content_salt=None))
    row = line(user=user, purpose=purpose, case=case, action=ERASE, what={"lines": wanted}, legal_basis=legal_basis)
    connection.execute(insert(access_log).values(**row))


def named(what: object) -> Iterator[str]:
    """Every text within the content of a line: ids of whom it concerned among them."""
    if isinstance(what, str):
        yield what
    elif isinstance(what, Mapping):
        for key, value in what.items():
            yield str(key)
            yield from named(value)
    elif isinstance(what, list):
        for value in what:
            yield from named(value)
