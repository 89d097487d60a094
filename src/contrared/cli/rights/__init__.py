"""Commands on time and rights; importing this module adds them."""

from contrared.cli.rights import hold, retention

__all__ = ["hold", "retention"]
