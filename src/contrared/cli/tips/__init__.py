"""Commands on tips; importing this module adds them."""

from contrared.cli.tips import finding, receiving, showing

__all__ = ["finding", "receiving", "showing"]
