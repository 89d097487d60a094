"""Four eyes: acts that take more than one person, approved by hash, signed, used once."""

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.asking import edit, withdraw
from contrared.govern.approvals.counting import Approval
from contrared.govern.approvals.deciding import approve, refuse
from contrared.govern.approvals.permit import Permit, Waiting, beforehand, demand, spend, use
from contrared.govern.approvals.reading import Shown, listed, said_of, shown
from contrared.govern.approvals.request import Request
from contrared.govern.approvals.reviewing import Review, Verdict, all_reviews, overdue, review
from contrared.govern.approvals.scope import Scope, Terms
from contrared.govern.approvals.seat import Seat
from contrared.govern.approvals.signing import NodeSigning, OwnSigning, Signing, Unsigned
from contrared.govern.approvals.standing import offer, revoke, terms_of
from contrared.govern.approvals.states import State

__all__ = [
    "Act",
    "Approval",
    "NodeSigning",
    "OwnSigning",
    "Permit",
    "Request",
    "Review",
    "Scope",
    "Seat",
    "Shown",
    "Signing",
    "State",
    "Terms",
    "Unsigned",
    "Verdict",
    "Waiting",
    "all_reviews",
    "approve",
    "beforehand",
    "demand",
    "edit",
    "listed",
    "offer",
    "overdue",
    "refuse",
    "review",
    "revoke",
    "said_of",
    "shown",
    "spend",
    "terms_of",
    "use",
    "withdraw",
]
