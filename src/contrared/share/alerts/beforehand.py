"""Opening under a standing approval: signed beforehand by others, narrow, counted, and reviewed afterwards."""

from __future__ import annotations

from contrared.govern import Desk
from contrared.govern.approvals import Act, Permit, Scope, Seat, spend
from contrared.govern.approvals.asking import drafted
from contrared.govern.approvals.rows import STANDING, new_id
from contrared.govern.approvals.standing import covering
from contrared.share.exchange import Asker, Exchange


def opened_beforehand(desk: Desk, exchange: Exchange, ask_id: str, *, handling: str, reason: str) -> list[str]:
    """Open the records that a question hit, as far as a standing approval covers that.

    Args:
        desk: Of whoever asked, or of the service; never of somebody who gave the standing approval.
        exchange: Its exchange.
        ask_id: The question.
        handling: Handling of what the partner will be told: that of the encounter.
        reason: Why the partner should answer.

    Returns:
        Threads that were opened; those that no standing approval covers are left for a person to decide.

    Raises:
        PolicyError: policy does not permit the act at all, or what carried it was used up this moment.
    """
    asked = exchange.asked(ask_id)
    seat, opened = Seat.of(desk), []
    for hit in exchange.openings(ask_id):
        if hit["state"] not in (Asker.HIT, Asker.APPROVED):
            continue
        if hit["state"] == Asker.HIT:
            content = {"ask": ask_id, "handle": hit["handle"], "partner": hit["peer"]}
            draft = drafted(
                seat,
                Act.OPEN,
                content,
                subject=hit["id"],
                scope=Scope(partner=hit["peer"], category=asked["category"], handling=handling),
                legal_basis=asked["legal_basis"],
            )
            with seat.ledger.reading() as connection:
                standing = covering(connection, seat, draft)
            if standing is None:
                continue
            spend(Permit(STANDING, draft, seat, new_id(), standing.id), "opened beforehand", content)
            exchange.approve(ask_id, hit["handle"])
        opened.append(exchange.open(ask_id, hit["handle"], reason))
    return opened
