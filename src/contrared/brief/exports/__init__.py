"""The formats in which what a node holds leaves it: one a module, all made from one :class:`Holding`."""

from contrared.brief.exports.document import Document
from contrared.brief.exports.formats import Format, check_columns, documents
from contrared.brief.exports.holding import Entity, Holding, Said

__all__ = ["Document", "Entity", "Format", "Holding", "Said", "check_columns", "documents"]
