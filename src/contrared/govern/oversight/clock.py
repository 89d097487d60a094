"""Where the clock of the node went back: what was done then bears a time that is not true."""

from __future__ import annotations

from contrared.govern import record
from contrared.govern.log.sequencer import CLOCK
from contrared.govern.oversight.settled import Suspicion
from contrared.store.ledger import Ledger


def clock_back(ledger: Ledger) -> list[Suspicion]:
    """Steps of the clock that the log has on record, in the order of their lines."""
    return [
        Suspicion("clock", f"line {entry.what['line']}", "", f"says {entry.what['at']} after {entry.what['before']}")
        for entry in record.entries(ledger)
        if entry.action == CLOCK and "line" in entry.what
    ]
