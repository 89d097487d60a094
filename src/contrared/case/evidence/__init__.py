"""The evidence pack: what a prosecutor hands to a court and to the defence, whole and checkable by anybody."""

from contrared.case.evidence.pack import Packed, pack

__all__ = ["Packed", "pack"]
