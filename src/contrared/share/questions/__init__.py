"""Blind questions: blocks of elements that all look alike, and what their answers come to."""

from contrared.share.questions.blocks import BLOCK, MOST_BLOCKS, Prepared, prepare, recompute
from contrared.share.questions.evidence import ACCEPTED, Evidence, evidence, needed
from contrared.share.questions.outcome import HIT, NO_HIT, NOT_COMPARABLE, InvalidAnswerError, Outcome, conclude
from contrared.share.questions.secrets import Secrets

__all__ = [
    "ACCEPTED",
    "BLOCK",
    "HIT",
    "MOST_BLOCKS",
    "NOT_COMPARABLE",
    "NO_HIT",
    "Evidence",
    "InvalidAnswerError",
    "Outcome",
    "Prepared",
    "Secrets",
    "conclude",
    "evidence",
    "needed",
    "prepare",
    "recompute",
]
