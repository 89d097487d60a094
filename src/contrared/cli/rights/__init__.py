"""Commands on time and rights; importing this module adds them."""

from contrared.cli.rights import correct, disclose, hold, retention

__all__ = ["correct", "disclose", "hold", "retention"]
