"""Oversight: who looked at what, what was left to lie or put away, and use of the node that wants an explanation."""

from contrared.govern.oversight.clock import clock_back
from contrared.govern.oversight.deposits import no_deposit
from contrared.govern.oversight.lake import altered
from contrared.govern.oversight.looks import looks
from contrared.govern.oversight.settled import Suspicion, put_away
from contrared.govern.oversight.use import Limits, Oddity, odd_use

__all__ = ["Limits", "Oddity", "Suspicion", "altered", "clock_back", "looks", "no_deposit", "odd_use", "put_away"]
