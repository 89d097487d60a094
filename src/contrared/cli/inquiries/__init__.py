"""Commands on inquiries; importing this module adds them."""

from contrared.cli.inquiries import answering, asking, happening, showing

__all__ = ["answering", "asking", "happening", "showing"]
