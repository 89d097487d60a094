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
from contrared.store.tables.base import metadata
from contrared.store.tables.casework import cases, claims, findings, outbox
from contrared.store.tables.identity import canonical, judgements, links
from contrared.store.tables.people import protection, users
from contrared.store.tables.record import access_log, log_filler
from contrared.store.tables.screening import alerts, clearances, encounters, hits, rescreened, watched

__all__ = [
    "access_log",
    "accounts",
    "alerts",
    "break_glass",
    "canonical",
    "cases",
    "claims",
    "clearances",
    "encounters",
    "findings",
    "hits",
    "invitations",
    "judgements",
    "links",
    "log_filler",
    "metadata",
    "outbox",
    "protection",
    "rescreened",
    "service_keys",
    "sessions",
    "signing_keys",
    "tries",
    "users",
    "watched",
]
