"""Lists from their publishers' addresses; nothing here is called unless a person asks for it."""

from contrared.collect.fetching.bringing import Fetched, fetch
from contrared.collect.fetching.connection import Rules
from contrared.collect.fetching.publishers import Publisher, publishers
from contrared.collect.fetching.retrieval import Retrieved, retrieve

__all__ = ["Fetched", "Publisher", "Retrieved", "Rules", "fetch", "publishers", "retrieve"]
