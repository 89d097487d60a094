"""BODS 0.4: who owns and controls whom, as statements of the Beneficial Ownership Data Standard."""

from contrared.brief.exports.bods.statements import document

__all__ = ["document"]
