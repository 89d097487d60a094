"""The memory of screening: who is watched, whom the node met, which hits are known, which alerts wait for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.seat import Seat
from contrared.govern.recall import Row, new_id, reason
from contrared.govern.settling import Settling
from contrared.govern.sight import Sight
from contrared.model import InputError, Protection
from contrared.store.ledger import now
from contrared.store.tables import access_log, encounters, hits, protection, rescreened, watched

if TYPE_CHECKING:
    from contrared.govern.desk import Desk


class Memory(Settling):
    """Reads and strokes of one person; each stroke is a transaction with its line in the record."""

    @classmethod
    def of(cls, desk: Desk, sight: Sight) -> Memory:
        """The memory as whoever is at a desk may see and settle it."""
        ledger, settings = desk.node.ledger, desk.node.settings.screening
        return cls(ledger, desk.person, desk.purpose, desk.case, settings, sight, Seat.of(desk))

    def watch(self, name: str, parties: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[Row]:
        """Put parties on a watchlist: label and queries of each. Those that stand there already are left alone.

        Raises:
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("watch")
        held = {(row["label"], str(row["queries"])) for row in self._watched(name)}
        rows = [
            {
                "id": new_id("wat"),
                "list": name,
                "label": label,
                "queries": list(queries),
                "by": self._person.id,
                "at": now(),
            }
            for label, queries in parties
            if (label, str(list(queries))) not in held
        ]
        with self._ledger.begin() as connection:
            if rows:
                connection.execute(insert(watched), rows)
            self._note(connection, "watch", {"list": name, "added": len(rows)})
        return rows

    def unwatch(self, ids: Sequence[str], why: str) -> bool:
        """Take parties off their watchlist.

        Returns:
            False where it waits for a second person.

        Raises:
            InputError: no reason is given, or one of them is not watched.
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("unwatch")
        why = reason(why, "removing from a watchlist")
        alone = not self._second
        with self._ledger.begin() as connection:
            known = connection.execute(
                select(watched.c.id).where(watched.c.id.in_(ids), watched.c.removed_at.is_(None))
            ).scalars()
            if missing := sorted(set(ids) - set(known)):
                raise InputError(f"{', '.join(missing)} is not watched", do="see `contrared watch list`")
            values = {"removed_by": self._person.id, "removed_at": now(), "removed_why": why}
            if alone:
                values["confirmed_by"] = self._person.id
                connection.execute(delete(hits).where(hits.c.subject_id.in_(ids)))
            connection.execute(update(watched).where(watched.c.id.in_(ids)).values(**values))
            self._note(connection, "unwatch", {"ids": list(ids), "why": why, "pending": not alone})
            for item_id in () if alone else sorted(set(ids)):
                self._ask_second(connection, Act.UNWATCH, item_id)
        return alone

    def encounter(self, row: Mapping[str, Any], marks: Mapping[Protection, str] | None = None) -> Row:
        """Keep an encounter; it is never changed afterwards.

        Args:
            row: The encounter.
            marks: Protection marks of the person, with the reason of each.

        Raises:
            PolicyError: policy does not permit it.
        """
        self._sight.permitted("encounter")
        kept = {**row, "id": new_id("enc"), "by": self._person.id, "recorded_at": now()}
        with self._ledger.begin() as connection:
            connection.execute(insert(encounters).values(**kept))
            for mark, why in (marks or {}).items():
                values = {"entity_id": kept["id"], "mark": mark.value, "by": self._person.id, "at": now(), "why": why}
                connection.execute(insert(protection).values(**values))
                self._note(connection, "protect", {"entity": kept["id"], "mark": mark.value})
            self._note(connection, "encounter", {"id": kept["id"], "place": kept["place"], "country": kept["country"]})
        return kept

    def remember(
        self,
        found: Sequence[Row],
        gone: Sequence[tuple[str, str]],
        raised: Sequence[Row],
        *,
        screened: Sequence[tuple[str, Mapping[str, Any]]] = (),
        standing: tuple[str, str] | None = None,
    ) -> list[Row]:
        """Replace known hits and raise alerts, in one transaction.

        Args:
            found: Hits as they stand now: subject, entity, dataset, version, score, facts; ``cleared_by``,
                ``cleared_at`` and ``cleared_why`` where a clearance holds.
            gone: Subject and entity of hits that are no more.
            raised: Alerts without id, time and state.
            screened: Lines for the record of what was screened: action, and what is said of it.
            standing: Dataset and version that everybody has now been screened against.

        Returns:
            Those of the alerts that this person may know of, with all of it.
        """
        uncleared = {"cleared_by": None, "cleared_at": None, "cleared_why": None}
        with self._ledger.begin() as connection:
            for subject, entity in [*gone, *((row["subject_id"], row["entity_id"]) for row in found)]:
                connection.execute(delete(hits).where(hits.c.subject_id == subject, hits.c.entity_id == entity))
            if found:
                connection.execute(insert(hits), [{**uncleared, **row} for row in found])
            rows = self._raise(connection, raised)
            if standing is not None:
                dataset, version = standing
                connection.execute(delete(rescreened).where(rescreened.c.dataset == dataset))
                connection.execute(insert(rescreened).values(dataset=dataset, version=version, at=now()))
            lines = [self._line(action, what) for action, what in screened]
            if lines:
                connection.execute(insert(access_log), lines)
        return self._open_to_me(rows)
