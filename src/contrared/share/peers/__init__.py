"""Partners: introductions, fingerprints read aloud, pinned keys, revocation."""

from contrared.share.peers.address import Address
from contrared.share.peers.book import Book, Self
from contrared.share.peers.introduction import Introduction, fingerprint, read
from contrared.share.peers.peer import Own, Peer, Peers

__all__ = ["Address", "Book", "Introduction", "Own", "Peer", "Peers", "Self", "fingerprint", "read"]
