"""Commands on networks; importing this module adds them."""

from contrared.cli.network import ranking, structure

__all__ = ["ranking", "structure"]
