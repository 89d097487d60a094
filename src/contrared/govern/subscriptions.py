"""The pen for subscriptions: which watchlists a partner can ask for without being told who is on them."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import insert, select, update

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError
from contrared.store.ledger import now
from contrared.store.tables import subscriptions


class Subscriptions:
    """Subscriptions of a node, at one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def held(self, peer_id: str | None = None, *, everything: bool = False) -> list[dict[str, Any]]:
        """Subscriptions in force, by time; of one partner where it is given; ended ones too if wanted."""
        wanted = select(subscriptions).order_by(subscriptions.c.at, subscriptions.c.id)
        if peer_id is not None:
            wanted = wanted.where(subscriptions.c.peer_id == peer_id)
        if not everything:
            wanted = wanted.where(subscriptions.c.ended_at.is_(None))
        with self._desk.node.ledger.reading() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def begin(self, peer_id: str, watchlist: str, purpose: str, legal_basis: str) -> dict[str, Any]:
        """Subscribe: a partner's encounters may be held against a watchlist of this node.

        Raises:
            InputError: no purpose or legal basis, or it is subscribed already.
            PolicyError: policy does not permit this person to answer partners.
        """
        self._permitted()
        if not purpose.strip() or not legal_basis.strip():
            raise InputError("a subscription needs a purpose and a legal basis", do="say both")
        if any(row["list"] == watchlist for row in self.held(peer_id)):
            raise InputError(
                f"{watchlist!r} is subscribed there already", where=peer_id, do="see `contrared subscribe`"
            )
        row = {
            "id": f"sub-{secrets.token_hex(6)}",
            "peer_id": peer_id,
            "list": watchlist,
            "purpose": purpose.strip(),
            "legal_basis": legal_basis.strip(),
            "by": self._desk.person.id,
            "at": now(),
        }
        with self._desk.node.ledger.begin() as connection:
            connection.execute(insert(subscriptions).values(**row))
            self._note(connection, "subscribe", {key: row[key] for key in ("id", "peer_id", "list")})
        return row

    def end(self, subscription_id: str, why: str) -> None:
        """End a subscription; the next filter for the partner no longer holds the watchlist.

        Raises:
            InputError: no reason, or no such subscription in force.
            PolicyError: policy does not permit this person to answer partners.
        """
        self._permitted()
        if not why.strip():
            raise InputError("ending a subscription needs a reason", where="--why", do="say why")
        values = {"ended_by": self._desk.person.id, "ended_at": now(), "ended_why": why.strip()}
        own = (subscriptions.c.id == subscription_id) & subscriptions.c.ended_at.is_(None)
        with self._desk.node.ledger.begin() as connection:
            if not connection.execute(update(subscriptions).where(own).values(**values)).rowcount:
                raise InputError(
                    "no such subscription is in force", where=subscription_id, do="see `contrared subscribe`"
                )
            self._note(connection, "unsubscribe", {"id": subscription_id, "why": why.strip()})

    def _permitted(self) -> None:
        decision = self._desk.policy.may(self._desk.person, "answer", self._desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not answer partners", where=self._desk.person.id, do=decision.rule)

    def _note(self, connection: Any, action: str, what: dict[str, Any]) -> None:
        desk = self._desk
        record.note(connection, user=desk.person.id, purpose=desk.purpose, case=desk.case, action=action, what=what)
