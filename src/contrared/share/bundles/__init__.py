"""Bundles: messages carried by hand where no line is, or where none is trusted."""

from contrared.share.bundles.stick import Packed, Unpacked, pack, unpack

__all__ = ["Packed", "Unpacked", "pack", "unpack"]
