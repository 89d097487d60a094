"""Pairs that a person passed over in review, so that they come back last and not first."""

from __future__ import annotations

from sqlalchemy import Delete, delete, insert, select

from contrared.govern.desk import Desk
from contrared.govern.rights.pen import Pen
from contrared.store.ledger import now
from contrared.store.tables import passed_over

Pair = tuple[str, str]


def passed(desk: Desk) -> dict[Pair, str]:
    """Pairs that whoever sits at the desk passed over, and when; nobody is told what others passed over."""
    wanted = select(passed_over.c.left_id, passed_over.c.right_id, passed_over.c.at)
    with desk.node.ledger.reading() as connection:
        rows = connection.execute(wanted.where(passed_over.c.by == desk.person.id)).all()
    return {(row.left_id, row.right_id): row.at for row in rows}


def pass_over(desk: Desk, pair: Pair) -> None:
    """Leave a pair for later.

    Raises:
        PolicyError: this person may not write.
    """
    left, right = pair
    with Pen(desk, "write").stroke("pass over", {"left_id": left, "right_id": right}) as connection:
        connection.execute(_of(desk, pair))
        connection.execute(insert(passed_over).values(left_id=left, right_id=right, by=desk.person.id, at=now()))


def take_up(desk: Desk, pair: Pair) -> None:
    """Take back that a pair was left for later.

    Raises:
        PolicyError: this person may not write.
    """
    with Pen(desk, "write").stroke("take up", {"left_id": pair[0], "right_id": pair[1]}) as connection:
        connection.execute(_of(desk, pair))


def _of(desk: Desk, pair: Pair) -> Delete:
    table = passed_over.c
    return delete(passed_over).where(table.left_id == pair[0], table.right_id == pair[1], table.by == desk.person.id)
