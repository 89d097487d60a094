"""Products that can be acted on: every judgement cited, graded, worded on a fixed scale."""

from contrared.brief.checks import check
from contrared.brief.content import (
    Action,
    Brief,
    Citation,
    CounterEvidence,
    Fact,
    Judgement,
    Picture,
    Section,
    SourceEntry,
    Tie,
    claims,
)
from contrared.brief.render import write
from contrared.brief.scales import Confidence, Likelihood

__all__ = [
    "Action",
    "Brief",
    "Citation",
    "Confidence",
    "CounterEvidence",
    "Fact",
    "Judgement",
    "Likelihood",
    "Picture",
    "Section",
    "SourceEntry",
    "Tie",
    "check",
    "claims",
    "write",
]
