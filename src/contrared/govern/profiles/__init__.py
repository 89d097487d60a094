"""Policies that ship: one Cedar file a legal order, the rules all of them share, and the schema."""
