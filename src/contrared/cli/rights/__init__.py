"""Commands on time and rights; importing this module adds them."""

from contrared.cli.rights import correct, disclose, hold, protection, retention, statistics

__all__ = ["correct", "disclose", "hold", "protection", "retention", "statistics"]
