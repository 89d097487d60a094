"""Handover: a node packed so that nobody can leave nothing, sealed to keepers of whom some together can open it."""

from contrared.govern.handover.deposits import deposit, schedule
from contrared.govern.handover.making import Made, make
from contrared.govern.handover.restoring import Restored, open_share, restore
from contrared.govern.handover.verifying import Verified, verify_archive

__all__ = ["Made", "Restored", "Verified", "deposit", "make", "open_share", "restore", "schedule", "verify_archive"]
