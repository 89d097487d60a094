"""Deposits with the keepers that were not made, or are gone."""

from __future__ import annotations

from contrared.govern.deposits import absent
from contrared.govern.oversight.settled import Suspicion
from contrared.store import Node


def no_deposit(node: Node) -> list[Suspicion]:
    """The deposit that is missing, where one is."""
    why = absent(node)
    return [Suspicion("deposit", node.settings.node.id, "", why)] if why else []
