"""Commands on time and rights; importing this module adds them."""

from contrared.cli.rights import correct, hold, retention

__all__ = ["correct", "hold", "retention"]
