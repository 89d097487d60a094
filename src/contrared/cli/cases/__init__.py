"""The commands `case …`."""

from contrared.cli.cases import competing, working

__all__ = ["competing", "working"]
