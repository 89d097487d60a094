"""Commands on partners and on what is exchanged with them; importing this module adds them."""

from contrared.cli.sharing import peers

__all__ = ["peers"]
