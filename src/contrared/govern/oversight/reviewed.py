"""Acts done alone or under a standing approval, that nobody looked at in time, or that somebody found improper."""

from __future__ import annotations

from contrared.govern.approvals import Verdict, all_reviews
from contrared.govern.oversight.settled import Suspicion
from contrared.store.ledger import Ledger


def unreviewed(ledger: Ledger, now: str) -> list[Suspicion]:
    """Overdue reviews, and those that found an act improper.

    Args:
        ledger: The ledger.
        now: The time, UTC, ISO 8601 with seconds.
    """
    found = []
    for each in all_reviews(ledger):
        what = f"{each.way} {each.act} on {each.used_at}: {each.reason}"
        if each.verdict == Verdict.IMPROPER:
            why = f"{what}; {each.reviewed_by} found it improper: {each.note}"
            found.append(Suspicion("improper", each.request_id, each.by, why))
        elif not each.reviewed_by and each.due_at <= now:
            found.append(Suspicion("review overdue", each.request_id, each.by, f"{what}; due {each.due_at}"))
    return sorted(found)
