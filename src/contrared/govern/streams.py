"""The pen for streams: to which partners questions go out on a beat, and which encounters wait for theirs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError
from contrared.store.ledger import now
from contrared.store.tables import stream_queue, streams

Row = dict[str, Any]
#: Seconds between two questions, at least and at most.
FASTEST, SLOWEST = 1, 86_400
#: Blocks of every question.
MOST_BLOCKS = 4


class Streams:
    """Streams of a node, at one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def held(self, peer_id: str | None = None) -> list[Row]:
        """Streams in force, by time; of one partner where it is given."""
        wanted = select(streams).where(streams.c.ended_at.is_(None)).order_by(streams.c.at, streams.c.id)
        if peer_id is not None:
            wanted = wanted.where(streams.c.peer_id == peer_id)
        return self._rows(wanted)

    def begin(self, peer_id: str, category: str, *, every: int, blocks: int, purpose: str, legal_basis: str) -> Row:
        """Let questions go out to a partner on a beat, and encounters wait for it.

        Args:
            peer_id: The partner.
            category: Which kind of records is asked for.
            every: Seconds between two questions.
            blocks: Blocks that every question has.
            purpose: For which purpose; every question states it, also those about nobody.
            legal_basis: On which legal basis.

        Raises:
            InputError: no purpose or legal basis, a beat or size that there is not, or there is such a stream.
            PolicyError: policy does not permit this person to ask partners.
        """
        self._permitted()
        if not purpose.strip() or not legal_basis.strip():
            raise InputError("a stream needs a purpose and a legal basis", do="say both")
        if not FASTEST <= every <= SLOWEST:
            raise InputError(f"{every} s is no beat", where="--every", do=f"say {FASTEST} to {SLOWEST:,} seconds")
        if not 1 <= blocks <= MOST_BLOCKS:
            raise InputError(f"a question has no {blocks} blocks", where="--blocks", do=f"say 1 to {MOST_BLOCKS}")
        if any(row["category"] == category for row in self.held(peer_id)):
            raise InputError("there is a stream already", where=f"{peer_id}, {category}", do="end it first")
        row = {
            "id": f"str-{secrets.token_hex(6)}",
            "peer_id": peer_id,
            "category": category,
            "every": every,
            "blocks": blocks,
            "purpose": purpose.strip(),
            "legal_basis": legal_basis.strip(),
            "beat": 0,
            "by": self._desk.person.id,
            "at": now(),
        }
        with self._desk.node.ledger.begin() as connection:
            connection.execute(insert(streams).values(**row))
            told = ("id", "peer_id", "category", "every", "blocks")
            self._note(connection, "stream begun", {key: row[key] for key in told})
        return row

    def end(self, stream_id: str, why: str) -> int:
        """End a stream; encounters that wait in it are not asked about any more.

        Returns:
            How many encounters still waited.

        Raises:
            InputError: no reason, or no such stream in force.
            PolicyError: policy does not permit this person to ask partners.
        """
        self._permitted()
        if not why.strip():
            raise InputError("ending a stream needs a reason", where="--why", do="say why")
        values = {"ended_by": self._desk.person.id, "ended_at": now(), "ended_why": why.strip()}
        own = (streams.c.id == stream_id) & streams.c.ended_at.is_(None)
        waits = (stream_queue.c.stream_id == stream_id) & stream_queue.c.ask_id.is_(None)
        with self._desk.node.ledger.begin() as connection:
            if not connection.execute(update(streams).where(own).values(**values)).rowcount:
                raise InputError("no such stream is in force", where=stream_id, do="see `contrared stream list`")
            left = connection.execute(update(stream_queue).where(waits).values(ask_id="", queries=[])).rowcount
            self._note(connection, "stream ended", {"id": stream_id, "why": why.strip(), "waited": left})
        return int(left)

    def wait(self, stream_id: str, encounter: Mapping[str, Any], reason: str) -> None:
        """Let an encounter wait for its beat.

        Args:
            stream_id: The stream.
            encounter: Row of the encounter.
            reason: Why the partner should answer, where it hits.
        """
        values = {
            "stream_id": stream_id,
            "encounter_id": encounter["id"],
            "case_id": self._desk.case,
            "queries": encounter["queries"],
            "handling": encounter["handling"],
            "reason": reason,
            "at": now(),
        }
        with self._desk.node.ledger.begin() as connection:
            connection.execute(insert(stream_queue).values(**values))
            self._note(connection, "stream waits", {"stream": stream_id, "encounter": encounter["id"]})

    def claim(self, stream_id: str, beat: int) -> bool:
        """Take a beat, unless another process took it or a later one."""
        due = (streams.c.id == stream_id) & (streams.c.beat < beat) & streams.c.ended_at.is_(None)
        with self._desk.node.ledger.begin() as connection:
            return bool(connection.execute(update(streams).where(due).values(beat=beat)).rowcount)

    def waiting(self, stream_id: str) -> list[Row]:
        """Encounters that wait for their beat, the first that came first."""
        waits = (stream_queue.c.stream_id == stream_id) & stream_queue.c.ask_id.is_(None)
        return self._rows(select(stream_queue).where(waits).order_by(stream_queue.c.id))

    def asked(self, queue_id: int, ask_id: str) -> None:
        """An encounter was asked about; whom it was about is kept with the question from now on."""
        with self._desk.node.ledger.begin() as connection:
            own = stream_queue.c.id == queue_id
            connection.execute(update(stream_queue).where(own).values(ask_id=ask_id, queries=[]))

    def open(self) -> list[Row]:
        """Encounters that were asked about and whose answer nobody took up yet."""
        asked = stream_queue.c.ask_id.isnot(None) & (stream_queue.c.ask_id != "")
        return self._rows(select(stream_queue).where(asked & stream_queue.c.taken_up_at.is_(None)))

    def taken_up(self, queue_id: int) -> None:
        """An answer was taken up."""
        with self._desk.node.ledger.begin() as connection:
            own = stream_queue.c.id == queue_id
            connection.execute(update(stream_queue).where(own).values(taken_up_at=now()))

    def _rows(self, wanted: Any) -> list[Row]:
        with self._desk.node.ledger.reading() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def _permitted(self) -> None:
        decision = self._desk.policy.may(self._desk.person, "ask", self._desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not ask partners", where=self._desk.person.id, do=decision.rule)

    def _note(self, connection: Connection, action: str, what: Row) -> None:
        desk = self._desk
        record.note(connection, user=desk.person.id, purpose=desk.purpose, case=desk.case, action=action, what=what)
