"""The index of screening: immutable memory-mapped segments, and the search through one of them."""

from contrared.match.index.index import Candidate, Index

__all__ = ["Candidate", "Index"]
