"""Ways in that want an explanation: a glass that was broken or tried, names locked after failed tries."""

from __future__ import annotations

from collections.abc import Iterable

from contrared.govern.oversight.use import Oddity
from contrared.govern.record import Entry

_GLASS = {
    "break-glass begun": "somebody began to break the glass for {user}: {why}",
    "break-glass used": "the glass was broken for {user}: {why}",
    "break-glass refused": "the glass was tried with {shares} shares that do not break it",
}


def forced(entries: Iterable[Entry]) -> list[Oddity]:
    """Break-glass in any form, and names that failed tries locked, in the record.

    Args:
        entries: Lines of the record.

    Returns:
        Kinds ``break-glass`` and ``locked out``.
    """
    found = []
    for entry in entries:
        when = entry.at[:10]
        if entry.action in _GLASS:
            why = _GLASS[entry.action].format(**{"user": "", "why": "", "shares": 0, **entry.what})
            found.append(Oddity(entry.user, "break-glass", when, why, (entry.seq,)))
        elif entry.action == "login refused" and entry.what.get("locked"):
            why = f"locked after {entry.what['failures']} failed tries"
            found.append(Oddity(entry.user, "locked out", when, why, (entry.seq,)))
    return sorted(found)
