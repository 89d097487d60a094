"""Legal holds: what a court or a prosecutor needs stays, whatever its term says, until two people end the hold.

A hold on a source keeps that source; one on a person keeps every source that states something of the person or of
what points to them; one on a case keeps every source that a claim or finding of the case rests on. It keeps them
whole, with their original bytes: evidence that can no longer be followed to its original is none.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from typing import Any

import pyarrow.compute as pc
from sqlalchemy import Connection, insert, select, update

from contrared.govern.approvals import Act, Scope, Seat
from contrared.govern.approvals.bound import Bound, bind, seconded, signed_for
from contrared.govern.approvals.rows import expire
from contrared.govern.desk import Desk
from contrared.govern.rights.pen import Pen, required
from contrared.govern.rights.standing import HELD, LEAVING
from contrared.govern.views import together
from contrared.model import InputError, PolicyError
from contrared.store import Node
from contrared.store.ledger import Ledger, now
from contrared.store.query import Engine, chosen, of_statements
from contrared.store.tables import (
    access_log,
    alerts,
    cases,
    claims,
    departures,
    encounters,
    findings,
    hits,
    holds,
    watched,
)

ENTITY, SOURCE, CASE, SUBJECT = "entity", "source", "case", "subject"
Row = dict[str, Any]

#: What of a hold the second person says yes to.
_ENDED = ("id", "kind", "target", "why", "legal_basis", "order", "by", "at", "ended_by", "ended_why")


class Holds:
    """The legal holds of a node, in the hands of somebody who may set them.

    Raises:
        PolicyError: this person may not.
    """

    def __init__(self, desk: Desk) -> None:
        self._pen = Pen(desk, "hold")
        self._node = desk.node

    def all(self) -> list[Row]:
        """Every hold there ever was, oldest first."""
        return _rows(self._node.ledger, open_only=False)

    def add(self, target: str, *, why: str, legal_basis: str, order: str) -> Row:
        """Keep what concerns a source, a person or a case from being deleted.

        What is hidden already because its deletion has begun, and is still whole, is shown again.

        Args:
            target: Id of a source (``src-…``), of a case, of an encounter or watched party, or of an entity.
            why: Reason.
            legal_basis: Law.
            order: The order, warrant or file number it was ordered under.

        Returns:
            The hold, with ids of the sources it keeps, and of encounters and watched parties under ``subjects``.

        Raises:
            InputError: the node holds nothing by that id, or something is not said.
        """
        row = {
            "id": f"hld-{secrets.token_hex(6)}",
            "kind": _kind(self._node, target),
            "target": target,
            "why": required(why, "--why", "a hold needs a reason"),
            "legal_basis": required(legal_basis, "--legal-basis", "a hold needs a legal basis"),
            "order": required(order, "--order", "a hold is ordered by somebody"),
            "by": self._pen.person.id,
            "at": now(),
        }
        with self._pen.stroke("hold", {"hold": row["id"], "kind": row["kind"], "target": target}, legal_basis) as c:
            c.execute(insert(holds).values(**row))
            kept, subjects = _sources(self._node, c, row["kind"], target), _subjects(c, row["kind"], target)
            c.execute(
                update(departures)
                .where(departures.c.source_id.in_(sorted(kept | subjects)), departures.c.state == LEAVING)
                .values(state=HELD)
            )
        return {**row, "sources": sorted(kept), "subjects": sorted(subjects)}

    def end(self, hold_id: str, why: str) -> bool:
        """End a hold; it ends when a second person says so too.

        Args:
            hold_id: The hold.
            why: The reason; the second person gives one of their own.

        Returns:
            True where it has ended, False where it waits for the second person.

        Raises:
            InputError: there is no such hold in force, or no reason is given.
            PolicyError: the one who asked first asks again, policy does not let this person approve, or what was asked
                for has changed, was refused or has expired since.
        """
        why = required(why, "--why", "ending a hold needs a reason")
        me, seat = self._pen.person.id, Seat.of(self._pen.desk)
        expire(seat)
        signed = signed_for(seat, hold_id)
        with self._pen.stroke("hold ended", {"hold": hold_id, "why": why}) as connection:
            in_force = holds.c.id == hold_id, holds.c.ended_at.is_(None)
            first = {"ended_by": me, "ended_why": why}
            asked = connection.execute(update(holds).where(*in_force, holds.c.ended_by.is_(None)).values(**first))
            row = connection.execute(select(holds).where(*in_force)).mappings().first()
            if row is None:
                raise InputError(f"no hold {hold_id!r} is in force", do="see `contrared hold list`")
            content = {key: row[key] for key in _ENDED}
            if asked.rowcount:
                bind(connection, seat, Act.END_HOLD, hold_id, content, Scope())
                return False
            if row["ended_by"] == me:
                raise PolicyError("the second person cannot be the first", where=hold_id, do="ask somebody else")
            found = seconded(connection, seat, hold_id, content, signed)
            done = {"ended_at": now(), "ended_second": f"{me}: {why}"}
            anew = {"ended_by": None, "ended_why": None}
            if found is not Bound.MORE:
                values = done if found is Bound.DONE else anew
                connection.execute(update(holds).where(*in_force).values(**values))
        if found in (Bound.CHANGED, Bound.UNASKED):
            said = (
                "the hold has changed since its end was asked for" if found is Bound.CHANGED else "nobody asks for it"
            )
            raise PolicyError(said, where=hold_id, do="it holds; ask for its end anew")
        return found is Bound.DONE


def covered(node: Node) -> dict[str, set[str]]:
    """Ids of the holds in force that keep each source."""
    found: dict[str, set[str]] = {}
    with node.ledger.reading() as connection:
        for row in _rows(node.ledger, open_only=True):
            for source in _sources(node, connection, row["kind"], row["target"]):
                found.setdefault(source, set()).add(row["id"])
    return found


def covered_subjects(node: Node, connection: Connection) -> dict[str, set[str]]:
    """Ids of the holds in force that keep each encounter and each party that was on a watchlist."""
    found: dict[str, set[str]] = {}
    for row in _rows(node.ledger, open_only=True):
        for subject in _subjects(connection, row["kind"], row["target"]):
            found.setdefault(subject, set()).add(row["id"])
    return found


def _rows(ledger: Ledger, *, open_only: bool) -> list[Row]:
    wanted = select(holds).order_by(holds.c.at, holds.c.id)
    if open_only:
        wanted = wanted.where(holds.c.ended_at.is_(None))
    with ledger.reading() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def _kind(node: Node, target: str) -> str:
    if any(target in version.sources for version in node.lake.versions()):
        return SOURCE
    with node.ledger.reading() as connection:
        if connection.execute(select(cases.c.id).where(cases.c.id == target)).first() is not None:
            return CASE
        if any(connection.execute(select(t.c.id).where(t.c.id == target)).first() for t in (encounters, watched)):
            return SUBJECT
        if _stating(node, _cluster(connection, target)):
            return ENTITY
    raise InputError(
        f"the node holds no source, case, encounter or entity {target!r}",
        do="see `contrared sources`, `contrared encounters` and `contrared show`",
    )


def _sources(node: Node, connection: Connection, kind: str, target: str) -> set[str]:
    if kind in (SOURCE, SUBJECT):
        return {target} if kind == SOURCE else set()
    if kind == ENTITY:
        return _stating(node, _cluster(connection, target))
    cited: set[str] = set()
    for table in (claims, findings):
        for ids in connection.execute(select(table.c.statements).where(table.c.case_id == target)).scalars():
            cited.update(ids)
    return _evidence(node, sorted(cited))


def _subjects(connection: Connection, kind: str, target: str) -> set[str]:
    """Encounters and watched parties a hold keeps: itself; those with a hit on the entity; those met for the case."""
    if kind == SUBJECT:
        return {target}
    if kind == ENTITY:
        cluster = _cluster(connection, target)
        found: set[str] = set()
        for column, table in ((hits.c.entity_id, hits), (alerts.c.entity_id, alerts)):
            found.update(connection.execute(select(table.c.subject_id).where(column.in_(cluster))).scalars())
        return found
    if kind == CASE:
        met = select(access_log.c.what).where(access_log.c.action == "encounter", access_log.c.case_id == target)
        return {what["id"] for what in connection.execute(met).scalars() if what and "id" in what}
    return set()


def _cluster(connection: Connection, entity_id: str) -> list[str]:
    """Everybody who is the same as an entity, in any view."""
    return sorted(together(connection, [entity_id])[entity_id])


def _stating(node: Node, entity_ids: Sequence[str]) -> set[str]:
    versions = node.lake.versions()
    engine = Engine(node.settings.engine, node.root)
    try:
        table = engine.statements(node.lake, versions)
        own = engine.run(chosen(table, entity_ids=entity_ids))
        pointing = engine.run(chosen(table, pointing_to=entity_ids))
        attached = pc.unique(pointing["entity_id"]).to_pylist()
        linked = engine.run(chosen(table, entity_ids=attached)) if attached else pointing
    finally:
        engine.close()
    return _evidence(node, sorted({*own["id"].to_pylist(), *linked["id"].to_pylist()}))


def _evidence(node: Node, statement_ids: Collection[str]) -> set[str]:
    if not statement_ids:
        return set()
    engine = Engine(node.settings.engine, node.root)
    try:
        rows = engine.run(of_statements(engine.evidence(node.lake, node.lake.versions()), list(statement_ids)))
    finally:
        engine.close()
    return set(pc.unique(rows["source_id"]).to_pylist())
