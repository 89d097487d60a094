"""STIX 2.1: parties, places, ties and designations, with markings, for exchange with other services."""

from contrared.brief.exports.stix.bundle import document

__all__ = ["document"]
