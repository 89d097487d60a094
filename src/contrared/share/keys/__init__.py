"""Derived keys: what two nodes compare instead of names, by a normaliser whose tables are frozen and shipped."""

from contrared.share.keys.derive import NormaliserError, asked_keys, held_keys, same_normaliser
from contrared.share.keys.key import KINDS, NORMALISER, Derived, Key, Subject, canary
from contrared.share.keys.tables import normaliser_hash

__all__ = [
    "KINDS",
    "NORMALISER",
    "Derived",
    "Key",
    "NormaliserError",
    "Subject",
    "asked_keys",
    "canary",
    "held_keys",
    "normaliser_hash",
    "same_normaliser",
]
