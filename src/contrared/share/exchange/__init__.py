"""One node's side of everything that is exchanged with partners: questions, answers, openings, releases and after."""

from contrared.share.exchange.after import Found
from contrared.share.exchange.approving import Approving, Reach
from contrared.share.exchange.exchange import PERSONS, Exchange
from contrared.share.exchange.holdings import DeskHoldings, Held, Holdings, Told
from contrared.share.exchange.opening import Refusal
from contrared.share.exchange.oversight import Looked
from contrared.share.exchange.post import Outgoing
from contrared.share.exchange.publishing import Published, Record
from contrared.share.exchange.release import Draft, Onward, Release, Statement, verified
from contrared.share.exchange.states import Asker, Holder
from contrared.share.exchange.terms import Terms

__all__ = [
    "PERSONS",
    "Approving",
    "Asker",
    "DeskHoldings",
    "Draft",
    "Exchange",
    "Found",
    "Held",
    "Holder",
    "Holdings",
    "Looked",
    "Onward",
    "Outgoing",
    "Published",
    "Reach",
    "Record",
    "Refusal",
    "Release",
    "Statement",
    "Terms",
    "Told",
    "verified",
]
