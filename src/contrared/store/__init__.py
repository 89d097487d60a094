"""The node's three stores and its configuration: archive, lake and ledger."""

from contrared.store.archive import Archive
from contrared.store.config import Config
from contrared.store.lake import Lake
from contrared.store.ledger import Ledger
from contrared.store.node import Node
from contrared.store.version import DatasetVersion

__all__ = ["Archive", "Config", "DatasetVersion", "Lake", "Ledger", "Node"]
