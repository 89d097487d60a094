"""Who received what: every statement that left the node, to whom, when and under what.

Exports, briefs, disclosures and releases enter here what they hand out. When a statement turns out false, or may be
held no longer, everybody who has it is told: a notice to each recipient, and a message in the outbox for the room that
delivers it, or for a person who does.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.govern.rights.pen import required
from contrared.model import InputError
from contrared.store import Node
from contrared.store.ledger import now, portions
from contrared.store.tables import handed, handed_statements, notices, outbox

#: Topics of notices and of their messages in the outbox.
CORRECTION, EXPIRED = "correction", "expired"
Row = dict[str, Any]


def hand(desk: Desk, recipient: str, kind: str, under: str, statements: Iterable[tuple[str, str]]) -> str:
    """Enter what is handed out; called before it is.

    Args:
        desk: The desk it is handed out at.
        recipient: Who receives it.
        kind: ``export``, ``brief``, ``disclosure`` or ``release``.
        under: Handling, legal basis or order it is handed out under.
        statements: Ids of the statements, each with its entity.

    Returns:
        Id of the entry.

    Raises:
        InputError: nobody is named.
    """
    recipient = required(recipient, "--to", "who receives it is kept on record")
    with desk.node.ledger.begin() as connection:
        identity = hand_in(
            connection,
            {"recipient": recipient, "kind": kind, "under": under, "case_id": desk.case, "by": desk.person.id},
            statements,
        )
        record.note(
            connection,
            user=desk.person.id,
            purpose=desk.purpose,
            case=desk.case,
            action="handed out",
            what={"handed": identity, "to": recipient, "kind": kind},
        )
    return identity


def itself(desk: Desk) -> str:
    """The person at a desk as a recipient: they have it outside the node from then on."""
    return f"{desk.person.id} ({desk.person.agency or desk.person.name})"


def hand_in(connection: Connection, row: Mapping[str, str], statements: Iterable[tuple[str, str]]) -> str:
    """As :func:`hand`, within a transaction that writes its own line; for the pen of the exchange.

    Args:
        connection: The transaction.
        row: ``recipient, kind, under, case_id, by``.
        statements: Ids of the statements, each with its entity.
    """
    identity = f"hnd-{secrets.token_hex(6)}"
    connection.execute(insert(handed).values(**row, id=identity, at=now()))
    rows = [{"handed_id": identity, "statement_id": s, "entity_id": e} for s, e in sorted(dict(statements).items())]
    for some in portions(rows, 50_000):
        connection.execute(insert(handed_statements), list(some))
    return identity


def received(node: Node, statement_ids: Collection[str] = (), entity_ids: Collection[str] = ()) -> list[Row]:
    """Who received these statements, or any of these entities, oldest first.

    Returns:
        Rows ``id, recipient, kind, under, case_id, by, at`` and ``statements``, the ids concerned.
    """
    with node.ledger.reading() as connection:
        return received_in(connection, statement_ids, entity_ids)


def received_in(
    connection: Connection, statement_ids: Collection[str] = (), entity_ids: Collection[str] = ()
) -> list[Row]:
    """As :func:`received`, within a transaction."""
    found: dict[str, set[str]] = {}
    for column, wanted in (
        (handed_statements.c.statement_id, statement_ids),
        (handed_statements.c.entity_id, entity_ids),
    ):
        for some in portions(sorted(wanted)):
            chosen = select(handed_statements.c.handed_id, handed_statements.c.statement_id).where(column.in_(some))
            for row in connection.execute(chosen):
                found.setdefault(row.handed_id, set()).add(row.statement_id)
    rows: list[Row] = []
    for some in portions(sorted(found)):
        for each in connection.execute(select(handed).where(handed.c.id.in_(some))).mappings():
            rows.append({**each, "statements": sorted(found[each["id"]])})
    return sorted(rows, key=lambda row: (row["at"], row["recipient"], row["id"]))


def tell(connection: Connection, topic: str, about: str, rows: Iterable[Row], body: Mapping[str, Any]) -> int:
    """Leave a message for each recipient of what :func:`received` gave; how many there are.

    Args:
        connection: The transaction.
        topic: :data:`CORRECTION` or :data:`EXPIRED`.
        about: Id of the correction or deletion.
        rows: Who received what.
        body: What each is told, beside what they received.
    """
    to: dict[str, list[Row]] = {}
    for row in rows:
        to.setdefault(row["recipient"], []).append(row)
    for recipient, theirs in sorted(to.items()):
        told = [{key: row[key] for key in ("id", "kind", "under", "at", "statements")} for row in theirs]
        message = insert(outbox).values(
            topic=topic,
            body={**body, "about": about, "recipient": recipient, "received": told},
            created_at=now(),
        )
        key = connection.execute(message).inserted_primary_key
        assert key is not None
        connection.execute(
            insert(notices).values(
                id=f"ntc-{secrets.token_hex(6)}",
                about=about,
                topic=topic,
                recipient=recipient,
                outbox_id=key[0],
                at=now(),
            )
        )
    return len(to)


def forget(connection: Connection, deletion: str, legal_basis: str, statement_ids: Collection[str]) -> int:
    """Tell whoever received what is deleted that it may be held no longer, and keep no more who received it."""
    rows = received_in(connection, statement_ids)
    count = tell(connection, EXPIRED, deletion, [{**row, "statements": []} for row in rows], {"why": legal_basis})
    for some in portions(sorted(statement_ids)):
        gone = handed_statements.c.statement_id.in_(some)
        connection.execute(handed_statements.delete().where(gone))
    return count


def pending(node: Node, about: str | None = None) -> list[Row]:
    """Notices that nobody has delivered yet, oldest first."""
    wanted = select(notices).where(notices.c.told_at.is_(None)).order_by(notices.c.at, notices.c.recipient)
    if about is not None:
        wanted = wanted.where(notices.c.about == about)
    with node.ledger.reading() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def messages(node: Node) -> list[Row]:
    """As :func:`pending`, each with ``body``, the message that waits in the outbox."""
    wanted = select(notices, outbox.c.body).join(outbox, outbox.c.id == notices.c.outbox_id)
    wanted = wanted.where(notices.c.told_at.is_(None)).order_by(notices.c.at, notices.c.id)
    with node.ledger.reading() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def delivered(connection: Connection, notice_id: str, by: str, how: str) -> None:
    """Say that a recipient was told: by the exchange, which knows their receipt, or by a person with a letter.

    Raises:
        InputError: no such notice waits, or how is not said.
    """
    how = required(how, "--how", "how the recipient was told is kept on record")
    waiting = notices.c.id == notice_id, notices.c.told_at.is_(None)
    row = connection.execute(select(notices).where(*waiting)).mappings().first()
    if row is None:
        raise InputError(f"no notice {notice_id!r} waits", do="see `contrared correct --pending`")
    at = now()
    connection.execute(update(notices).where(*waiting).values(told_by=by, told_at=at, told_how=how))
    connection.execute(update(outbox).where(outbox.c.id == row["outbox_id"]).values(taken_at=at))
