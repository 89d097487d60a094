"""Disruption: key players, removal plans under a budget, and what networks do after a removal."""

from contrared.network.disruption.influence import collective_influence
from contrared.network.disruption.keyplayers import KeyPlayers, key_players
from contrared.network.disruption.outcome import Interval, Outcome, Recovered, RuleOutcome, Series, Share, Worse
from contrared.network.disruption.plan import Plan, plan
from contrared.network.disruption.recovery import RULES, Recovery, Rule
from contrared.network.disruption.removal import Removal, remove

__all__ = [
    "RULES",
    "Interval",
    "KeyPlayers",
    "Outcome",
    "Plan",
    "Recovered",
    "Recovery",
    "Removal",
    "Rule",
    "RuleOutcome",
    "Series",
    "Share",
    "Worse",
    "collective_influence",
    "key_players",
    "plan",
    "remove",
]
