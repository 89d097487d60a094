"""Alerts across borders: partners are asked at once, and whoever watches for a person hears within a second."""

from contrared.share.alerts.at_once import Partnered, ask_partners, asked_at_encounter, courier_of, followed
from contrared.share.alerts.beforehand import opened_beforehand
from contrared.share.alerts.streams import Answered, Beaten, beat, beat_of, taken_up
from contrared.share.alerts.subscribed import WATCHED, NodeHoldings, whom

__all__ = [
    "WATCHED",
    "Answered",
    "Beaten",
    "NodeHoldings",
    "Partnered",
    "ask_partners",
    "asked_at_encounter",
    "beat",
    "beat_of",
    "courier_of",
    "followed",
    "opened_beforehand",
    "taken_up",
    "whom",
]
