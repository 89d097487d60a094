"""Drafting a mapping from what a table looks like."""

from contrared.collect.mapping.drafting.drafted import DraftedMapping, draft_mapping

__all__ = ["DraftedMapping", "draft_mapping"]
