"""Commands on partners and on what is exchanged with them; importing this module adds them."""

from contrared.cli.sharing import after, asking, bundling, deciding, peers, serving, subscribing

__all__ = ["after", "asking", "bundling", "deciding", "peers", "serving", "subscribing"]
