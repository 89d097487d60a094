"""Messages between nodes: exact bytes, signed, bounded, with contents that only the recipient opens."""

from contrared.share.envelope.canonical import canonical, read_object, to_text, unread_text
from contrared.share.envelope.error import EnvelopeError, Fault
from contrared.share.envelope.fields import Fields, from_time, to_time
from contrared.share.envelope.frame import Envelope, open_envelope, peek, seal
from contrared.share.envelope.header import MOST_LIFE, SKEW, VERSION, Header
from contrared.share.envelope.kinds import ANSWERED_BY, ANSWERS, MOST_BODY, MOST_ENVELOPE, Kind
from contrared.share.envelope.sealed import open_sealed, seal_to

__all__ = [
    "ANSWERED_BY",
    "ANSWERS",
    "MOST_BODY",
    "MOST_ENVELOPE",
    "MOST_LIFE",
    "SKEW",
    "VERSION",
    "Envelope",
    "EnvelopeError",
    "Fault",
    "Fields",
    "Header",
    "Kind",
    "canonical",
    "from_time",
    "open_envelope",
    "open_sealed",
    "peek",
    "read_object",
    "seal",
    "seal_to",
    "to_text",
    "to_time",
    "unread_text",
]
