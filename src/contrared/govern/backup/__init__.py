"""Daily backups: sealed, incremental, consistent while the node is in use; apart from the handover to keepers."""

from contrared.govern.backup.listing import Backup, backups
from contrared.govern.backup.making import Backed, back_up
from contrared.govern.backup.pruning import Keep, Pruned, prune
from contrared.govern.backup.restoring import BackAgain, restore
from contrared.govern.backup.verifying import verify_backups

__all__ = [
    "BackAgain",
    "Backed",
    "Backup",
    "Keep",
    "Pruned",
    "back_up",
    "backups",
    "prune",
    "restore",
    "verify_backups",
]
