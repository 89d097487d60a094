"""The pen of a desk: every stroke one transaction, with its line in the record inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy import select as sql_select

from contrared.govern import record
from contrared.govern.views import new_view, smaller
from contrared.model import InputError, Protection
from contrared.store.ledger import Ledger, now
from contrared.store.tables import canonical, cases, claims, findings, judgements, links, outbox, protection, views


class Writer:
    """Writes to the ledger as one user, who may read some classes of sources."""

    def __init__(
        self, ledger: Ledger, user: str, purpose: str, case: str, classes: Callable[[], Collection[str]] = tuple
    ) -> None:
        self._classes = classes
        self._ledger = ledger
        self._user = user
        self._purpose = purpose
        self._case = case

    @property
    def user(self) -> str:
        """Who writes."""
        return self._user

    def judgement(self, row: Mapping[str, Any]) -> None:
        """Keep a judgement on identity; it is never changed afterwards, only superseded by another."""
        with self._ledger.begin() as connection:
            connection.execute(insert(judgements).values(**row))
            self._note(connection, "judge", {key: row[key] for key in ("id", "left_id", "right_id", "verdict")})

    def resolution(self, clusters: Mapping[str, str], found: Iterable[Mapping[str, Any]]) -> None:
        """Keep canonical ids and links of a new resolution, in one transaction.

        They take the place of those that were made from the same classes of sources, and of those that this user made
        from fewer; what others made from what they may read stays theirs.
        """
        classes = sorted(self._classes())
        view = new_view(classes)
        rows = [{**row, "view": view} for row in found]
        merged = [{"view": view, "entity_id": k, "canonical_id": v} for k, v in sorted(clusters.items()) if k != v]
        with self._ledger.begin() as connection:
            replaced = [view, *smaller(connection, self._user, classes)]
            for table in (canonical, links):
                connection.execute(delete(table).where(table.c.view.in_(replaced)))
            connection.execute(delete(views).where(views.c.id.in_(replaced)))
            connection.execute(insert(views).values(id=view, classes=classes, by=self._user, at=now()))
            if merged:
                connection.execute(insert(canonical), merged)
            if rows:
                connection.execute(insert(links), rows)
            self._note(connection, "resolve", {"merged": len(merged), "links": len(rows)})

    def case(self, case_id: str, title: str, file: Mapping[str, Any]) -> None:
        """Keep a case file as it was run last."""
        with self._ledger.begin() as connection:
            connection.execute(delete(cases).where(cases.c.id == case_id))
            connection.execute(insert(cases).values(id=case_id, title=title, file=dict(file), opened_at=now()))
            self._note(connection, "case", {"id": case_id})

    def claims(self, case_id: str, found: Sequence[Mapping[str, Any]]) -> None:
        """Replace the claims of a case, so that ``contrared why`` finds them."""
        with self._ledger.begin() as connection:
            connection.execute(delete(claims).where(claims.c.case_id == case_id))
            if found:
                connection.execute(insert(claims), [{**row, "case_id": case_id} for row in found])
            self._note(connection, "claims", {"case": case_id, "claims": len(found)})

    def finding(self, row: Mapping[str, Any]) -> bool:
        """Keep a finding of a case; one that is kept already is left as it is.

        Returns:
            True where it is new.
        """
        with self._ledger.begin() as connection:
            known = connection.execute(
                sql_select(findings.c.id).where(findings.c.id == row["id"], findings.c.case_id == row["case_id"])
            ).first()
            if known is None:
                connection.execute(insert(findings).values(**row, by=self._user, at=now()))
            self._note(connection, "finding", {"id": row["id"], "case": row["case_id"], "new": known is None})
        return known is None

    def protect(self, entity_id: str, mark: Protection, why: str, fled: str = "") -> None:
        """Mark a person as protected.

        Args:
            entity_id: Who.
            mark: Why they are protected.
            why: The reason.
            fled: Country an asylum seeker fled, two letters.

        Raises:
            InputError: no reason, ``fled`` is no country, or the mark is not that of an asylum seeker.
        """
        fled = fled.strip().lower()
        if fled and (mark is not Protection.ASYLUM_SEEKER or not re.fullmatch("[a-z]{2}", fled)):
            raise InputError(f"{fled!r}: asylum seekers fled a country of two letters", where="--fled", do="as in ve")
        if not why.strip():
            raise InputError("a protection mark needs a reason", where=entity_id, do="say why")
        with self._ledger.begin() as connection:
            connection.execute(
                insert(protection).values(
                    entity_id=entity_id, mark=mark.value, by=self._user, at=now(), why=why, fled=fled
                )
            )
            self._note(connection, "protect", {"entity": entity_id, "mark": mark.value})

    def unprotect(self, entity_id: str, mark: Protection, why: str) -> None:
        """Lift a mark; the mark and who lifted it stay on record.

        Raises:
            InputError: no such mark is in force, or no reason is given.
        """
        if not why.strip():
            raise InputError("lifting a protection mark needs a reason", where=entity_id, do="say why")
        with self._ledger.begin() as connection:
            open_ids = connection.execute(
                sql_select(protection.c.id).where(
                    protection.c.entity_id == entity_id,
                    protection.c.mark == mark.value,
                    protection.c.lifted_at.is_(None),
                )
            ).scalars()
            ids = list(open_ids)
            if not ids:
                raise InputError(f"no mark {mark.value!r} is in force", where=entity_id, do="see `contrared show`")
            connection.execute(
                update(protection)
                .where(protection.c.id.in_(ids))
                .values(lifted_by=self._user, lifted_at=now(), lifted_why=why)
            )
            self._note(connection, "unprotect", {"entity": entity_id, "mark": mark.value})

    def post(self, topic: str, body: Mapping[str, Any]) -> None:
        """Leave a message for a room further down the table."""
        with self._ledger.begin() as connection:
            connection.execute(insert(outbox).values(topic=topic, body=dict(body), created_at=now()))
            self._note(connection, "post", {"topic": topic})

    def _note(self, connection: Connection, action: str, what: Mapping[str, Any]) -> None:
        record.note(connection, user=self._user, purpose=self._purpose, case=self._case, action=action, what=what)
