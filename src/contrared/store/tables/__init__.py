"""Tables of the ledger, as SQLAlchemy Core; migrations in ``store/migrations`` create them."""

from contrared.store.tables.base import metadata
from contrared.store.tables.casework import cases, claims, findings, outbox
from contrared.store.tables.handover import deposits
from contrared.store.tables.identity import canonical, judgements, links
from contrared.store.tables.people import protection, users
from contrared.store.tables.record import access_log, log_filler
from contrared.store.tables.screening import alerts, clearances, encounters, hits, rescreened, watched

__all__ = [
    "access_log",
    "alerts",
    "canonical",
    "cases",
    "claims",
    "clearances",
    "deposits",
    "encounters",
    "findings",
    "hits",
    "judgements",
    "links",
    "log_filler",
    "metadata",
    "outbox",
    "protection",
    "rescreened",
    "users",
    "watched",
]
