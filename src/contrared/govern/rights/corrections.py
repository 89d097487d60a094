"""Correcting a false accusation at its source.

What was found to be false stays, with its evidence, for the court and for ``show``, ``why`` and the defence; it leaves
everything else: matching, screening, networks, briefs, exports. Alerts that rested on it are withdrawn, judgements,
claims and findings that used it are flagged, and everybody who received it is told. Undoing is an act of its own, and
everybody is told of that as well.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc
from sqlalchemy import Connection, delete, insert, select, update

from contrared.govern.desk import Desk
from contrared.govern.rights import recipients
from contrared.govern.rights.pen import Pen, required
from contrared.govern.rights.standing import ENTITY, STATEMENT
from contrared.model import InputError
from contrared.store import Node
from contrared.store.ledger import now, portions
from contrared.store.tables import alerts, claims, corrections, findings, flags, hits, judgements, rescreened

#: State of an alert that rested on what was false.
WITHDRAWN = "withdrawn"
ALERT, JUDGEMENT, CLAIM, FINDING = "alert", "judgement", "claim", "finding"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a correction is about.

    Attributes:
        kind: ``statement`` or ``entity``.
        statements: Ids of the statements that are false.
        parties: Entities that hits, alerts and judgements on it are about.
        said: Values that are false; empty where everything is.
        datasets: Datasets that say so.
    """

    kind: str
    statements: frozenset[str]
    parties: frozenset[str]
    said: frozenset[str]
    datasets: tuple[str, ...]


class Corrections:
    """The corrections of a node, in the hands of somebody who may make them.

    Raises:
        PolicyError: this person may not.
    """

    def __init__(self, desk: Desk) -> None:
        self._pen = Pen(desk, "correct")
        self._desk = desk

    def all(self) -> list[Row]:
        """Every correction there ever was, oldest first, with what it flagged under ``flags``."""
        rows = every_correction(self._desk.node)
        with self._desk.node.ledger.reading() as connection:
            marked = connection.execute(select(flags).order_by(flags.c.kind, flags.c.target)).mappings().all()
        return [{**row, "flags": [dict(f) for f in marked if f["correction_id"] == row["id"]]} for row in rows]

    def make(self, target: str, *, false: str, why: str, ordered_by: str, legal_basis: str) -> Row:
        """Correct a statement, or everything a list says of an entity.

        Args:
            target: Id of the statement or entity.
            false: What is false, in words.
            why: How that is known.
            ordered_by: Who ordered it: court, prosecutor, data protection authority, with the number.
            legal_basis: Law.

        Returns:
            The correction, with ``flags`` and ``told``, the number of recipients to be told.

        Raises:
            InputError: nothing by that id is open to this desk, it is corrected already, or something is not said.
        """
        reach = self._reach(target)
        if reach is None:
            raise InputError(f"no statement or entity {target!r}", do="see `contrared show` and `contrared why`")
        row: Row = {
            "id": f"cor-{secrets.token_hex(6)}",
            "kind": reach.kind,
            "target": target,
            "datasets": list(reach.datasets),
            "false": required(false, "--false", "a correction says what is false"),
            "why": required(why, "--why", "a correction says how that is known"),
            "ordered_by": required(ordered_by, "--ordered-by", "a correction is ordered by somebody"),
            "legal_basis": required(legal_basis, "--legal-basis", "a correction needs a legal basis"),
            "by": self._pen.person.id,
            "at": now(),
        }
        what = {"correction": row["id"], "kind": reach.kind, "target": target}
        with self._pen.stroke("correct", what, row["legal_basis"]) as connection:
            self._free(connection, target)
            connection.execute(insert(corrections).values(**row))
            marked = self._flag(connection, row["id"], reach)
            told = self._tell(connection, {**row, "undone": False}, reach)
        return {**row, "flags": marked, "told": told}

    def undo(self, correction_id: str, why: str) -> Row:
        """Undo a correction: what it took out of matching is back, and everybody who was told is told so.

        Raises:
            InputError: no such correction is in force, or no reason is given.
        """
        why = required(why, "--why", "undoing needs a reason")
        with self._desk.node.ledger.reading() as connection:
            target = connection.execute(select(corrections.c.target).where(corrections.c.id == correction_id)).scalar()
        reach = self._reach(target) if target is not None else None
        with self._pen.stroke("correction undone", {"correction": correction_id, "why": why}) as connection:
            in_force = corrections.c.id == correction_id, corrections.c.undone_at.is_(None)
            undone = {"undone_by": self._pen.person.id, "undone_at": now(), "undone_why": why}
            if not connection.execute(update(corrections).where(*in_force).values(**undone)).rowcount:
                raise InputError(f"no correction {correction_id!r} is in force", do="see `contrared correct list`")
            found = connection.execute(select(corrections).where(corrections.c.id == correction_id)).mappings().one()
            row = dict(found)
            back = select(flags).where(flags.c.correction_id == correction_id, flags.c.kind == ALERT)
            for flag in connection.execute(back).mappings().all():
                mine = alerts.c.id == flag["target"], alerts.c.state == WITHDRAWN
                connection.execute(update(alerts).where(*mine).values(state=flag["before"]))
            connection.execute(delete(rescreened).where(rescreened.c.dataset.in_(row["datasets"])))
            told = self._tell(connection, {**row, "undone": True}, reach) if reach is not None else 0
        return {**row, "told": told}

    def told(self, notice_id: str, how: str) -> None:
        """Say that a recipient was told.

        Raises:
            InputError: no such notice waits, or how is not said.
        """
        with self._pen.stroke("recipient told", {"notice": notice_id, "how": how}) as connection:
            recipients.delivered(connection, notice_id, self._pen.person.id, how)

    def _free(self, connection: Connection, target: str) -> None:
        in_force = select(corrections.c.id).where(corrections.c.target == target, corrections.c.undone_at.is_(None))
        if (known := connection.execute(in_force).scalar()) is not None:
            raise InputError(f"{target} is corrected already ({known})", do="see `contrared correct list`")

    def _reach(self, target: str) -> Reach | None:
        """What a correction of this is about; None where nothing of it is held, or open to this desk."""
        desk, versions = self._desk, self._desk.versions()
        told = desk.statements(versions=versions, statement_ids=[target], corrected=True)
        kind = STATEMENT if told.num_rows else ENTITY
        if kind == ENTITY:
            told = desk.statements(versions=versions, entity_ids=[target], corrected=True)
        if not told.num_rows:
            return None
        own = sorted(set(told["entity_id"].to_pylist()))
        whole = desk.statements(versions=versions, entity_ids=own, corrected=True)
        named = whole.filter(pc.equal(whole["prop_type"], "entity"))["value"].to_pylist()
        pointing = desk.statements(versions=versions, pointing_to=own, corrected=True)["entity_id"].to_pylist()
        return Reach(
            kind,
            frozenset(told["id"].to_pylist()),
            frozenset({*own, *named, *pointing}) if kind == STATEMENT else frozenset(own),
            frozenset(told["value"].to_pylist()) if kind == STATEMENT else frozenset(),
            tuple(sorted(set(told["dataset"].to_pylist()))),
        )

    def _flag(self, connection: Connection, correction: str, reach: Reach) -> list[Row]:
        found: list[tuple[str, str, str]] = []
        for some in portions(sorted(reach.parties)):
            for row in connection.execute(select(alerts).where(alerts.c.entity_id.in_(some))).mappings().all():
                if row["state"] != WITHDRAWN and _rests(dict(row), reach):
                    found.append((ALERT, row["id"], row["state"]))
                    connection.execute(update(alerts).where(alerts.c.id == row["id"]).values(state=WITHDRAWN))
            for row in connection.execute(select(hits).where(hits.c.entity_id.in_(some))).mappings().all():
                if _rests(dict(row), reach):
                    pair = hits.c.subject_id == row["subject_id"], hits.c.entity_id == row["entity_id"]
                    connection.execute(delete(hits).where(*pair))
            sides = judgements.c.left_id.in_(some) | judgements.c.right_id.in_(some)
            for row in connection.execute(select(judgements).where(sides)).mappings():
                found.append((JUDGEMENT, row["id"], row["verdict"]))
        for kind, table in ((CLAIM, claims), (FINDING, findings)):
            for row in connection.execute(select(table.c.id, table.c.statements)).mappings():
                if not reach.statements.isdisjoint(row["statements"]):
                    found.append((kind, row["id"], ""))
        # Everybody is screened anew against these lists, without what was false.
        connection.execute(delete(rescreened).where(rescreened.c.dataset.in_(reach.datasets)))
        rows = [
            {"correction_id": correction, "kind": kind, "target": target, "before": before}
            for kind, target, before in dict.fromkeys(found)
        ]
        if rows:
            connection.execute(insert(flags), rows)
        return rows

    def _tell(self, connection: Connection, row: Mapping[str, Any], reach: Reach) -> int:
        body = {
            key: row[key] for key in ("kind", "target", "false", "why", "ordered_by", "legal_basis", "at", "undone")
        }
        got = recipients.received_in(connection, reach.statements, [row["target"]] if reach.kind == ENTITY else ())
        return recipients.tell(connection, recipients.CORRECTION, row["id"], got, body)


def every_correction(node: Node) -> list[Row]:
    """Every correction there ever was, undone ones too, oldest first."""
    with node.ledger.reading() as connection:
        rows = connection.execute(select(corrections).order_by(corrections.c.at, corrections.c.id)).mappings()
        return [dict(row) for row in rows]


def _rests(row: Mapping[str, Any], reach: Reach) -> bool:
    """Whether a hit or alert rests on what is false: it repeats one of the values, or everything is false."""
    if not reach.said:
        return True
    facts: Mapping[str, Sequence[str]] = row["facts"] or {}
    repeated: Collection[str] = {value for values in facts.values() for value in values}
    reasons = {str(reason["right"]) for reason in row.get("reasons", ())}
    return not reach.said.isdisjoint({*repeated, *reasons})
