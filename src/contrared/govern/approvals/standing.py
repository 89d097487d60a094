"""Standing approvals: signed beforehand, narrow, expiring, counted; at three in the morning nobody signs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from contrared.govern.approvals.acts import Act, act_of
from contrared.govern.approvals.asking import ask, drafted, withdraw_within
from contrared.govern.approvals.counting import counting
from contrared.govern.approvals.deciding import refuse_within
from contrared.govern.approvals.request import Draft, Request
from contrared.govern.approvals.rows import chosen, expire, held
from contrared.govern.approvals.scope import Scope, Terms
from contrared.govern.approvals.seat import Seat
from contrared.govern.approvals.states import LIVE, State
from contrared.model import InputError, PolicyError
from contrared.store.tables import approval_requests as requests


def offer(seat: Seat, terms: Terms, why: str) -> Request:
    """Ask for a standing approval; it holds once as many have approved as the act itself would take.

    Args:
        seat: Who asks.
        terms: What is to be covered.
        why: The reason, which approvers sign with the terms.

    Raises:
        InputError: the terms are not narrow, no reason is given, or the act takes one person only.
        PolicyError: policy does not let this person ask for it.
    """
    act = act_of(terms.act)
    if act in (Act.STANDING, Act.DISMISS, Act.WHITELIST, Act.UNWATCH, Act.END_HOLD):
        raise InputError(f"{act} is never approved beforehand", where="--act", do="use release, bulk or export")
    if not why.strip():
        raise InputError("a standing approval needs a reason", where="--why", do="say why")
    seat.permitted("write")
    terms.check(datetime.fromisoformat(seat.now()), seat.settings.standing_days)
    scope = Scope(datasets=terms.datasets, handling=terms.ceiling)
    content = {"terms": terms.to_dict(), "why": why.strip()}
    draft = drafted(seat, Act.STANDING, content, scope=scope, approvers=act.approvers(seat.settings))
    with seat.ledger.begin() as connection:
        return ask(connection, seat, draft, terms.until)


def revoke(seat: Seat, request_id: str, why: str) -> None:
    """End a standing approval at once: whoever asked for it, or whoever may approve.

    Raises:
        InputError: there is no such standing approval in force or waiting, or no reason is given.
        PolicyError: policy does not permit it.
    """
    if not why.strip():
        raise InputError("revoking needs a reason", where="--why", do="say why")
    expire(seat)
    with seat.ledger.begin() as connection:
        request = held(connection, request_id, LIVE)
        if request.draft.act is not Act.STANDING:
            raise InputError(f"{request_id} is no standing approval", do="see `contrared standing list`")
        if request.draft.by == seat.person.id:
            withdraw_within(connection, seat, request, why)
        else:
            refuse_within(connection, seat, request, why)


def terms_of(request: Request) -> Terms:
    """Terms of a standing approval."""
    return Terms.from_dict(request.draft.content["terms"])


def covering(connection: Connection, seat: Seat, draft: Draft) -> Request | None:
    """The standing approval that covers an act now and has uses left; the one that ends first, if several do."""
    wanted = (requests.c.act == Act.STANDING.value, requests.c.state == State.APPROVED.value)
    fit = [each for each in chosen(connection, *wanted) if not _against(connection, seat, draft, each)]
    return min(fit, key=lambda each: (each.expires_at, each.id), default=None)


def taken(connection: Connection, seat: Seat, draft: Draft, standing_id: str) -> str:
    """Count one use of a standing approval within the transaction of the act.

    Returns:
        What the reviewer is told.

    Raises:
        PolicyError: it does not cover the act, has no uses left, or was revoked or expired since.
    """
    try:
        request = held(connection, standing_id, (State.APPROVED,))
    except InputError as exc:
        raise PolicyError(exc.what, where=standing_id, do="ask for this act itself") from exc
    # The row is held: the uses that are counted here nobody adds to before this transaction ends.
    if against := _against(connection, seat, draft, request):
        raise PolicyError(against, where=standing_id, do="ask for this act itself")
    own = requests.c.id == standing_id
    connection.execute(update(requests).where(own).values(uses=requests.c.uses + 1))
    return f"under {standing_id}, use {request.uses + 1} of {terms_of(request).most_uses}"


def _against(connection: Connection, seat: Seat, draft: Draft, request: Request) -> str:
    """Why a standing approval does not carry an act, the first of the reasons; empty where it does."""
    if request.expires_at <= seat.now():
        return "has expired"
    if not request.whole:
        return "is not what was approved"
    terms = terms_of(request)
    if outside := terms.outside(draft.act, draft.scope, draft.purpose):
        return outside
    who = counting(connection, seat, request)
    if draft.by in who:
        return "whoever approved it beforehand cannot be the one who acts"
    if len(who) < max(draft.needed, request.draft.needed):
        return "an approval of it does not hold any more"
    done = connection.execute(select(func.count()).where(requests.c.standing_id == request.id)).scalar_one()
    if max(done, request.uses) >= terms.most_uses:
        return f"has been used {terms.most_uses} times, which is all"
    today = requests.c.used_at.startswith(seat.now()[:10])
    count = select(func.count()).where(requests.c.standing_id == request.id, today)
    if connection.execute(count).scalar_one() >= terms.most_per_day:
        return f"has been used {terms.most_per_day} times today, which is all"
    return ""
