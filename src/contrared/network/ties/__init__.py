"""Ties that the statements support: one file a kind of evidence, each edge with its statements."""
