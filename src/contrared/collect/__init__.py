"""Readers, one file a format, and the loader that runs them: bytes in, statements out."""

from contrared.collect.draft import Batch, Draft, Fact, Notice, Reject, Told
from contrared.collect.loader import LoadReport, load
from contrared.collect.options import LoadOptions
from contrared.collect.reader import About, Reader
from contrared.collect.registry import choose, known_readers

__all__ = [
    "About",
    "Batch",
    "Draft",
    "Fact",
    "LoadOptions",
    "LoadReport",
    "Notice",
    "Reader",
    "Reject",
    "Told",
    "choose",
    "known_readers",
    "load",
]
