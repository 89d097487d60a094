"""Which service key the request bears that is being answered, for its lines in the record."""

from __future__ import annotations

from contextvars import ContextVar

#: Id of the key; empty where the request bears the token of the run. Each request has a context of its own.
BEARER: ContextVar[str] = ContextVar("bearer", default="")
