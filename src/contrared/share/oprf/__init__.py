"""Oblivious evaluation of RFC 9497 with ristretto255 and SHA-512: blind, evaluate, verify, finalise.

The functions here are mode 1 (VOPRF), the only one questions are asked in; `plain` and `partly` hold modes 0 and 2.
"""

from contrared.share.oprf.group import OprfError
from contrared.share.oprf.suite import KeyPair
from contrared.share.oprf.verifiable import blind, evaluate, finalize, generate, outputs, restore

__all__ = ["KeyPair", "OprfError", "blind", "evaluate", "finalize", "generate", "outputs", "restore"]
