"""Commands on partners and on what is exchanged with them; importing this module adds them."""

from contrared.cli.sharing import (
    after,
    amending,
    asking,
    bundling,
    deciding,
    peers,
    receipts,
    serving,
    streaming,
    subscribing,
)

__all__ = [
    "after",
    "amending",
    "asking",
    "bundling",
    "deciding",
    "peers",
    "receipts",
    "serving",
    "streaming",
    "subscribing",
]
