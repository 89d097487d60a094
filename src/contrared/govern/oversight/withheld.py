"""Names that were in a published set and no longer are: each removal needs a reason that is on record.

What was published to a partner yesterday and is missing today may have been removed by law, or by somebody who was paid
for it. The function knows nothing of what the names are: keys of a filter, entries of a list, subjects of a watchlist.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contrared.govern.oversight.settled import Suspicion


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a name may be withheld: the act on record, who did it, and the second person where one confirmed it."""

    line: int
    by: str
    confirmed_by: str
    why: str


def withheld(before: Collection[str], after: Collection[str], reasons: Mapping[str, Reason]) -> list[Suspicion]:
    """Names that were published before and are not now, without a reason that holds.

    A reason holds where it is on record with words and a second person confirmed it. A name that is published although
    there is a reason to withhold it is told too: the reason was given for something else, or the set was built before.

    Args:
        before: Names of the set that was published before.
        after: Names of the set that is published now.
        reasons: What is on record for names that were removed.

    Returns:
        One for each such name, in a total order; empty where every difference is explained.
    """
    now, found = set(after), []
    for name in sorted(set(before) - now):
        reason = reasons.get(name)
        if reason is None:
            found.append(Suspicion("withheld", name, "", "was published and is no more; nothing on record says why"))
        elif not reason.why.strip():
            found.append(Suspicion("withheld", name, reason.by, f"line {reason.line} removes it and gives no reason"))
        elif reason.confirmed_by in ("", reason.by):
            why = f"line {reason.line} removes it and no second person confirmed that: {reason.why}"
            found.append(Suspicion("withheld", name, reason.by, why))
    for name in sorted(now & set(reasons)):
        why = f"is published although line {reasons[name].line} removes it: {reasons[name].why}"
        found.append(Suspicion("not withheld", name, reasons[name].by, why))
    return found
