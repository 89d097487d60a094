"""The wire between nodes: mutual TLS with pinned certificates, one endpoint, sizes and times that tell little."""

from contrared.share.wire.line import Line, LineError, Patience
from contrared.share.wire.server import ExchangeServer, Limits, listening

__all__ = ["ExchangeServer", "Limits", "Line", "LineError", "Patience", "listening"]
