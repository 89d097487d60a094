"""Why a message is not taken."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """The closed list of what may be said of a message that is not taken; nothing else leaves the node."""

    MALFORMED = "malformed"
    TOO_LARGE = "too-large"
    VERSION = "version"
    UNKNOWN_SENDER = "unknown-sender"
    SIGNATURE = "signature"
    RECIPIENT = "recipient"
    CLOCK = "clock"
    EXPIRED = "expired"
    CONFLICT = "conflict"
    ORDER = "order"
    BEHIND = "behind"
    EQUIVOCATION = "equivocation"
    NORMALISER = "normaliser"
    MANIFEST = "manifest"
    FILTER = "filter"
    BUDGET = "budget"
    BLOCKS = "blocks"
    ELEMENT = "element"
    POLICY = "policy"
    HANDLE = "handle"
    NO_ASK = "no-ask"
    NO_HIT = "no-hit"
    NO_RELEASE = "no-release"
    STATE = "state"
    SEALED = "sealed"


class EnvelopeError(Exception):
    """A message that is not what it must be.

    Args:
        fault: Which of the faults, as the sender is told.
        what: In words, for the record of this node only.
    """

    def __init__(self, fault: Fault, what: str) -> None:
        self.fault = fault
        self.what = what
        super().__init__(f"{fault}: {what}")
