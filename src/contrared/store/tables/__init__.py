"""Tables of the ledger, as SQLAlchemy Core; migrations in ``store/migrations`` create them."""

from contrared.store.tables.accounts import (
    accounts,
    break_glass,
    invitations,
    service_keys,
    sessions,
    signing_keys,
    tries,
)
from contrared.store.tables.approvals import (
    approval_requests,
    approval_reviews,
    approvals,
)
from contrared.store.tables.base import (
    metadata,
)
from contrared.store.tables.belonging import (
    ledger_node,
)
from contrared.store.tables.casebooks import (
    case_events,
    case_notices,
    casebooks,
)
from contrared.store.tables.casework import (
    cases,
    claims,
    findings,
    outbox,
)
from contrared.store.tables.entries import (
    inquiries,
    inquiry_events,
    passed_over,
    tip_findings,
    tips,
)
from contrared.store.tables.exchange import (
    exchange_asks,
    exchange_budget,
    exchange_chains,
    exchange_checkpoints,
    exchange_conflicts,
    exchange_epochs,
    exchange_handles,
    exchange_manifests,
    exchange_messages,
    exchange_openings,
    exchange_releases,
    exchange_requests,
)
from contrared.store.tables.handover import (
    deposits,
)
from contrared.store.tables.identity import (
    canonical,
    judgements,
    links,
    views,
)
from contrared.store.tables.peers import (
    peer_introductions,
    peers,
    subscriptions,
)
from contrared.store.tables.people import (
    protection,
    users,
)
from contrared.store.tables.record import (
    access_log,
    log_filler,
)
from contrared.store.tables.rights import (
    corrections,
    deletions,
    departures,
    flags,
    handed,
    handed_statements,
    holds,
    notices,
    sightings,
    sought,
)
from contrared.store.tables.screening import (
    alerts,
    clearances,
    encounters,
    hits,
    rescreened,
    watched,
)
from contrared.store.tables.streams import (
    stream_queue,
    streams,
)

__all__ = [
    "access_log",
    "accounts",
    "alerts",
    "approval_requests",
    "approval_reviews",
    "approvals",
    "break_glass",
    "canonical",
    "case_events",
    "case_notices",
    "casebooks",
    "cases",
    "claims",
    "clearances",
    "corrections",
    "deletions",
    "departures",
    "deposits",
    "encounters",
    "exchange_asks",
    "exchange_budget",
    "exchange_chains",
    "exchange_checkpoints",
    "exchange_conflicts",
    "exchange_epochs",
    "exchange_handles",
    "exchange_manifests",
    "exchange_messages",
    "exchange_openings",
    "exchange_releases",
    "exchange_requests",
    "findings",
    "flags",
    "handed",
    "handed_statements",
    "hits",
    "holds",
    "inquiries",
    "inquiry_events",
    "invitations",
    "judgements",
    "ledger_node",
    "links",
    "log_filler",
    "metadata",
    "notices",
    "outbox",
    "passed_over",
    "peer_introductions",
    "peers",
    "protection",
    "rescreened",
    "service_keys",
    "sessions",
    "sightings",
    "signing_keys",
    "sought",
    "stream_queue",
    "streams",
    "subscriptions",
    "tip_findings",
    "tips",
    "tries",
    "users",
    "views",
    "watched",
]
