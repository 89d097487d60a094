"""Kinds of messages, how large each may be, and what answers what."""

from __future__ import annotations

from enum import StrEnum

#: Bytes of a header, and of a checkpoint that rides along.
MOST_HEADER, MOST_CHECKPOINT = 8 * 1024, 16 * 1024


class Kind(StrEnum):
    """What a message is."""

    MANIFEST = "manifest"
    FILTER = "filter"
    CHANGE = "change"
    ASK = "ask"
    ANSWER = "answer"
    OPEN = "open"
    RECEIPT = "receipt"
    RELEASE = "release"
    REFUSE = "refuse"
    ASK_BACK = "ask_back"
    RECALL = "recall"
    NARROW = "narrow"
    CORRECT = "correct"
    OUTCOME = "outcome"
    ACK = "ack"
    ERROR = "error"


#: What answers what; whatever is not a key here is itself an answer.
ANSWERED_BY = {
    Kind.ASK: Kind.ANSWER,
    Kind.OPEN: Kind.RECEIPT,
    **dict.fromkeys(
        (
            Kind.MANIFEST,
            Kind.FILTER,
            Kind.CHANGE,
            Kind.RELEASE,
            Kind.REFUSE,
            Kind.ASK_BACK,
            Kind.RECALL,
            Kind.NARROW,
            Kind.CORRECT,
            Kind.OUTCOME,
        ),
        Kind.ACK,
    ),
}
ANSWERS = frozenset({Kind.ANSWER, Kind.RECEIPT, Kind.ACK, Kind.ERROR})

_SMALL = 64 * 1024
#: Bytes of a body, by kind. A filter of a million records has some hundreds of megabytes; all else is small.
MOST_BODY = {
    **dict.fromkeys(Kind, _SMALL),
    Kind.FILTER: 512 * 1024 * 1024,
    Kind.CHANGE: 32 * 1024 * 1024,
    Kind.RELEASE: 4 * 1024 * 1024,
    Kind.CORRECT: 4 * 1024 * 1024,
}
#: Bytes of the largest envelope there is: what a wire reads at most.
MOST_ENVELOPE = max(MOST_BODY.values()) + MOST_HEADER + MOST_CHECKPOINT + 1024
