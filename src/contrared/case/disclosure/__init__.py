"""Disclosure of a case to the defence: what was used, and what spoke against it."""

from contrared.case.disclosure.disclose import Disclosed, disclose

__all__ = ["Disclosed", "disclose"]
