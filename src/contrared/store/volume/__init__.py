"""Which volume a folder lies on, and whether whoever carries the disk away can read it."""

from contrared.store.volume.inspection import System, swap_of, volume_of
from contrared.store.volume.verdict import State, Verdict, together

__all__ = ["State", "System", "Verdict", "swap_of", "together", "volume_of"]
