"""Any table in, by a FollowTheMoney mapping; every value keeps its row and column."""

from contrared.collect.mapping.bringing import mapped
from contrared.collect.mapping.document import MappingDocument, read_mapping
from contrared.collect.mapping.reader import MappedReader

__all__ = ["MappedReader", "MappingDocument", "mapped", "read_mapping"]
